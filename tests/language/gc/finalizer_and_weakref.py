# One garbage object with a finalizer, a weak reference inside and one outside, in order.
import gc
import weakref

gc.disable()
log = []


class Node:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        log.append("del " + self.name)


a, b = Node("a"), Node("b")
a.b, b.a = b, a
outside = weakref.ref(a, lambda r: log.append("callback a"))
a.inside = weakref.ref(b, lambda r: log.append("callback from inside"))
del a, b
gc.collect()
print(log, outside())
