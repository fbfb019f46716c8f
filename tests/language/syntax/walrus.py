# Assignment expressions and their scopes.

if (n := len("abc")) > 2:
    print(n)
print([y := 5, y ** 2])
print([last := x for x in range(4)], last)
while (n := n - 1) > 0:
    print("n", n)


def f():
    print(any((hit := x) > 2 for x in [1, 2, 3, 4]), hit)
    print([(x, y) for x in range(4) if (y := x * x) > 2], y)


f()
print((a := 1, b := 2), a + b)
print(f"{(z := 7)}", z)
print({k: (total := v + 1) for k, v in {"a": 1}.items()}, total)
for bad in ("x := 1", "[i := 0 for i in range(3)]", "(a.b := 1)", "[x for x in (y := [1])]",
            "f(a := 1, b = (c := 2))", "lambda: (x := 1)"):
    try:
        compile(bad, "<test>", "exec")
        print(bad, "| fine")
    except SyntaxError as error:
        print(bad, "|", error.msg)
