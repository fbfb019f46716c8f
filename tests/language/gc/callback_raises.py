# compare: stderr
# An exception in a callback is reported and ignored.
import gc

gc.disable()


def bad(phase, info):
    if phase == "stop":
        raise ValueError("no")


gc.callbacks.append(bad)
print(gc.collect() >= 0)
gc.callbacks.clear()
print("done")
