# Dictionary views: live, set operations, reversal, mapping.

d = {"a": 1, "b": 2, "c": 3}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), "a" in k, 2 in v, ("a", 1) in i, ("a", 9) in i, "x" in k, list(reversed(k)),
    list(reversed(v)), list(reversed(i)))
d["d"] = 4
del d["a"]
print(k, v, i, len(v))
print(sorted(k & {"b", "z"}), sorted(k | ["z"]), sorted(k - {"b"}), sorted(k ^ {"b", "q"}),
    sorted(i & {("b", 2)}), k == {"b", "c", "d"}, k <= {"b", "c", "d", "e"}, k > {"b"},
    k.isdisjoint("xy"), sorted({"b"} | k), i == dict(i).items(), v == v, v == d.values())
print(k.mapping, type(k.mapping).__name__, type(k).__name__, list(i)[0], dict(i) == d, [*k], {**d},
    max(k), sorted(v), sum(v), set(k) == k)
unhashable = {1: []}
print((1, []) in unhashable.items(), ([], 1) in {}.items() if False else "skip")
for x, y in {"one": 1}.items():
    print(x, y)
