# Data and non-data descriptors, and their order against the instance's dictionary.


class NonData:
    def __get__(self, obj, owner):
        return "nondata", obj is not None, owner.__name__


class Data(NonData):
    def __set__(self, obj, value):
        print("set", value)

    def __delete__(self, obj):
        print("delete")


class Named:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = "_" + name

    def __get__(self, obj, owner=None):
        return self if obj is None else getattr(obj, self.name, "unset")

    def __set__(self, obj, value):
        if value < 0:
            raise ValueError(f"{self.name[1:]} < 0")
        setattr(obj, self.name, value)


class C:
    n = NonData()
    d = Data()
    size = Named()
    width = Named()


c = C()
print(c.n, C.n)
c.__dict__["n"] = "own"
c.__dict__["d"] = "own, hidden"
print(c.n, c.d)
c.d = 5
del c.d
print(c.size, C.size is vars(C)["size"])
c.size = 3
c.width = 4
print(c.size, c.width, sorted(vars(c)))
try:
    c.size = -1
except ValueError as error:
    print(error)
try:
    del c.size
except AttributeError as error:
    print(error)


class OnlySet:
    def __set__(self, obj, value):
        obj.__dict__["x"] = value * 2


class D:
    x = OnlySet()


o = D()
print(o.x.__class__.__name__)
o.x = 4
print(o.x)
