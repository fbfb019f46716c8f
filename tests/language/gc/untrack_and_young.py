# Untracked containers are invisible to the collector, and tracked again when they must be.
import gc

gc.disable()
gc.collect()
d = {"a": 1}
print(any(o is d for o in gc.get_objects()))
d["self"] = d
print(any(o is d for o in gc.get_objects()))
del d
print(gc.collect())
t = tuple([1, 2, "x"])
gc.collect()
print(gc.is_tracked(t), any(o is t for o in gc.get_objects()))
u = (t, t)
gc.collect()
gc.collect()
print(gc.is_tracked(u))
