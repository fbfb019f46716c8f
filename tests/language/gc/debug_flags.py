# The debugging flags and their values.
import gc

for name in ("DEBUG_STATS", "DEBUG_COLLECTABLE", "DEBUG_UNCOLLECTABLE", "DEBUG_SAVEALL",
             "DEBUG_LEAK"):
    print(name, getattr(gc, name))
print(gc.get_debug())
gc.set_debug(gc.DEBUG_UNCOLLECTABLE | gc.DEBUG_SAVEALL)
print(gc.get_debug())
gc.set_debug(0)
try:
    gc.set_debug("x")
except TypeError as error:
    print(error)
