# A collection started inside a collection does nothing and returns 0.
import gc

gc.disable()
gc.collect()
inner = []


class Node:
    def __del__(self):
        inner.append(gc.collect())


n = Node()
n.me = n
del n
print(gc.collect(), inner)
gc.callbacks.append(lambda phase, info: inner.append((phase, gc.collect())))
a = []
a.append(a)
del a
print(gc.collect())
gc.callbacks.clear()
print(inner)
