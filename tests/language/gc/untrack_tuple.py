# Tuples are tracked at birth and untracked by the first collection that finds only leaves in them.
import gc

gc.disable()
n = 3
leaf = (n, "a", 1.5)
nested = (leaf, (n, n))
holder = (n, [])
print(gc.is_tracked(leaf), gc.is_tracked(nested), gc.is_tracked(holder))
gc.collect()
print(gc.is_tracked(leaf), gc.is_tracked(holder))
gc.collect()
print(gc.is_tracked(leaf), gc.is_tracked(nested), gc.is_tracked(holder))
with_dict = ({}, n)
gc.collect()
print(gc.is_tracked(with_dict), gc.is_tracked(with_dict[0]))
