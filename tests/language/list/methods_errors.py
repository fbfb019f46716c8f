# What goes wrong: list: every method.

x = [3, 1, 2]
for text in ("[].pop()", "[1].pop(5)", "[1].remove(2)", "[1].index(2)", "[1].insert('a', 1)",
        "[1] + (2,)", "[1] < [None]", "[1][5]", "[1]['a']", "[1][1.0]", "[1, 'a'].sort()",
        "hash([])", "[1].append()", "[1].append(1, 2)", "[1].extend(5)", "[1].sort(1)",
        "[1].sort(key=5)", "[1].pop('a')", "[1] * 'a'", "[1] * [2]",
             "[].index(1, 'a')", "[1][2**70]", "[3, 1].sort(reverse='x')", "list(1)",
        "[1].copy(1)", "[0][None]", "[1].sort(foo=1)", "[].remove()", "[1, 2].count()"):
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, "|", type(error).__name__, error)
for text in ("z[5] = 1", "z['a'] = 1", "del z[5]", "z[0:1] = 5", "z[::2] = [1, 2, 3]",
        "del z['a']", "z[::0] = []", "z[None] = 1", "z += 5", "z *= 'a'", "z[1.5:]", "z[:'a']",
        "z[-1]", "z.x = 1"):
    z = [1, 2, 3]
    try:
        exec(text)
        print(text, "fine", z)
    except Exception as error:
        print(text, "|", type(error).__name__, error, z)
