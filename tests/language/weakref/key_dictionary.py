# WeakKeyDictionary and WeakSet.
import weakref


class Key:
    def __init__(self, n):
        self.n = n


keys = [Key(i) for i in range(3)]
d = weakref.WeakKeyDictionary()
for k in keys:
    d[k] = k.n * 10
print(len(d), sorted(d.values()), d[keys[1]], keys[0] in d)
keys.pop(0)
del k
print(len(d), sorted(d.values()))
keys.clear()
print(len(d))
s = weakref.WeakSet()
a, b = Key(1), Key(2)
s.add(a)
s.add(b)
s.add(a)
print(len(s), a in s)
s.discard(b)
print(len(s), b in s)
del a
print(len(s))
