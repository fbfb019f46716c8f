# A resurrected object keeps what it reaches; the rest of its garbage dies.
import gc
import weakref

gc.disable()
gc.collect()
back = []


class Node:
    def __init__(self, name):
        self.name = name


class Risen(Node):
    def __del__(self):
        print("finalizing", self.name)
        back.append(self)


r = Risen("r")
child = Node("child")
other = Node("other")
r.child = child
child.parent = r
other.me = other
other_ref = weakref.ref(other)
del r, child, other
print("collected", gc.collect())
print(back[0].name, back[0].child.name, back[0].child.parent is back[0])
print("other", other_ref())
back.clear()
print("collected", gc.collect())
