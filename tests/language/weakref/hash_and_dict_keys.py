# Weak references as dictionary keys and set members.
import weakref


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return hash(self.n)

    def __eq__(self, other):
        return self.n == other.n


a, b = Key(1), Key(1)
d = {weakref.ref(a): "a"}
print(d[weakref.ref(b)], len({weakref.ref(a), weakref.ref(b)}))
r = next(iter(d))
del a
print(r in d, d[r], weakref.ref(b) in d)
