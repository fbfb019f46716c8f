# WeakValueDictionary drops an item when its value dies.
import weakref


class Thing:
    def __init__(self, n):
        self.n = n


things = [Thing(i) for i in range(4)]
d = weakref.WeakValueDictionary((t.n, t) for t in things)
print(len(d), sorted(d), 2 in d, d[2].n)
del things[1]
print(sorted(d))
d["x"] = things[0]
print(sorted(map(str, d)))
things.clear()
del d
d = weakref.WeakValueDictionary()
t = Thing(9)
print(d.setdefault("k", t) is t, d.get("k") is t, d.get("none", "default"))
print([(k, v.n) for k, v in d.items()])
del t
print(list(d.items()), len(d))
try:
    d["k"]
except KeyError as error:
    print("KeyError", error)
