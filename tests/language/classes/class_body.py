# What happens in a class body: order, scopes, locals, names.

x = "global"


class C:
    print(x, __name__, __qualname__, __module__)
    x = "class"
    print(x)
    y = x + "!"
    for i in range(3):
        pass
    if True:
        cond = 1

    def method(self):
        return x

    names = sorted(k for k in locals() if not k.startswith("__"))
    del i


print(C().method(), C.y, C.names, hasattr(C, "i"))


def f():
    x = "function"

    class D:
        print(x)
        z = x

        def m(self):
            return x
    return D


print(f()().m(), f().z)


class Dup:
    def a(self): return 1
    def a(self): return 2


print(Dup().a(), list(k for k in vars(Dup) if not k.startswith("__")))
try:
    class Fails:
        attr = 1
        raise ValueError("in body")
except ValueError as error:
    print(error, "Fails" in globals())


class E:
    exec("dynamic = 5")
    vars()["also"] = 6


print(E.dynamic, E.also)
try:
    class F(5):
        pass
except TypeError as error:
    print(error)
for base in ("bool", "type(None)", "range", "slice", "type(lambda: 0)", "type(...)"):
    try:
        exec(f"class G({base}): pass")
    except TypeError as error:
        print(error)
class Empty(*[], **{}): pass
print(Empty.__bases__, Empty().__class__.__name__)
