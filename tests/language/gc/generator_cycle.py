# A suspended generator in a cycle runs its finally blocks when it is collected.
import gc

gc.disable()
gc.collect()


def counter(box):
    try:
        yield 1
        yield 2
    finally:
        print("closing, box has", len(box))


box = []
g = counter(box)
box.append(g)
print(next(g))
del box, g
print("collecting")
gc.collect()
print("done")
