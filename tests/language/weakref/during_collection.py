# A weak reference made in a finalizer, and one to an object that is being torn down.
import gc
import weakref

gc.disable()
made = []


class Node:
    def __del__(self):
        made.append(weakref.ref(self))
        print("in del:", made[-1]() is self)


n = Node()
n.me = n
del n
gc.collect()
print("after:", made[0]())
m = Node()
del m
print("after:", made[1]())
