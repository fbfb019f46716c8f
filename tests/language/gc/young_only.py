# collect(0) takes young garbage only; what has survived waits for its generation.
import gc
import weakref


class Node:
    pass


gc.disable()
gc.collect()
n = Node()
n.me = n
r = weakref.ref(n)
gc.collect(0)          # n is in generation 1 now
del n
gc.collect(0)
print("after 0:", r() is not None)
gc.collect(1)
print("after 1:", r() is not None)

n = Node()
n.me = n
r = weakref.ref(n)
gc.collect(1)          # generation 2
del n
gc.collect(0)
gc.collect(1)
print("after 1:", r() is not None)
gc.collect(2)
print("after 2:", r() is not None)
