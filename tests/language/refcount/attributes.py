# Attributes: replaced, deleted, and those of a dying instance.


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


class Owner:
    def __init__(self):
        self.a = Noisy("a")
        self.b = Noisy("b")

    def __del__(self):
        print("del owner, still has", self.a.name)


class Slots:
    __slots__ = ("x", "y")


o = Owner()
o.b = None
print("replaced")
del o
print("owner gone")
s = Slots()
s.x, s.y = Noisy("x"), Noisy("y")
del s.x
print("slot deleted")
del s
print("end")
