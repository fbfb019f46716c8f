# del of names, items, attributes, slices and tuples.

a, b, c = 1, 2, 3
del a, (b, c)
for name in "abc":
    print(name in globals(), end=" ")
print()
x = [0, 1, 2, 3, 4, 5]
del x[0], x[-1]
del x[1:3]
print(x)
d = {"k": 1}
del d["k"]
print(d)


class C:
    pass


o = C()
o.attr = 1
del o.attr
for text in ("del o.attr", "del x[9]", "del d['k']", "del nothing", "del (1).real", "del 'a'[0]",
             "del (1, 2)[0]"):
    try:
        exec(text)
    except Exception as error:
        print(text, "|", type(error).__name__, error)
for text in ("del 1", "del f()", "del a + b", "del (a, 1)", "del *a", "del"):
    try:
        compile(text, "<t>", "exec")
    except SyntaxError as error:
        print(text, "|", error.msg)
