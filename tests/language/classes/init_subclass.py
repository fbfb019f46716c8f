# __init_subclass__, __set_name__, __class_getitem__, keywords.


class Registry:
    known = {}

    def __init_subclass__(cls, /, key=None, **kw):
        super().__init_subclass__(**kw)
        Registry.known[key or cls.__name__] = cls


class A(Registry):
    pass


class B(A, key="bee"):
    pass


print(sorted(Registry.known), Registry.known["bee"] is B)
try:
    class C(Registry, unknown=1):
        pass
except TypeError as error:
    print(error)
try:
    class D(x=1):
        pass
except TypeError as error:
    print(error)


class Field:
    def __set_name__(self, owner, name):
        owner.fields = getattr(owner, "fields", []) + [name]


class Model:
    a = Field()
    b = Field()


print(Model.fields)


class BadName:
    def __set_name__(self, owner, name):
        raise ValueError("no")


try:
    class E:
        x = BadName()
except RuntimeError as error:
    print(error, repr(error.__cause__))


class Generic:
    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item.__name__}]"


class Sub(Generic):
    pass


print(Generic[int], Sub[str])
try:
    A[int]
except TypeError as error:
    print(error)
