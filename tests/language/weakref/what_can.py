# Which objects can be weakly referenced.
import weakref


class Plain:
    pass


class Slots:
    __slots__ = ()


class SlotsWeak:
    __slots__ = ("__weakref__",)


class MyList(list):
    pass


class MyInt(int):
    pass


for value in (1, "a", 1.5, None, (), [], {}, object(), Slots(), SlotsWeak(), Plain(), MyList(),
              MyInt(3), {1}, frozenset(), len, print, Plain, lambda: 0, (i for i in ())):
    try:
        weakref.ref(value)
        print(type(value).__name__, "yes")
    except TypeError as error:
        print(error)
