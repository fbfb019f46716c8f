# getattr, setattr, delattr, hasattr, vars, dir, globals, locals, isinstance, type.


class C:
    x = 1

    def __init__(self):
        self.y = 2

    def m(self): pass


c = C()
print(getattr(c, "x"), getattr(c, "z", "default"), hasattr(c, "y"), hasattr(c, "q"), vars(c),
    sorted(n for n in dir(c) if not n.startswith("__")),
    sorted(n for n in vars(C) if not n.startswith("__")))
setattr(c, "new attr", 5)
print(getattr(c, "new attr"), vars(c))
delattr(c, "y")
print(hasattr(c, "y"), "x" in globals(), "C" in globals())


def f(a, b=2):
    c = 3
    before = dict(locals())
    d = 4
    return before, sorted(locals()), sorted(dir())


print(f(1))
g = globals()
g["made"] = "by globals"
print(made, vars() is globals(), locals() is globals())
print(sorted(dir([]))[-5:], "append" in dir(list), sorted(set(dir(object)) - set(dir(5)))[:3],
    dir(C)[-1], "__init__" in dir(c))
print(type(c) is C, type(C), type("D", (C,), {"k": 1})().x, issubclass(C, object),
    isinstance(c, (int, C)))
