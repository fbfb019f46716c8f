# Comprehensions: nesting, conditions, scopes.

print([x * y for x in range(3) for y in range(3) if x != y if x + y > 1])
print({x % 3 for x in range(10)} == {0, 1, 2})
print({k: v for k, v in zip("abc", range(3))})
print([[y for y in range(x)] for x in range(4)])
print(list(x for x in "abc"), tuple(i for i in range(3)))
x = "outer"
print([x for x in range(2)], x)
print([i for i in range(5) if i % 2 if i > 1])
print([a if a else "zero" for a in range(3)])
print([(lambda: i)() for i in range(3)], [f() for f in [lambda: i for i in range(3)]])
print([c for row in ["ab", "cd"] for c in row])
print({**{"a": 1}, "b": 2, **{"a": 3}}, [*range(2), *"xy"], {*[1], *[1]})


class C:
    y = 10
    first = [y for _ in range(2)] if False else "class names are not seen inside"
    outer = [z for z in range(y // 5)]
    try:
        bad = [y for _ in range(2)]
    except NameError as error:
        bad = str(error)


print(C.first, C.outer, C.bad)
g = (print("lazy", i) for i in [1, 2])
print("made")
next(g)
try:
    (i for i in 5)
except TypeError as error:
    print(error)
print(sum(i * i for i in range(10)), max((len(w), w) for w in ["a", "abc", "ab"]))
print([*(i for i in range(3))], [[*r] for r in (range(1), range(2))])
