# A cycle that rises as a whole is not counted, and dies silently the next time.
import gc

gc.disable()
gc.collect()
kept = None


class Node:
    def __del__(self):
        global kept
        print("del")
        kept = self


a = Node()
a.other = [a]
del a
print(gc.collect())
print(kept.other[0] is kept)
kept = None
print(gc.collect() > 0)
