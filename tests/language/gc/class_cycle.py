# A class is a cycle in itself and dies only at a collection.
import gc
import weakref

gc.disable()
gc.collect()


def make():
    class Local:
        x = 1
    return weakref.ref(Local)


r = make()
print(r() is not None)
print(gc.collect() > 0)
print(r())
