# Generator expressions and comprehensions close over their surroundings.


def f(n):
    a = [lambda: (n, i) for i in range(2)]
    g = (n * i for i in range(3))
    n = 10
    return [x() for x in a], list(g)


print(f(1))


class C:
    base = 5
    values = [v for v in (base, 2)]
    lazy = (v for v in [base])


print(C.values, list(C.lazy))


def nested():
    return [[(i, j, k) for k in range(2)] for i in range(2) for j in range(i)]


print(nested(), [x for x in [1, 2, 3] if (lambda: x)() > 1],
    {k: [k for _ in range(2)] for k in "ab"})
for bad in ("[(yield 1) for _ in x]", "def f(): return ((yield 1) for _ in x)",
        "[x async for x in y]"):
    try:
        compile(bad, "<t>", "exec")
        print("fine")
    except SyntaxError as error:
        print(error.msg)
