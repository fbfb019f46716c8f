# Every binary operator, forward, reflected and in place.


class V:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        return f"V({self.n})"


names = "add sub mul truediv floordiv mod pow lshift rshift and or xor matmul divmod".split()
symbols = "+ - * / // % ** << >> & | ^ @".split()


def install(name):
    setattr(V, f"__{name}__", lambda self, other, *m: (name, self.n, other))
    setattr(V, f"__r{name}__", lambda self, other, *m: ("r" + name, self.n, other))


for name in names:
    install(name)
v = V(1)
for symbol in symbols:
    print(symbol, eval(f"v {symbol} 2"), eval(f"2 {symbol} v"))
print(divmod(v, 2), divmod(2, v), pow(v, 2), pow(v, 2, 3))


class I(V):
    def __iadd__(self, other):
        self.n += other
        return self

    def __imatmul__(self, other):
        return "replaced"


i = j = I(1)
i += 5
print(i, i is j)
i -= 1
print(i)
j @= 0
print(j)


class U:
    def __neg__(self): return "neg"
    def __pos__(self): return "pos"
    def __invert__(self): return "invert"
    def __abs__(self): return "abs"
    def __round__(self, n=None): return "round", n
    def __trunc__(self): return 7
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
    def __int__(self): return 42
    def __float__(self): return 4.5
    def __complex__(self): return 1j
    def __index__(self): return 3


import math
u = U()
print(-u, +u, ~u, abs(u), round(u), round(u, 2), math.trunc(u), math.floor(u), math.ceil(u))
print(int(u), float(u), complex(u), hex(u), [0, 1, 2, 3, 4][u], "ab" * u, bin(u), range(u))
