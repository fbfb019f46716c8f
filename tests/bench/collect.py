# gc.collect() over 1,000,000 live nodes and 1,000,000 dead ones, and the bytes of a node.
import gc
import json
import os
from time import perf_counter

COUNT = 1_000_000


class Slotted:
    __slots__ = ("next",)


class Plain:
    pass


def resident():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def chain(cls, count):
    """A ring of nodes, given by its first."""
    first = last = cls()
    for _ in range(count - 1):
        node = cls()
        last.next = node
        last = node
    last.next = first
    return first


def collect():
    start = perf_counter()
    found = gc.collect()
    return perf_counter() - start, found


gc.disable()
gc.collect()
before = resident()
ring = chain(Slotted, COUNT)
bytes_slotted = (resident() - before) / COUNT
live, found = collect()
assert found == 0, found
del ring
dead, found = collect()
assert found == COUNT, found
before = resident()
ring = chain(Plain, COUNT)
bytes_plain = (resident() - before) / COUNT
print(json.dumps({"live": live, "dead": dead, "bytes_slotted": bytes_slotted,
                  "bytes_plain": bytes_plain}))
