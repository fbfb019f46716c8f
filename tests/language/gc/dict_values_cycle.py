# Cycles through dict values, keys, sets, closures' cells, default arguments and class attributes.
import gc
import weakref

gc.disable()
gc.collect()


class Mark:
    pass


def through_value():
    m = Mark()
    m.d = {"m": m}
    return m


def through_key():
    m = Mark()
    m.d = {m: 1}
    return m


def through_set():
    m = Mark()
    m.s = {m}
    return m


def through_cell():
    m = Mark()

    def f():
        return m
    m.f = f
    return m


def through_default():
    m = Mark()
    m.f = lambda x=m: x
    return m


def through_partial():
    import functools
    m = Mark()
    m.f = functools.partial(print, m)
    return m


def through_generator():
    m = Mark()

    def g():
        yield m
    m.g = g()
    next(m.g)
    return m


def through_iterator():
    m = Mark()
    m.it = iter([m])
    return m


def through_property():
    class Local:
        pass
    m = Mark()
    Local.attr = m
    m.cls = Local
    return m


def through_slice_and_method():
    m = Mark()
    m.s = slice(m, [m.__init__], None)
    return m


def through_exception():
    m = Mark()
    m.e = ValueError(m)
    return m


def through_map():
    m = Mark()
    m.m = map(lambda v: v, [m])
    return m


for make in (through_value, through_key, through_set, through_cell, through_default,
        through_partial,
             through_generator, through_iterator, through_property, through_slice_and_method,
             through_exception, through_map):
    r = weakref.ref(make())
    before = r() is not None
    gc.collect()
    print(make.__name__, before, r() is None)
