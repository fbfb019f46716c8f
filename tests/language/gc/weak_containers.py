# Weak containers and the collector: entries leave when their cycle is collected, not before.
import gc
import weakref

gc.disable()


class Node:
    pass


values, keys, members = weakref.WeakValueDictionary(), weakref.WeakKeyDictionary(), weakref.WeakSet()
for i in range(5):
    n = Node()
    n.me = n
    values[i] = n
    keys[n] = i
    members.add(n)
del n
print(len(values), len(keys), len(members))
gc.collect()
print(len(values), len(keys), len(members))
