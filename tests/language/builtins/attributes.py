# suite: stress
# getattr, setattr, delattr, hasattr, vars, dir, globals, locals, isinstance, type.


class C:
    x = 1

    def __init__(self):
        self.y = 2

    def m(self): pass


c = C()
print(getattr(c, "x"), getattr(c, "z", "default"), hasattr(c, "y"), hasattr(c, "q"), vars(c), sorted(n for n in dir(c) if not n.startswith("__")), sorted(n for n in vars(C) if not n.startswith("__")))
setattr(c, "new attr", 5)
print(getattr(c, "new attr"), vars(c))
delattr(c, "y")
print(hasattr(c, "y"), "x" in globals(), "C" in globals())


def f(a, b=2):
    c = 3
    before = dict(locals())
    d = 4
    return before, sorted(locals()), sorted(dir())


print(f(1))
g = globals()
g["made"] = "by globals"
print(made, vars() is globals(), locals() is globals())
print(sorted(dir([]))[-5:], "append" in dir(list), sorted(set(dir(object)) - set(dir(5)))[:3], dir(C)[-1], "__init__" in dir(c))
for bad in ("getattr(c, 5)", "setattr(c, 5, 1)", "vars(5)", "delattr(c, 'nope')", "getattr(c, 'nope')", "hasattr(c, 5)", "c.nope", "C.nope", "(5).nope", "setattr(5, 'x', 1)", "len.x", "setattr(len, 'x', 1)", "f.nope", "[].nope", "None.nope", "c.m.nope", "type.nope", "print.__nope__", "setattr(C.m, 'x', 1)", "c.m.x = 1", "object().x = 1"):
    try:
        exec(bad)
        print(bad, "fine")
    except Exception as error:
        print(bad, "|", type(error).__name__, error)
print(C.m.x, type(c) is C, type(C), type("D", (C,), {"k": 1})().x, issubclass(C, object), isinstance(c, (int, C)))
