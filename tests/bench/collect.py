# gc.collect() over 1,000,000 live nodes and 1,000,000 dead ones, and the bytes of a node. The
# argument says what nodes: with slots, or with a dictionary.
import gc
import json
import os
import sys
from time import process_time

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


def collect(expected):
    start = process_time()
    found = gc.collect()
    seconds = process_time() - start
    assert found == expected, found
    return seconds


cls = {"slots": Slotted, "dictionary": Plain}[sys.argv[1]]
gc.disable()
gc.collect()
before = resident()
ring = chain(cls, COUNT)
size = (resident() - before) / COUNT
live = sorted(collect(0) for _ in range(3))[1]
del ring
dead = collect(COUNT)
print(json.dumps({"live": live, "dead": dead, "bytes": size}))
