# dict: every method.

d = {"a": 1, "b": 2}
d["c"] = 3
print(d, d["a"], d.get("a"), d.get("x"), d.get("x", 0), "a" in d, "x" not in d, len(d), list(d),
    d.pop("a"), d.pop("x", None), d)
print(d.setdefault("b", 9), d.setdefault("z", 9), d.setdefault("n"), d, d.popitem(), d.popitem(),
    d, d.copy() == d, d.copy() is d)
d.update({"u": 1}, v=2)
d.update([("w", 3), ["x", 4], "yz"])
d.update()
print(d, d | {"b": 0}, {"q": 1} | d, dict.fromkeys("abc"), dict.fromkeys([1, 2], 0), dict(a=1),
    dict([("k", 1)]), dict({"k": 2}, k=3), dict(zip("ab", (1, 2))))
del d["u"]
d |= [("t", 5)]
print(d, {1: "a"} == {1.0: "a"}, {1: 1, 2: 2} == {2: 2, 1: 1}, {} == [], {1: 2} != {1: 3},
    {"a": 1}.items() == {"a": 1}.items(), list(reversed(d)))
d.clear()
print(d, bool(d), {**{"a": 1}}, {None: 1, (): 2, 1.5: 3, "s": 4, frozenset(): 5}, {True: 1, 1: 2},
    {0: "a", False: "b", 0.0: "c"})
e = {"a": 1}
