# What the collector tracks.
import gc


class Plain:
    pass


class Empty:
    __slots__ = ()


class Slot:
    __slots__ = ("x",)


def function():
    pass


def generator():
    yield


for name, value in [
    ("None", None), ("int", 5), ("float", 1.5), ("str", "a"), ("bytes", b"a"),
    ("bytearray", bytearray(b"a")), ("range", range(3)), ("object", object()),
    ("list", []), ("dict", {}), ("dict of ints", {1: 2}), ("dict of list", {1: []}),
    ("set", set()), ("frozenset", frozenset([1])), ("empty tuple", ()),
    ("plain", Plain()), ("empty slots", Empty()), ("slot", Slot()), ("class", Plain),
    ("function", function), ("generator", generator()), ("code", function.__code__),
    ("module", gc), ("bound method", [].append), ("lambda", lambda: 0),
    ("list iterator", iter([])), ("dict view", {}.keys()), ("slice", slice(1)),
    ("Ellipsis", ...), ("complex", 1j), ("property", property()),
    ("staticmethod", staticmethod(function)), ("exception", ValueError()),
]:
    print(name, gc.is_tracked(value))
