# __slots__.


class P:
    __slots__ = ("x", "y")

    def __init__(self, x, y=None):
        self.x = x
        if y is not None:
            self.y = y


class Q(P):
    __slots__ = ("z",)


class R(P):
    pass


class S:
    __slots__ = ("a", "__dict__")


class T:
    __slots__ = "single"


p = P(1)
print(p.x, hasattr(p, "y"), hasattr(p, "__dict__"))
for action in ("p.y", "p.z = 1", "del p.y", "p.__dict__"):
    try:
        exec(action)
    except AttributeError as error:
        print(action, "|", error)
q = Q(1, 2)
q.z = 3
print(q.x, q.y, q.z, hasattr(q, "__dict__"))
r = R(1)
r.anything = 5
print(r.__dict__, r.x)
s = S()
s.a, s.b = 1, 2
print(s.__dict__, s.a)
t = T()
t.single = "one slot"
print(t.single, T.__slots__, type(P.x).__name__)
P.x.__set__(p, 10)
print(P.x.__get__(p), P.x.__name__)
for make in (lambda: type("B", (), {"__slots__": ("a",), "a": 1}),
             lambda: type("B", (), {"__slots__": ("1a",)}),
             lambda: type("B", (), {"__slots__": (5,)}),
             lambda: type("B", (P, type("P2", (), {"__slots__": ("w",)})), {}),
             lambda: type("B", (int,), {"__slots__": ("a",)}),
             lambda: type("B", (), {"__slots__": ("__dict__", "__dict__")})):
    try:
        make()
        print("fine")
    except (TypeError, ValueError) as error:
        print(error)
del p.x
print(hasattr(p, "x"))
