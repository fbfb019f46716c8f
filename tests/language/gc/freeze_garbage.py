# Frozen garbage is not collected until it is unfrozen.
import gc
import weakref


class Node:
    pass


gc.disable()
gc.collect()
n = Node()
n.me = n
r = weakref.ref(n)
gc.freeze()
del n
gc.collect()
print(r() is not None)
gc.unfreeze()
gc.collect()
print(r() is not None)
