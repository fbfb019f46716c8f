# Rich comparison, identity shortcuts, hashing of classes that define __eq__.


class N:
    def __init__(self, v):
        self.v = v

    def __eq__(self, other):
        return self.v == other.v if isinstance(other, N) else NotImplemented

    def __lt__(self, other):
        return self.v < other.v if isinstance(other, N) else NotImplemented

    def __repr__(self):
        return f"N{self.v}"


a, b = N(1), N(2)
print(a == N(1), a != N(1), a < b, b > a, a == 5, a != 5, sorted([b, a]), max(a, b))
for text in ("a <= b", "a < 5", "hash(a)"):
    try:
        eval(text)
    except TypeError as error:
        print(error)
print(N.__hash__)


class Sub(N):
    def __eq__(self, other):
        print("Sub.eq", end=" ")
        return super().__eq__(other)
    __hash__ = object.__hash__


print(a == Sub(1), Sub(1) == a, hash(Sub(1)) is not None)


class Never:
    def __eq__(self, other):
        return False
    __hash__ = None


n = Never()
print(n == n, n in [n], [n] == [n], [n].index(n), (n,) == (n,), [n].count(n))
nan = float("nan")
print(nan == nan, nan in [nan], [nan] == [nan], {nan: 1}[nan])


class Weird:
    def __eq__(self, other): return "truthy"
    def __ne__(self, other): return []
    def __lt__(self, other): return 5


w = Weird()
print(w == 1, w != 1, w < 1, 1 > w, not (w == 1))
print(object() == object(), object().__eq__(1), (1).__eq__(1.0), (1).__lt__("a"))


class H:
    def __init__(self, h): self.h = h
    def __hash__(self): return self.h


print(hash(H(5)), hash(H(-1)), hash(H(2**61 - 1)), hash(H(2**64)), hash(H(True)))
try:
    hash(H("x"))
except TypeError as error:
    print(error)
