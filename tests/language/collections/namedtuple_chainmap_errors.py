# What goes wrong: namedtuple, ChainMap, UserDict and friends.
from collections import ChainMap, UserDict, UserList, UserString, namedtuple

P = namedtuple("P", "x y")
p = P(1, y=2)
x, y = p
for bad in ("P(1)", "P(1, 2, 3)", "P(1, z=2)", "p._replace(q=1)", "p.z", "namedtuple('X', 'a a')",
        "namedtuple('X', 'class')", "namedtuple('1X', 'a')", "namedtuple('X', '_a')",
        "P._make([1])", "setattr(p, 'x', 5)", "namedtuple('X', 'a', defaults=[1, 2])"):
    try:
        print(eval(bad))
    except Exception as error:
        print(bad, "|", type(error).__name__, error)
