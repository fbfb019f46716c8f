# weakref.ref: call, equality, hash, reuse.
import weakref


class Thing:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n

    def __hash__(self):
        return hash(self.n)


a, b = Thing(1), Thing(1)
ra, rb = weakref.ref(a), weakref.ref(b)
print(ra() is a, ra is weakref.ref(a), ra is rb)
print(ra == rb, hash(ra) == hash(rb), hash(ra) == hash(a))
print(weakref.getweakrefcount(a), weakref.getweakrefs(a) == [ra])
with_callback = weakref.ref(a, print)
print(with_callback is ra, weakref.getweakrefcount(a))
del with_callback
print(weakref.getweakrefcount(a))
del a
print(ra(), ra == rb, ra == ra)
print(hash(ra) == hash(1))
never_hashed = weakref.ref(Thing(2))
try:
    hash(never_hashed)
except TypeError as error:
    print(error)
