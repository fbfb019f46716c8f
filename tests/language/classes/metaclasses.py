# Metaclasses: __prepare__, __new__, __init__, __call__, keywords, conflicts.


class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        print("prepare", name, kw)
        return {"prepared": True}

    def __new__(mcls, name, bases, ns, **kw):
        print("new", name, [k for k in ns if not k.startswith("__")])
        return super().__new__(mcls, name, bases, ns)

    def __init__(cls, name, bases, ns, **kw):
        print("init", name)
        super().__init__(name, bases, ns)

    def __call__(cls, *args):
        print("call", cls.__name__, args)
        return super().__call__(*args)

    def describe(cls):
        return "I am " + cls.__name__

    def __len__(cls):
        return 42

    def __iter__(cls):
        return iter("iter")


class A(metaclass=Meta, flag=1):
    x = 1

    def __init__(self, v):
        self.v = v


class B(A):
    pass


print(A(5).v, A.describe(), type(B), len(A), list(A), A.prepared)
print(hasattr(A(1), "describe"))


class Other(type):
    pass


class C(metaclass=Other):
    pass


try:
    class D(A, C):
        pass
except TypeError as error:
    print(error)
made = Meta("Made", (A,), {"y": 2})
print(made.y, made.__mro__[1].__name__)


def function_meta(name, bases, ns):
    return name.lower(), bases, "z" in ns


class E(metaclass=function_meta):
    z = 1


print(E)
print(type.__call__(type, "T", (), {}).__name__, type(type), isinstance(type, object))


class Final(type):
    def __new__(mcls, name, bases, ns):
        for b in bases:
            if isinstance(b, Final):
                raise TypeError(f"{b.__name__} is final")
        return super().__new__(mcls, name, bases, ns)


class F(metaclass=Final):
    pass


try:
    class G(F):
        pass
except TypeError as error:
    print(error)
