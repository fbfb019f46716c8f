# What gc.collect() returns for garbage of known shape.
import gc


class Plain:
    pass


class Slotted:
    __slots__ = ("next",)


gc.disable()
gc.collect()


def count(make):
    make()
    return gc.collect()


def lists(n):
    def make():
        first = last = []
        for _ in range(n - 1):
            last = [last]
        first.append(last)
    return make


def dict_ring():
    d = {}
    d["self"] = d


def slotted():
    s = Slotted()
    s.next = s


def two_slotted():
    a, b = Slotted(), Slotted()
    a.next, b.next = b, a


def set_ring():
    class Key:
        __slots__ = ("owner",)
    s = Key()
    s.owner = {s}


def tuple_ring():
    t = ([],)
    t[0].append(t)


for n in (1, 2, 10, 1000):
    print("ring of lists", n, count(lists(n)))
print("dict", count(dict_ring))
print("slotted", count(slotted))
print("two slotted", count(two_slotted))
print("tuple and list", count(tuple_ring))
print("nothing", count(lambda: [1, 2, 3]))
