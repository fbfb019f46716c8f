# Weak references to garbage are cleared first; only reachable ones call back.
import gc
import weakref

gc.disable()
gc.collect()


class Node:
    pass


class Last(Node):
    def __del__(self):
        print("del sees", outside())


def note(name):
    return lambda ref: print("callback", name, ref())


a = Last()
a.me = a
a.inside = weakref.ref(a, note("inside"))
outside = weakref.ref(a, note("outside"))
del a
print("collecting")
gc.collect()
print("done", outside())
