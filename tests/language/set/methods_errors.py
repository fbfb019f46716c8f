# What goes wrong: set and frozenset: every method and operator (results sorted before printing).

a, b = {1, 2, 3}, {2, 3, 4}
f = frozenset([1, 2])
e = {1}
for text in ("e.remove(9)", "set().pop()", "e.add([])", "{[]}", "e | [1]", "e + e", "e < 5",
        "hash(e)", "set(5)", "f.add(1)", "e[0]", "e.update(5)", "[] in e", "e.add()", "set(1, 2)",
        "e & 'a'", "e |= [1]", "e.remove([])", "e.union(5)", "e < [1]", "frozenset([[]])",
        "e.discard({})", "e.intersection(1)", "set(x=1)", "e -= [1]", "e.issubset(5)"):
    try:
        exec("print(" + text + ")" if "=" not in text.replace("==", "") or "(x=" in text else text)
    except Exception as error:
        print(text, "|", type(error).__name__, error)
