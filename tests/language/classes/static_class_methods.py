# staticmethod and classmethod in detail.


class A:
    @staticmethod
    def s(*a):
        return a

    @classmethod
    def c(cls, *a):
        return cls.__name__, a

    def m(self):
        return "m"

    raw = staticmethod(len)


class B(A):
    pass


print(A.s(1), A().s(2), B.c(3), B().c(4), A.raw("abc"))
print(type(A.__dict__["s"]).__name__, A.__dict__["c"].__func__.__name__, A.__dict__["s"](5))
print(A.s is A().s, A.c.__self__ is A, B.c.__self__ is B, A.c == A.c, A.c == B.c)
print(A.m, repr(A().m)[:21], type(A.m).__name__, type(A().m).__name__)
try:
    A.__dict__["c"]()
except TypeError as error:
    print(error)


def f(self):
    return "bound to " + repr(self)


print(f.__get__(5)(), f.__get__(None, int) is f)
import types
m = types.MethodType(f, "x")
print(m(), m.__self__, m.__func__ is f)
try:
    types.MethodType(5, 1)
except TypeError as error:
    print(error)
try:
    types.MethodType(f, None)
except TypeError as error:
    print(error)


class Desc:
    @classmethod
    def __init_subclass__(cls):
        print("subclass", cls.__name__)


class Sub(Desc):
    pass
