# namedtuple, ChainMap, UserDict and friends.
from collections import ChainMap, UserDict, UserList, UserString, namedtuple

P = namedtuple("P", "x y")
p = P(1, y=2)
print(p, p.x, p[1], p._fields, p._asdict(), p._replace(x=5), P._make([7, 8]), p == (1, 2),
    p + (3,), hash(p) == hash((1, 2)), P.__doc__, p.__class__.__name__)
x, y = p
D = namedtuple("D", ["a", "b", "c"], defaults=[10, 20])
print(D(1), D._field_defaults, D(1, 2, 3), repr(D(*"abc")),
    namedtuple("R", "a class a _b", rename=True)._fields, D.a.__doc__)


class Point(namedtuple("Base", "x y")):
    __slots__ = ()

    @property
    def norm(self): return (self.x ** 2 + self.y ** 2) ** 0.5


print(Point(3, 4).norm, Point(3, 4))
c = ChainMap({"a": 1}, {"a": 2, "b": 3})
c["z"] = 9
print(c["a"], c["b"], sorted(c), c.maps, c.new_child({"b": 0})["b"], c.parents["a"], len(c),
    c.get("q"))
try:
    del c["b"]
except KeyError as error:
    print(error)


class Up(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k.upper(), v)


print(Up(a=1, b=2), UserList([1, 2]) + [3], UserString("abc").upper(), Up({"x": 1}) == {"X": 1})
