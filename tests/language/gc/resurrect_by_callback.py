# A weak reference's callback cannot bring the object back; a finalizer can, with its friends' weak references cleared.
import gc
import weakref

gc.disable()
saved = []


class Node:
    def __del__(self):
        saved.append(self)


n = Node()
n.me = n
n.friend = type("Friend", (), {})()
n.friend.n = n
r, f = weakref.ref(n), weakref.ref(n.friend)
w = weakref.ref(n, lambda ref: saved.append(ref()))
del n
print(gc.collect(), saved[0] is None, len(saved), r(), f())
back = saved[-1]
print(back.me is back, back.friend.n is back, weakref.ref(back)() is back)
