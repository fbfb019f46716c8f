# set and frozenset: every method and operator (results sorted before printing).

a, b = {1, 2, 3}, {2, 3, 4}
print(a | b, a & b, a - b, a ^ b, a < b, a <= {1, 2, 3, 4}, a >= {1}, a > a, a == {3, 2, 1},
    a != b, a.isdisjoint({9}), a.issubset(range(5)), a.issuperset([1]), 1 in a, len(a), bool(set()))
print(sorted(a.union([9], "x") - {"x"}), a.intersection([1, 2], {2}), a.difference([1], [2]),
    a.symmetric_difference([3, 4]), a.union(), a.copy() == a, a.copy() is a)
s = set()
s.add(1)
s.add(1)
s.update([2, 3], (4,))
s.discard(99)
s.discard(2)
s.remove(3)
print(s, s.pop() in (1, 4), len(s))
s.clear()
print(s, set("aab") == {"a", "b"}, {*[1, 2], *{2, 3}}, set(range(3)), frozenset([1]) | {2},
    {1} | frozenset([2]), type(frozenset([1]) | {2}).__name__, type({1} | frozenset([2])).__name__)
s |= {1, 2}
s &= {2, 3}
s ^= {2, 5}
s -= {9}
print(s)
for name, arg in (("intersection_update", [5, 6]), ("difference_update", [6]),
        ("symmetric_difference_update", [7]), ("update", [8])):
    getattr(s, name)(arg)
    print(name, sorted(s))
f = frozenset([1, 2])
print(f, hash(f) == hash(frozenset([2, 1])), {f: "key"}[frozenset([1, 2])], f == {1, 2}, f in {f},
    {1, 2} in {f}, f.union([3]) == {1, 2, 3}, f.copy() is f, frozenset() == set())
e = {1}
g = e
g |= {2}
print(e is g, e, f)
f2 = f
f2 |= {3}
print(f2 == {1, 2, 3}, f == {1, 2})
big = set(range(0, 3000, 3)) & set(range(0, 3000, 2))
print(len(big), sum(big), len(big - set(range(100))), len(big | {-1}), min(big), max(big))
for i in range(3000):
    big.discard(i)
print(big, {frozenset({1}), frozenset({1})} == {frozenset([1])},
    sorted({1, 1.0, True, "1"}, key=str))
