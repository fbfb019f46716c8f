# Counters: containers made minus containers dropped since the last young collection.
import gc


class Node:
    __slots__ = ("x",)


gc.disable()
gc.collect()
print(gc.get_count()[1:])
keep = [None] * 100
before = gc.get_count()[0]
for i in range(100):
    keep[i] = Node()
full = gc.get_count()[0]
for i in range(60):
    keep[i] = None
print("made 100:", full - before, "dropped 60:", full - gc.get_count()[0])
gc.collect(0)
print("young:", gc.get_count())
gc.collect(0)
print("young:", gc.get_count())
gc.collect(1)
print("middle:", gc.get_count())
gc.collect(0)
gc.collect(1)
gc.collect(1)
print("middle:", gc.get_count())
gc.collect()
print("full:", gc.get_count())
