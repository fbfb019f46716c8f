# Sets grow, shrink, and survive odd members.


class Same:
    def __init__(self, n): self.n = n
    def __hash__(self): return 3
    def __eq__(self, o): return isinstance(o, Same) and self.n == o.n
    def __repr__(self): return f"S{self.n}"


s = {Same(i % 10) for i in range(100)}
print(len(s), Same(5) in s, Same(50) in s)
for i in range(0, 10, 2):
    s.remove(Same(i))
print(sorted(x.n for x in s))
s |= {Same(20), Same(1)}
print(len(s), len(s & {Same(1), Same(99)}), len(s - {Same(1)}), len(s ^ {Same(1), Same(99)}))
big = set()
for i in range(5000):
    big.add(i * i % 7919)
total = sum(big)
while len(big) > 100:
    total -= big.pop()
print(len(big), sum(big) == total)
big.clear()
big.update(range(10), "ab")
print(len(big), big >= {1, "a"}, {1, "a"} <= big, big.isdisjoint("xyz"))
f = frozenset(range(100))
print(hash(f) == hash(frozenset(reversed(range(100)))), f - set(range(95)) == {95, 96, 97, 98, 99})
print({1, 1.0, True} == {1}, len({0, False, 0.0, ""}), {frozenset(), ()} == {(), frozenset()})
