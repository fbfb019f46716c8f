# A list that contains itself outlives its name and dies at a collection.
import gc
import weakref


class Payload:
    pass


gc.disable()
gc.collect()
ring = []
ring.append(Payload())
seen = weakref.ref(ring[0])
ring.append(ring)
del ring
print("alive after del:", seen() is not None)
print("collected:", gc.collect())
print("alive after collect:", seen() is not None)
print("again:", gc.collect())
