# match: class patterns, __match_args__, built-in classes, values by name.


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Color:
    RED = 1
    GREEN = 2


class Bare:
    pass


def f(v):
    match v:
        case Point(0, 0):
            return "origin"
        case Point(x=0, y=y):
            return "on y", y
        case Point(x, 0):
            return "on x", x
        case Point(Point(a, b), y):
            return "nested", a, b, y
        case Point():
            return "point"
        case Color.RED | Color.GREEN:
            return "color"
        case str(s) | bytes(s):
            return "text", s
        case float(x) if x != x:
            return "nan"
        case list([x]) | tuple([x, _]):
            return "short", x
        case dict({"k": v}):
            return "dict", v
        case Bare(z=z):
            return "bare with z", z
        case bool():
            return "bool"
        case _:
            return "other"


b = Bare()
b.z = 1
for v in (Point(0, 0), Point(0, 5), Point(5, 0), Point(Point(1, 2), 3), Point(1, 1), 1, 2, "s",
        b"s",
          float("nan"), [1], (1, 2), {"k": 1}, b, Bare(), False, 7):
    print(f(v))
for text in ("case Point(1, 2, 3): pass", "case Bare(1): pass", "case five(): pass",
             "case Point(1, x=2): pass"):
    five = 5
    try:
        exec(f"match Point(1, 2) if 'Point' in text else b:\n    {text}")
        print("no error")
    except TypeError as error:
        print(error)
