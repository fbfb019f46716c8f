# Order: insertion, update in place, deletion and reinsertion, resize.

d = {}
for i in [5, 3, 8, 1]:
    d[i] = str(i)
d[3] = "again"
del d[5]
d[5] = "back"
print(d, list(d), d.popitem())
for i in range(1000):
    d[i * 7 % 1000] = i
for i in range(0, 1000, 2):
    del d[i]
print(len(d), list(d)[:5], list(d)[-5:], next(iter(d)), next(reversed(d)))
d[0] = "last"
print(list(d)[-1])
e = dict(d)
for x in list(e):
    if x % 3:
        del e[x]
print(len(e), list(e)[:4], list(e.items())[-1])
m = {**{"z": 1, "a": 2}, "z": 3, **{"b": 4}}
print(m, {k: v for v, k in enumerate("hello")}, dict.fromkeys("mississippi"),
    list({"b": 1} | {"a": 2} | {"b": 3}), dict(b=1, a=2))
m.update(a=9, c=1)
print(m, list(m.copy()), m.pop("z"), m)
f = {}
for i in range(100):
    f[i] = i
    if i >= 3:
        del f[next(iter(f))]
print(f)
print({1: "a", 1.0: "b", True: "c"}, {"x": 1, "x": 2})
