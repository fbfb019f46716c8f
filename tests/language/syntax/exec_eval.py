# exec, eval and compile with name spaces.

space = {"x": 5}
exec("y = x * 2\nz = [i for i in range(y)]", space)
print(space["y"], space["z"], "__builtins__" in space)
print(eval("x + y", space), eval("a", {"a": 1}), eval("a + b", {"a": 1}, {"b": 2}))
local = {}
exec("a = 1\ndef f(): return a", {"a": "global"}, local)
print(local["a"], local["f"]())
code = compile("1 + 2", "<expr>", "eval")
print(eval(code), code.co_filename, type(code))
compile("x = 1", "<s>", "exec")
single = compile("40 + 2", "<single>", "single")
exec(single)


def f():
    x = "local"
    exec("x = 'changed'")
    return x, eval("x")


print(f())
for bad in ("x = 1", "", "1; 2", "  "):
    try:
        eval(bad)
    except SyntaxError as error:
        print(repr(bad), error.msg)
print(eval("  1 + 1"), eval("\t3"), eval(b"4"))
try:
    eval("1", 5)
except TypeError as error:
    print(error)
class Mapping(dict):
    def __missing__(self, key):
        return key.upper()
print(eval("abc + d", {}, Mapping()))
