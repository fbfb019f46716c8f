# zip, map, filter, enumerate, reversed, sorted, iter, next, any, all, sum, min, max.

print(list(zip()), list(zip([1, 2], "ab")), list(zip("abc", [1])), list(zip(*[(1, 2), (3, 4)])),
    dict(zip("ab", range(9))))
for args in (([1, 2], [1]), ([1], [1, 2]), ([1, 2], [1, 2], [1]), ([], [1])):
    try:
        print(list(zip(*args, strict=True)))
    except ValueError as error:
        print(error)
print(list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])),
    list(map(max, [1, 5], [3, 2], [2, 9])), list(filter(None, [0, 1, "", "a"])),
    list(filter(lambda v: v > 1, [1, 2, 3])))
print(list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate("a", start=-1)),
    list(reversed([1, 2])), list(reversed("ab")), list(reversed(range(3))), next(iter([7])),
    next(iter([]), "default"))
print(any([]), all([]), any([0, 1]), all([1, 0]), any(v > 2 for v in [1, 3]), sum([1, 2]),
    sum([0.5, 1]), sum([[1], [2]], []), sum([], 5), sum((1, 2), start=10), sum([1j, 2]))
print(min(3, 1, 2), max([1, 5, 3]), min("abc"), max("a", "b", key=ord), min([], default=None),
    max([(1, "a"), (1, "b")]), min([3, 1, 2], key=lambda v: -v), max({"a": 1, "b": 2}),
    max([1, 1.0]), min(1, True), max([-1, 1], key=abs))
m = map(int, ["1", "x"])
print(next(m))
try:
    next(m)
except ValueError as error:
    print(error)
z = zip(iter([1, 2, 3]), iter([1]))
print(list(z), list(z))
shared = iter(range(6))
print(list(zip(shared, shared)), list(zip(*[iter("abcdef")] * 3)))


class Stop:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i


print(list(Stop()), sum(Stop()), 2 in Stop(), max(Stop()), [*map(lambda v: v * 2, Stop())],
    list(iter(Stop())))
