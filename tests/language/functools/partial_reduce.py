# partial, partialmethod, reduce, cmp_to_key, total_ordering, wraps.
import functools
from functools import cmp_to_key, partial, partialmethod, reduce, total_ordering, wraps

p = partial(int, base=2)
q = partial(print, "a", sep="-")
q("b", "c")
print(p("101"), p("77", base=8), p.func, p.args, p.keywords, partial(p, "11")(),
    partial(partial(pow, 2), 3)(), partial(lambda *a, **k: (a, k), 1, x=2)(3, y=4))
p.attr = 5
print(p.attr, repr(partial(len, "x")), repr(partial(int, base=3)), callable(p))
print(reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(lambda a, b: a + [b], "ab", []),
    reduce(max, [3]), reduce(None, [], "initial"), sorted("bca",
    key=cmp_to_key(lambda a, b: (a < b) - (a > b))))


class Cell:
    def __init__(self): self.alive = False
    def set_state(self, state): self.alive = state
    set_alive = partialmethod(set_state, True)


c = Cell()
c.set_alive()
print(c.alive)


@total_ordering
class V:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n


print(V(1) <= V(1), V(2) > V(1), V(2) >= V(3), V(1) != V(2))


def deco(f):
    @wraps(f)
    def wrapper(*a):
        "wrapper doc"
        return f(*a)
    return wrapper


@deco
def named(x):
    "the doc"
    return x


print(named.__name__, named.__doc__, named.__wrapped__(5), functools.WRAPPER_ASSIGNMENTS)
