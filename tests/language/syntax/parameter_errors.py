# The messages of calls that do not fit.


def f0(): pass
def f1(a): pass
def f2(a, b): pass
def f3(a, b, c): pass
def d(a, b=1): pass
def k(*, x, y): pass
def p(a, b, /, c): pass
def kw(a, **rest): pass
def ko(a, *, x=1): pass


class C:
    def __init__(self, a):
        pass

    def m(self, x):
        pass


calls = """f0(1)
f1()
f1(1, 2)
f1(1, a=2)
f1(b=2)
f2()
f3()
f2(1, 2, 3)
f2(b=1)
d()
d(1, 2, 3)
d(1, c=3)
k()
k(x=1)
k(1, x=2, y=3)
k(1, 2)
p()
p(1, c=3)
p(1, b=2, c=3)
p(a=1, b=2, c=3)
kw()
kw(1, 2, 3)
kw(1, **{'a': 2})
ko(1, 2)
ko(1, 2, x=3)
ko(1, z=3)
f1(*[1, 2], **{'x': 1})
f1(**{'a': 1}, **{'a': 2})
C()
C(1, 2)
C(1).m()
C(1).m(1, 2)
C(1).m(y=1)
C.m()
(lambda x: x)()
(lambda x, y=1: x)(1, 2, 3)""".splitlines()
for call in calls:
    try:
        eval(call)
        print(call, "| accepted")
    except TypeError as error:
        print(call, "|", error)
