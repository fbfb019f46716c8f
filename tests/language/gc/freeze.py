# freeze moves everything out of the collector's sight; unfreeze brings it back.
import gc

gc.disable()
gc.collect()
print(gc.get_freeze_count())
marker = ["marker"]
gc.freeze()
print(gc.get_freeze_count() > 0, gc.is_tracked(marker))
print(any(x is marker for x in gc.get_objects()))
young = ["young"]
print(any(x is young for x in gc.get_objects()))
ring = []
ring.append(ring)
del ring
print(gc.collect())
gc.unfreeze()
print(gc.get_freeze_count())
print(any(x is marker for x in gc.get_objects()))
