# Callbacks of one object run from the youngest reference to the oldest.
import gc
import weakref

gc.disable()


class Node:
    pass


n = Node()
refs = [weakref.ref(n, lambda r, i=i: print("callback", i)) for i in range(4)]
del n
n = Node()
n.me = n
refs = [weakref.ref(n, lambda r, i=i: print("cyclic callback", i)) for i in range(4)]
del n
gc.collect()
