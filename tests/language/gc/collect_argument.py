# collect(generation): arguments and errors.
import gc

gc.collect()
for generation in (0, 1, 2):
    print(generation, gc.collect(generation))
print(gc.collect(generation=1))
for bad in (-1, 3, "0", None, 1.0):
    try:
        print(bad, gc.collect(bad))
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
print(gc.collect(True))
