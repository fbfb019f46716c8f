# type with three arguments, and attributes of types.

T = type("T", (list,), {"x": 1, "f": lambda self: len(self)})
print(T, T([1, 2]).f(), T.x, T.__module__, T.__bases__, T.__dict__["x"])
T.y = 2
del T.x
print(hasattr(T, "x"), T.y, type(T.__dict__).__name__)
try:
    T.__dict__["z"] = 1
except TypeError as error:
    print(error)
for action in ("int.x = 1", "del int.real", "T.__name__ = 5", "T().__class__ = 5",
        "T.__name__ = 'a\\0b'",
               "del T.__name__", "T().__class__ = int", "T.__dict__ = {}", "type.x = 1",
               "type('a\\0b', (), {})", "type(5, (), {})", "type('x', [], {})",
        "type('X', (), [])"):
    try:
        exec(action)
        print(action, "fine")
    except (TypeError, AttributeError, ValueError) as error:
        print(action, "|", error)
T.__name__ = "Renamed"
T.__qualname__ = "Q.R"
print(T, T.__name__)


class A: pass
class B:
    def who(self): return "B"


a = A()
a.x = 1
a.__class__ = B
print(a.who(), a.x, type(a).__name__)
print(type(1), type("a").__name__, type(None), type(type), type(print), type(len).__name__,
    type(A.__init__))
print(A.__flags__ & (1 << 9) != 0, int.__basicsize__ > 0, A.__dictoffset__ != 0,
    A.__weakrefoffset__ != 0)
print(A.__text_signature__, type.mro(B), A.__base__, bool.__base__)
