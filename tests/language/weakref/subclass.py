# Subclasses of weakref.ref carry state.
import weakref


class Thing:
    pass


class Named(weakref.ref):
    def __new__(cls, obj, name):
        return super().__new__(cls, obj)

    def __init__(self, obj, name):
        super().__init__(obj)
        self.name = name


t = Thing()
r1, r2 = Named(t, "one"), Named(t, "two")
print(r1 is r2, r1.name, r2.name, r1() is t, r1 == r2)
print(weakref.getweakrefcount(t), isinstance(r1, weakref.ref))
del t
print(r1(), r2())
