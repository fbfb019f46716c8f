# Stars in displays, calls, returns, subscripts and for.

a, b = [1, 2], (3, 4)
print([*a, *b], (*a, *b), {*a, *b}, {**{"x": 1}, "y": 2})
print(*a, *b, sep="-")


def f():
    return *a, 5


def g():
    yield *a, 6


print(f(), list(g()))
for x in *a, *b:
    print(x, end=" ")
print()
t = *a,
print(t)
print(dict(**{"a": 1}, b=2), [*"ab", *range(2), *{"k": 1}])
print({"a": 1, **{"a": 2}}, {**{"a": 1}, "a": 3})
print([*[], *()], {**{}})


def show(*args, **kw):
    return args, list(kw.items())


print(show(*a, 9, *b, k=1, **{"l": 2}, m=3))
print(show(**{"not an identifier": 1}))
