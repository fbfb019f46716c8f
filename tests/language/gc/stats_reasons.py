# The count that triggers: allocations less deallocations of tracked objects.
# stress: no, about when collections come
import gc

gc.collect()
gc.disable()
starts = []
gc.callbacks.append(lambda phase, info: phase == "start" and starts.append(info["generation"]))


class Node:
    __slots__ = ("x",)


gc.set_threshold(100, 1000, 1000)
gc.enable()
for _ in range(5000):
    Node()                      # made and dropped: the count does not grow
print("made and dropped:", len(starts))
keep = [Node() for _ in range(1000)]
print("made and kept:", 8 <= len(starts) <= 11)
gc.disable()
