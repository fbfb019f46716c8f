# __del__ is looked up on the type, inherited, and overridden.


class Base:
    def __del__(self):
        print("Base.__del__", type(self).__name__)


class Child(Base):
    pass


class Loud(Base):
    def __del__(self):
        print("Loud first")
        super().__del__()


for cls in (Base, Child, Loud):
    cls()
c = Child()
c.__del__ = lambda: print("instance attribute is not used")
del c
x = Base()
x.__del__()
del x
