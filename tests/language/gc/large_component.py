# A hundred thousand nodes in one component, with cross references, are found as a whole.
# stress: no, 160,000 objects take too long to walk
import gc
import random

gc.disable()
gc.collect()


class Node:
    __slots__ = ("links",)


rng = random.Random(5)
nodes = [Node() for _ in range(100_000)]
for n in nodes:
    n.links = [nodes[rng.randrange(100_000)] for _ in range(2)]
kept = nodes[0]
seen, todo = set(), [kept]
while todo:
    n = todo.pop()
    if id(n) not in seen:
        seen.add(id(n))
        todo += n.links
reachable = len(seen)
del nodes, n, todo, seen
print(reachable, gc.collect())
del kept
print(gc.collect(), gc.collect())
