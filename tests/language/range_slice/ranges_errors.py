# What goes wrong: range and slice objects.

r = range(0, 100, 7)
for text in ("r[100]", "r['a']", "r.index(1)", "r[0] = 1", "range(1.5)", "range(0, 1, 0)",
        "len(range(2**70))", "range('a')", "range()", "range(1, 2, 3, 4)", "r.start = 1",
        "range(1) + range(2)", "r < r", "r[::0]", "range(None)", "range(1)[5]", "range(a=1)"):
    try:
        exec("print(" + text + ")" if " = " not in text else text)
    except Exception as error:
        print(text, "|", type(error).__name__, error)
s = slice(1, 10, 2)
for text in ("hash(s)", "s.indices(-1)", "s.indices('a')", "slice(1, 2, 0).indices(5)",
        "slice('a').indices(5)", "s.start = 5", "slice(1, 2, 3, 4)", "slice(1.5).indices(2)"):
    try:
        exec("print(" + text + ")" if " = " not in text else text)
    except Exception as error:
        print(text, "|", type(error).__name__, error)
