# suite: stress
# dict: every method, and its errors.

d = {"a": 1, "b": 2}
d["c"] = 3
print(d, d["a"], d.get("a"), d.get("x"), d.get("x", 0), "a" in d, "x" not in d, len(d), list(d), d.pop("a"), d.pop("x", None), d)
print(d.setdefault("b", 9), d.setdefault("z", 9), d.setdefault("n"), d, d.popitem(), d.popitem(), d, d.copy() == d, d.copy() is d)
d.update({"u": 1}, v=2)
d.update([("w", 3), ["x", 4], "yz"])
d.update()
print(d, d | {"b": 0}, {"q": 1} | d, dict.fromkeys("abc"), dict.fromkeys([1, 2], 0), dict(a=1), dict([("k", 1)]), dict({"k": 2}, k=3), dict(zip("ab", (1, 2))))
del d["u"]
d |= [("t", 5)]
print(d, {1: "a"} == {1.0: "a"}, {1: 1, 2: 2} == {2: 2, 1: 1}, {} == [], {1: 2} != {1: 3}, {"a": 1}.items() == {"a": 1}.items(), list(reversed(d)))
d.clear()
print(d, bool(d), {**{"a": 1}}, {None: 1, (): 2, 1.5: 3, "s": 4, frozenset(): 5}, {True: 1, 1: 2}, {0: "a", False: "b", 0.0: "c"})
e = {"a": 1}
for text in ("e['x']", "del e['x']", "e.pop('x')", "{}.popitem()", "e[[]]", "e[{}] = 1", "{[]: 1}", "dict([1])", "dict([(1,)])", "dict(5)", "e.update(5)", "e < e", "e + e", "dict.fromkeys(5)", "e.get()", "e.pop()", "e | [1]", "e.update([(1, 2, 3)])", "hash(e)", "[] in e", "e.get([])", "e[1]", "e[None]", "dict(1, 2)", "dict(**{1: 2})",
             "e.setdefault([])", "e.copy(1)", "e.fromkeys()", "e.update(1, 2)", "e['a']['b']", "e.x", "e.popitem(1)", "e |= 5", "e['a', 'b']", "{'x': 1}[0]"):
    try:
        exec("print(" + text + ")" if " = " not in text and "del" not in text and "|=" not in text else text)
    except Exception as error:
        print(text, "|", type(error).__name__, error)
