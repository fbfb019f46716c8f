# Garbage with odd comparison and hashing is collected all the same.
import gc

gc.disable()
gc.collect()


class Odd:
    __hash__ = None
    __slots__ = ("me",)

    def __eq__(self, other):
        raise RuntimeError("never asked")

    def __bool__(self):
        raise RuntimeError("never asked")


for _ in range(3):
    o = Odd()
    o.me = [o]
del o
print(gc.collect())
