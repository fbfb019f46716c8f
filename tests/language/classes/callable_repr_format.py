# __call__, __repr__, __str__, __format__, __bytes__, and what they must return.


class C:
    def __call__(self, *a, **k):
        return a, k

    def __repr__(self):
        return "repr"

    def __str__(self):
        return "str"

    def __format__(self, spec):
        return f"<{spec}>"

    def __bytes__(self):
        return b"bytes"


c = C()
print(c(1, x=2), repr(c), str(c), f"{c:abc} {c!r} {c!s:>6} {c}", [c], "%s %r" % (c, c), bytes(c))
print("{:x} {!r}".format(c, c), format(c, "q"), callable(c), callable(5))


class Bad:
    def __repr__(self): return 5
    def __str__(self): return b"x"
    def __format__(self, spec): return 1
    def __bytes__(self): return "x"
    def __hash__(self): return 1.5
    def __len__(self): return "x"
    def __index__(self): return "x"
    def __int__(self): return "x"
    def __float__(self): return "x"
    def __complex__(self): return 5
    def __dir__(self): return 5


b = Bad()
for f in (repr, str, format, bytes, hash, len, lambda x: [1][x], int, float, complex, dir, bool,
          lambda x: range(x), lambda x: "%d" % x):
    try:
        print(f(b))
    except TypeError as error:
        print(error)


class Plain:
    pass


print(repr(Plain())[:25], str(Plain) , Plain.__repr__ is object.__repr__)
try:
    format(Plain(), "x")
except TypeError as error:
    print(error)
