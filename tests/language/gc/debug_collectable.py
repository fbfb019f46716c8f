# compare: stderr
# DEBUG_COLLECTABLE reports each object on standard error.
import gc

gc.disable()
gc.collect()


class Node:
    __slots__ = ("me",)


def make_list():
    a = []
    a.append(a)


def make_dict():
    d = {}
    d["d"] = d


def make_node():
    n = Node()
    n.me = n


for make in (make_list, make_dict, make_node):
    make()
    gc.set_debug(gc.DEBUG_COLLECTABLE)
    gc.collect()
    gc.set_debug(0)
