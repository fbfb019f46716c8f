# Method resolution order.


class O: pass
class A(O): pass
class B(O): pass
class C(O): pass
class D(O): pass
class E(O): pass
class K1(A, B, C): pass
class K2(D, B, E): pass
class K3(D, A): pass
class Z(K1, K2, K3): pass


print([c.__name__ for c in Z.__mro__])


class X(A, B):
    def who(self):
        return "X"


class Y(B):
    def who(self):
        return "Y"


class XY(X, Y): pass


print([c.__name__ for c in XY.mro()], XY().who())
for bases in ((A, O, A), (O, A), (X, type("BA", (B, A), {}))):
    try:
        type("Bad", bases, {})
    except TypeError as error:
        print(error)
print(object.__mro__, int.__mro__, bool.__mro__)
XY.__bases__ = (Y,)
print([c.__name__ for c in XY.__mro__], XY().who())
try:
    XY.__bases__ = ()
except TypeError as error:
    print(error)
print(O.__subclasses__() == [A, B, C, D, E], issubclass(Z, B), issubclass(B, Z))
