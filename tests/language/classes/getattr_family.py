# __getattr__, __getattribute__, __setattr__, __delattr__, __dir__.


class Lazy:
    def __init__(self):
        self.here = 1

    def __getattr__(self, name):
        if name.startswith("no"):
            raise AttributeError(name)
        return "made " + name


class Watch:
    def __getattribute__(self, name):
        if name == "secret":
            return "intercepted"
        return object.__getattribute__(self, name)

    def __setattr__(self, name, value):
        print("set", name)
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        print("del", name)
        super().__delattr__(name)

    def __dir__(self):
        return ["b", "a"]


l = Lazy()
print(l.here, l.other, hasattr(l, "nope"), getattr(l, "nope", "default"))
w = Watch()
w.secret = 1
w.x = 2
print(w.secret, w.x, vars(w))
del w.x
print(dir(w), hasattr(w, "x"))
try:
    del w.x
except AttributeError as error:
    print(error)
print(len(l) if hasattr(type(l), "__len__") else "special methods are not looked up on instances")
l.__call__ = lambda: "never"
try:
    l()
except TypeError as error:
    print(error)


class Module(type):
    def __getattr__(cls, name):
        return "class attribute " + name


class M(metaclass=Module):
    pass


print(M.anything)
try:
    M().anything
except AttributeError as error:
    print(error)
setattr(l, "dyn", 5)
print(l.dyn, getattr(l, "dyn"))
delattr(l, "dyn")
print(l.dyn)
