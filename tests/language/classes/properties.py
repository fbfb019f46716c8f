# property: getter, setter, deleter, errors, documentation.


class C:
    def __init__(self):
        self._x = 1

    @property
    def x(self):
        "the x"
        return self._x

    @x.setter
    def x(self, value):
        self._x = value

    @x.deleter
    def x(self):
        self._x = "deleted"

    @property
    def readonly(self):
        return 5

    def _w(self, value):
        self.written = value

    writeonly = property(None, _w, doc="write only")


c = C()
print(c.x)
c.x = 2
print(c.x)
del c.x
print(c.x, C.x.__doc__, C.writeonly.__doc__, C.x.fget.__name__, C.readonly.fset)
c.writeonly = 4
print(c.written)
for action in ("c.readonly = 1", "del c.readonly", "c.writeonly", "del c.writeonly"):
    try:
        exec(action)
    except AttributeError as error:
        print(action, "|", error)


class D(C):
    @C.x.getter
    def x(self):
        return "D", self._x


d = D()
d.x = 9
print(d.x, isinstance(C.x, property))


class Raises:
    @property
    def p(self):
        raise AttributeError("inside")

    def __getattr__(self, name):
        return "fallback " + name


print(Raises().p)
