# Deeply nested source is a clear error, or works; never a crash.

for n in (50, 90):
    print(n, eval("(" * n + "1" + ")" * n))
for opening, closing in ("()", "[]"):
    try:
        eval(opening * 1000 + closing * 1000)
        print("accepted")
    except (SyntaxError, MemoryError, RecursionError) as error:
        print("refused", opening)
print(eval("+".join(["1"] * 500)))
print(eval("not " * 40 + "1"), eval("-" * 60 + "1"))
print(len(eval("[" + "1," * 20000 + "]")))
source = "".join("  " * i + f"if {i} < 99:\n" for i in range(15)) + "  " * 15 + "print('deep')\n"
exec(source)
source = "".join(" " * i + "if 1:\n" for i in range(150)) + " " * 150 + "x = 1\n"
try:
    compile(source, "<t>", "exec")
    print("fine")
except IndentationError as error:
    print(error.msg)
