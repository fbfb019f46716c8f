# suite: stress
# Instances of subclasses of str, int, bytes, float and others refer to themselves and are found.
import gc


def cycle(cls, value):
    instance = cls(value)
    tracked = gc.is_tracked(instance)
    instance.me = instance
    del instance
    return cls.__base__.__name__, tracked, gc.collect() > 0


values = ("text", "x" * 5000, "é" * 3000, 5, 1 << 90, b"raw", b"r" * 5000, 1.5, 2j, (1, 2), [1],
          {1: 2}, {1}, bytearray(b"b"))
cases = [(type("Derived", (type(value),), {}), value) for value in values]
gc.disable()
gc.collect()
for cls, value in cases:
    print(*cycle(cls, value))
print(type(iter("abc")).__name__, type(iter(cases[0][0]("abc"))).__name__)
