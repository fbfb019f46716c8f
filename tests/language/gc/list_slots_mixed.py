# One garbage component of every kind of container.
import collections
import gc

gc.disable()
gc.collect()


class Node:
    __slots__ = ("held",)


def build():
    node = Node()
    d = {"node": node}
    t = (d,)
    q = collections.deque([t])
    s = frozenset([Node()])
    held = [q, s]
    node.held = held


build()
print(gc.collect())
