# Values set through slots, properties and descriptors, then replaced.


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


class Box:
    __slots__ = ("slot", "_p")

    @property
    def p(self):
        return self._p

    @p.setter
    def p(self, value):
        self._p = value

    @p.deleter
    def p(self):
        del self._p


b = Box()
b.slot = Noisy("first")
b.slot = Noisy("second")
print("replaced")
b.p = Noisy("property")
b.p = None
print("property replaced")
b.p = Noisy("deleted")
del b.p
print("property deleted")
b.slot = b.slot
print("same again")


class Meta(type):
    def __del__(cls):
        print("del class", cls.__name__)


class A(metaclass=Meta):
    attr = Noisy("class attribute")


A.attr = Noisy("new class attribute")
print("class attribute replaced")
del A.attr
print("class attribute deleted")
del b
