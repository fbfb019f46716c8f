# Thresholds: defaults, reading and writing.
import gc

print(gc.get_threshold())
gc.set_threshold(500)
print(gc.get_threshold())
gc.set_threshold(100, 20)
print(gc.get_threshold())
gc.set_threshold(1, 2, 3)
print(gc.get_threshold())
gc.set_threshold(0)
print(gc.get_threshold())
gc.set_threshold(700, 10, 10)
for bad in ((), ("x",), (1, 2, 3, 4), (1.5,)):
    try:
        gc.set_threshold(*bad)
        print("accepted", bad)
    except TypeError as error:
        print("TypeError:", error)
