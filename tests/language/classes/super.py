# super in all its forms.


class A:
    def f(self):
        return ["A"]

    @classmethod
    def c(cls):
        return ["A", cls.__name__]

    @property
    def p(self):
        return "A.p"


class B(A):
    def f(self):
        return ["B"] + super().f()

    @classmethod
    def c(cls):
        return ["B"] + super().c()

    @property
    def p(self):
        return "B>" + super().p


class C(A):
    def f(self):
        return ["C"] + super(C, self).f()


class D(B, C):
    def f(self):
        return ["D"] + super().f()

    def g(self):
        def inner():
            return super(D, self).f()
        return inner(), [s for s in [super(D, self).f()]]

    def h(self):
        return __class__


d = D()
print(d.f(), d.c(), d.p, d.g(), d.h())
print(super(B, d).f(), super(B, D).f(d))
s = super(D, d)
print(s.__thisclass__, s.__self__ is d, s.__self_class__, repr(s)[:24])
try:
    super().f()
except RuntimeError as error:
    print(error)
try:
    super(B, 5).f
except TypeError as error:
    print(error)
try:
    super(D, d).nothing
except AttributeError as error:
    print(error)


def outside(self):
    return super().f()


try:
    outside(d)
except RuntimeError as error:
    print(error)


class Init:
    def __init__(self, **kw):
        self.left = kw


class Mix(Init):
    def __init__(self, a, **kw):
        super().__init__(**kw)
        self.a = a


class Top(Mix):
    def __init__(self, b, **kw):
        super().__init__(**kw)
        self.b = b


t = Top(a=1, b=2, c=3)
print(t.a, t.b, t.left)
