# The young counter does not go below zero when old objects die.
import gc


class Node:
    __slots__ = ("x",)


gc.disable()
keep = [Node() for _ in range(500)]
gc.collect()
keep.clear()
count = gc.get_count()[0]
print(0 <= count < 20)
