# Moving references between containers makes and loses none.
import sys


class T:
    pass


t = T()
base = sys.getrefcount(t)


def count():
    return sys.getrefcount(t) - base


a = [t] * 5
print(count())
b = a[:]
c = tuple(a)
print(count())
a[0], a[1] = a[1], a[0]
a.reverse()
a.sort(key=id)
print(count())
d = dict.fromkeys("abc", t)
e = {**d}
s = {t}
print(count())
d.update(e)
e.pop("a")
x, *y = a
print(count())
del a, b, c, d, e, s, x, y
print(count())
[t for _ in range(10)]
(lambda *args, **kw: None)(t, t, k=t)
f"{t}"
t == t
try:
    raise ValueError(t)
except ValueError:
    pass
print(count())
for method in ("append", "extend"):
    l = []
    getattr(l, method)([t] if method == "extend" else t)
    l += [t]
    l.insert(0, t)
    l.pop()
    l.remove(t)
    del l[:]
print(count())
z = zip([t], [t])
next(z)
next(z, None)
m = max([t], key=lambda v: 1)
print(count())
del z, m
print(count())
