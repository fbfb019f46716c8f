# Garbage rings through every built-in container are found, and give back what they hold.
import array
import collections
import functools
import gc
import itertools
import weakref

gc.disable()
gc.collect()


class Mark:
    pass


def ring(wrap):
    m = Mark()
    m.held = wrap(m)
    return weakref.ref(m)


wraps = {
    "list": lambda m: [m], "tuple": lambda m: (m, 1), "dict value": lambda m: {1: m},
    "set": lambda m: {m}, "frozenset": lambda m: frozenset([m]),
    "deque": lambda m: collections.deque([m]),
    "defaultdict": lambda m: collections.defaultdict(list, {1: m}),
    "OrderedDict": lambda m: collections.OrderedDict(a=m),
    "namedtuple": lambda m: collections.namedtuple("N", "x")(m),
    "partial": lambda m: functools.partial(len, m), "bound method": lambda m: m.__eq__,
    "iterator": lambda m: iter([m]), "zip": lambda m: zip([m]), "map": lambda m: map(len, [m]),
    "enumerate": lambda m: enumerate([m]), "reversed": lambda m: reversed([m]),
    "filter": lambda m: filter(None, [m]), "chain": lambda m: itertools.chain([m]),
    "cycle": lambda m: itertools.cycle([m]), "tee": lambda m: itertools.tee([m]),
    "dict view": lambda m: {1: m}.values(), "dict iterator": lambda m: iter({1: m}.items()),
    "generator": lambda m: (x for x in [m]), "lambda": lambda m: lambda: m,
    "slice": lambda m: slice(m), "exception": lambda m: ValueError(m),
    "property": lambda m: property(m.__init__), "staticmethod": lambda m: staticmethod(m),
    "super": lambda m: super(Mark, m), "class": lambda m: type("L", (), {"m": m}),
    "weak proxy holder": lambda m: [weakref.proxy(m), m],
    "callable iterator": lambda m: iter(lambda: m, 5),
    "lru_cache": lambda m: functools.lru_cache(lambda x=m: x),
    "groupby": lambda m: itertools.groupby([m]),
    "repeat": lambda m: itertools.repeat(m), "accumulate": lambda m: itertools.accumulate([m]),
    "memoryview": lambda m: (memoryview(array.array("i", [1])), m),
}
for name, wrap in wraps.items():
    r = ring(wrap)
    alive = r() is not None
    gc.collect()
    print(name, alive, r() is None)
