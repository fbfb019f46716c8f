# Attributes of classes and instances, methods, binding.


class A:
    """doc"""
    shared = []
    count = 0

    def __init__(self, x=0):
        self.x = x
        A.count += 1

    def method(self, y):
        return self.x + y

    other = method


a, b = A(1), A(2)
a.shared.append(1)
print(b.shared, A.count, a.method(1), A.method(b, 5), a.other(3))
a.count = 10
print(a.count, b.count, A.count, vars(a))
A.method = lambda self, y: "patched"
print(a.method(0), b.method(0), a.other(0))
a.method = lambda y: "own"
print(a.method(0), b.method(0))
del a.method
print(a.method(0))
print(A.__name__, A.__doc__, A.__module__, A.__qualname__, A.__bases__, A.__mro__)
print(a.__class__ is A, type(a) is A, isinstance(a, A), isinstance(A, type))
m = b.other
print(m.__self__ is b, m.__func__ is A.other, m.__name__, m == b.other, m == a.other)
try:
    a.nothing
except AttributeError as error:
    print(error, error.name, error.obj is a)
try:
    A.nothing
except AttributeError as error:
    print(error)
try:
    A().method.nothing
except AttributeError as error:
    print(error)


class Inner:
    class Nested:
        def f(self):
            class Local:
                pass
            return Local


print(Inner.Nested.__qualname__, Inner.Nested.f.__qualname__, Inner.Nested().f().__qualname__)
