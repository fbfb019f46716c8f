# Breaking the cycle by hand gives the objects back at once.
import gc
import weakref

gc.disable()


class Node:
    pass


a, b = Node(), Node()
a.other, b.other = b, a
ra, rb = weakref.ref(a), weakref.ref(b)
del b
print(ra() is not None, rb() is not None)
del a.other
print(ra() is not None, rb() is not None)
del a
print(ra() is not None)
