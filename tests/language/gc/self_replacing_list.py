# A finalizer that makes new garbage does not disturb the collection it runs in.
import gc

gc.disable()
gc.collect()


class Maker:
    def __del__(self):
        ring = []
        ring.append(ring)


for _ in range(5):
    m = Maker()
    m.me = m
del m
print(gc.collect())
print(gc.collect())
print(gc.collect())
