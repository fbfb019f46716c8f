# What goes wrong: tuple: methods, comparison, hashing.

t = (1, 2, 3, 2)
a, (b, *c) = 1, (2, 3, 4)
for text in ("t[9]", "t['a']", "t.index(9)", "t + [1]", "t[0] = 1", "del t[0]", "hash(([],))",
        "(1,) < (None,)", "t * 'a'", "tuple(5)", "t.append(1)", "t.x = 1", "t[1.5]", "tuple(1, 2)",
        "(1, 2) + 3", "t.count()", "t.index()", "t < [1]", "tuple(x=1)"):
    try:
        exec("print(" + text + ")" if " = " not in text and "del" not in text else text)
    except Exception as error:
        print(text, "|", type(error).__name__, error)
