# copy and deepcopy: sharing, cycles, hooks.
import copy

inner = [1]
x = [inner, inner, {"k": inner}]
s, d = copy.copy(x), copy.deepcopy(x)
inner.append(2)
print(s, d, s[0] is inner, d[0] is d[1], d[0] is d[2]["k"])
loop = [1]
loop.append(loop)
c = copy.deepcopy(loop)
print(c[1] is c, c is not loop)


class C:
    def __init__(self, v): self.v = v


a = C([1, C("in")])
b = copy.deepcopy(a)
print(b.v[1].v, b.v is not a.v, type(b), copy.copy(a).v is a.v)


class Hook:
    def __copy__(self): return "copied"
    def __deepcopy__(self, memo): return "deep " + str(type(memo).__name__)


class Slots:
    __slots__ = ("a", "b")


o = Slots()
o.a = [1]
p = copy.deepcopy(o)
print(copy.copy(Hook()), copy.deepcopy(Hook()), copy.deepcopy([Hook()]), p.a, p.a is not o.a,
    hasattr(p, "b"))
t = (1, "a", (2,))
u = ([],)
print(copy.copy(t) is t, copy.deepcopy(t) is t, copy.deepcopy(u) is u,
    copy.deepcopy({1, 2}) == {1, 2}, copy.deepcopy(bytearray(b"x")), copy.copy({1: [2]}),
    copy.deepcopy(len) is len, copy.copy(int) is int, copy.deepcopy(frozenset([1])))


class State:
    def __init__(self): self.x, self.cache = 1, "big"
    def __getstate__(self): return {"x": self.x}
    def __setstate__(self, s): self.__dict__.update(s, restored=True)


print(sorted(copy.deepcopy(State()).__dict__.items()), copy.deepcopy(ValueError("e", 1)).args)


class Reduce:
    def __reduce__(self): return (list, ("ab",))


print(copy.copy(Reduce()), copy.deepcopy(Reduce()))
try:
    copy.deepcopy(x for x in [])
except TypeError as error:
    print(error)
class L(list): pass
l = L([1]); l.attr = [2]
m = copy.deepcopy(l)
print(m, type(m).__name__, m.attr, m.attr is not l.attr)
