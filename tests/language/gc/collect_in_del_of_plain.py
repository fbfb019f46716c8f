# gc.collect() from a __del__ that reference counting runs.
import gc

gc.disable()
gc.collect()


class Trigger:
    def __del__(self):
        print("collected from del:", gc.collect())


ring = []
ring.append(ring)
del ring
t = Trigger()
del t
print(gc.collect())
