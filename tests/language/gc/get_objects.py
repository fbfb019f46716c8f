# get_objects lists tracked objects, by generation when asked.
import gc

gc.disable()
gc.collect()
young = ["young"]


def where(thing):
    return [g for g in range(3) if any(x is thing for x in gc.get_objects(g))]


print(where(young))
gc.collect(0)
print(where(young))
gc.collect(1)
print(where(young))
print(any(x is young for x in gc.get_objects()))
print(any(x is young for x in gc.get_objects(None)))
print(any(isinstance(x, (int, str)) for x in gc.get_objects()))
for bad in (-1, 3, "a"):
    try:
        gc.get_objects(bad)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
