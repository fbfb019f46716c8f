# __new__: singletons, other types, immutable subclasses, arguments.


class Single:
    instance = None

    def __new__(cls):
        if cls.instance is None:
            cls.instance = super().__new__(cls)
        return cls.instance

    def __init__(self):
        print("init every time")


class Celsius(float):
    def __new__(cls, value, unit="C"):
        self = super().__new__(cls, value)
        self.unit = unit
        return self


class Other:
    def __new__(cls):
        return 5

    def __init__(self):
        print("never called")


class Point(tuple):
    def __new__(cls, x, y):
        return tuple.__new__(cls, (x, y))

    x = property(lambda self: self[0])


print(Single() is Single())
c = Celsius(36.6, "F")
print(c, c.unit, c + 1, type(c + 1).__name__, isinstance(c, float))
print(Other(), Point(1, 2).x, Point(3, 4), type(Point(3, 4)[:1]).__name__)


class NoArgs:
    pass


class WithNew:
    def __new__(cls, *args):
        return object.__new__(cls)


for make in (lambda: NoArgs(1), lambda: NoArgs(x=1), lambda: object(1), lambda: WithNew(1, 2),
             lambda: object.__new__(int), lambda: int.__new__(float), lambda: object.__new__(5),
             lambda: object.__new__()):
    try:
        print(type(make()).__name__)
    except TypeError as error:
        print(error)


class BadInit:
    def __init__(self):
        return 5


try:
    BadInit()
except TypeError as error:
    print(error)
