# How weak references print (addresses are masked).
import weakref


class Thing:
    pass


t = Thing()
r = weakref.ref(t)
print(r)
print(repr(weakref.proxy(t)).startswith("<weakproxy at"))
del t
print(r)
print(weakref.ref, weakref.ReferenceType is weakref.ref)
