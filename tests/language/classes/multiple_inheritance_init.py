# Cooperative classes, mixins, and attributes found along the order.


class Base:
    tag = "base"

    def __init__(self, **kw):
        self.log = ["Base"]
        assert not kw, kw


class A(Base):
    def __init__(self, a=0, **kw):
        super().__init__(**kw)
        self.a = a
        self.log.append("A")


class B(Base):
    tag = "b"

    def __init__(self, b=0, **kw):
        super().__init__(**kw)
        self.b = b
        self.log.append("B")


class C(A, B):
    def __init__(self, c=0, **kw):
        super().__init__(**kw)
        self.c = c
        self.log.append("C")


c = C(a=1, b=2, c=3)
print(c.log, c.a, c.b, c.c, c.tag, C.tag, A.tag)
try:
    C(z=1)
except AssertionError as error:
    print(error)
B.tag = "changed"
print(c.tag)
del B.tag
print(c.tag)


class LogMixin:
    def __setattr__(self, name, value):
        print("set", name)
        super().__setattr__(name, value)


class D(LogMixin, A):
    pass


d = D(a=5)
print(d.a, [k.__name__ for k in D.__mro__])
print(super(A, c).__init__.__self__ is c, super(LogMixin, d).__setattr__.__name__)
