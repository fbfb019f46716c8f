# range and slice objects.

for r in (range(5), range(2, 8), range(0, 10, 3), range(5, 0, -1), range(0), range(5, 2),
        range(-3, 3), range(10, -10, -7), range(2**70, 2**70 + 3), range(True)):
    print(r, list(r), len(r), bool(r), r.start, r.stop, r.step, list(reversed(r)), r[1:], r[::-1],
        hash(r) == hash(range(r.start, r.stop, r.step)))
r = range(0, 100, 7)
print(r[3], r[-1], r[2:5], 14 in r, 15 in r, 14.0 in r, "a" in r, r.index(21), r.count(21),
    r.count(1), max(r), sum(r), r == range(0, 99, 7), range(0) == range(5, 5), r != range(3),
    range(3) == [0, 1, 2])
print(len(range(10**15)), range(10**15)[10**14], 10**14 in range(10**15), range(10**30)[10**29],
    range(0, 10, 2) == range(0, 9, 2), hash(range(0)) == hash(range(3, 3)), range(1, 10)[::3],
    range(10)[20:])
it = iter(range(3))
print(next(it), it.__length_hint__(), list(it), next(it, "end"), type(it).__name__)
s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, s.indices(5), slice(None).indices(3),
    slice(-1, None, -1).indices(4), slice(5), slice(1, 2) == slice(1, 2), slice(1) < slice(2),
    slice("a", [1]), slice(None, 0, -1).indices(3))
