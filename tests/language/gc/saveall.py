# DEBUG_SAVEALL keeps what was unreachable in gc.garbage.
import gc

gc.disable()
gc.collect()
gc.set_debug(gc.DEBUG_SAVEALL)


class Node:
    pass


a = ["first"]
a.append(a)
n = Node()
n.me = n
del a, n
print(gc.collect())
print(len(gc.garbage))
print(sorted(type(x).__name__ for x in gc.garbage))
gc.set_debug(0)
gc.garbage.clear()
print(gc.collect() > 0, gc.garbage)
