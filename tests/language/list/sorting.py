# Sorting: stability, keys, errors, lists that change while sorted.
import random

rng = random.Random(7)
for n in (0, 1, 2, 3, 10, 31, 32, 33, 64, 100, 1000):
    data = [rng.randrange(n + 1) for _ in range(n)]
    s = sorted(data)
    assert all(a <= b for a, b in zip(s, s[1:])) and sorted(s) == s and sorted(data,
        reverse=True) == s[::-1]
    pairs = sorted(((v % 5, i) for i, v in enumerate(data)), key=lambda p: p[0])
    assert all(a[0] < b[0] or a[1] < b[1] for a, b in zip(pairs, pairs[1:]))
    back = sorted(((v % 5, i) for i, v in enumerate(data)), key=lambda p: p[0], reverse=True)
    assert all(a[0] > b[0] or a[1] < b[1] for a, b in zip(back, back[1:]))
    print(n, sum(v * i for i, v in enumerate(s)))
print(sorted("hello"), sorted([3, 1.5, True]), sorted([(2, "b"), (1, "z"), (2, "a")]),
    sorted(["b", "A", "a"], key=str.lower), sorted({3, 1, 2}), sorted({"b": 1, "a": 2}))
calls = []
print(sorted([3, 1, 2], key=lambda v: calls.append(v) or v), calls)


class Lt:
    def __init__(self, v): self.v = v
    def __lt__(self, other): return self.v < other.v


print([x.v for x in sorted(map(Lt, [3, 1, 2]))])
for data in ([1, "a"], [None, None], [1j, 2j], [1, None, "a"], [{}, {}]):
    try:
        sorted(data)
    except TypeError as error:
        print(error)
x = [3, 2, 1]
try:
    x.sort(key=lambda v: x.append(v))
except (ValueError, TypeError) as error:
    print(type(error).__name__, error)
x = [3, 2, 1]
try:
    x.sort(key=lambda v: 1 / (v - 2))
except ZeroDivisionError:
    print("key failed", sorted(x))
seen = []
x = [2, 1]
x.sort(key=lambda v: seen.append(len(x)) or v)
print(seen, x)


class Counting:
    n = 0
    def __init__(self, v): self.v = v
    def __lt__(self, other):
        Counting.n += 1
        return self.v < other.v


sorted(map(Counting, range(1000)))
print("comparisons on sorted input", Counting.n)
from functools import cmp_to_key
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))
