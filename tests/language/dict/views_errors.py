# What goes wrong: dictionary views: live, set operations, reversal, mapping.

d = {"a": 1, "b": 2, "c": 3}
k, v, i = d.keys(), d.values(), d.items()
d["d"] = 4
for text in ("k[0]", "v & v", "hash(k)", "k & 5", "len(i)", "k.add(1)", "i.mapping['x'] = 1",
        "k + k", "hash(v) is not None", "k < 5"):
    try:
        exec("print(" + text + ")" if " = " not in text else text)
    except Exception as error:
        print(text, "|", type(error).__name__, error)
