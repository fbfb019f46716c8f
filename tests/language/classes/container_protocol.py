# __len__, __getitem__, __contains__, __iter__, __reversed__, __missing__, __bool__.


class Seq:
    def __len__(self):
        return 3

    def __getitem__(self, i):
        print(f"[{i}]", end=" ")
        if isinstance(i, slice):
            return i.indices(3)
        if not 0 <= i < 3:
            raise IndexError
        return i * 10


s = Seq()
print(list(s), 20 in s, 5 in s, list(reversed(s)), s[1:], bool(s))
a, b, c = s
print(a, b, c)


class Contains:
    def __contains__(self, x):
        return x


print(1 in Contains(), 0 in Contains(), "" not in Contains())


class Len:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


for n in (0, 5, True, -1, 1.5, "a", 2**70):
    try:
        print(n, len(Len(n)), bool(Len(n)))
    except (TypeError, ValueError, OverflowError) as error:
        print(n, type(error).__name__, error)


class Bool:
    def __init__(self, v):
        self.v = v

    def __bool__(self):
        return self.v


print(bool(Bool(True)), "yes" if Bool(False) else "no", not Bool(True), Bool(False) or "or")
try:
    bool(Bool(1))
except TypeError as error:
    print(error)


class D(dict):
    def __missing__(self, key):
        return "missing " + key


d = D(a=1)
print(d["a"], d["b"], d.get("b"), "b" in d)


class NotIter:
    __iter__ = None

    def __getitem__(self, i):
        return i


class BadIter:
    def __iter__(self):
        return 5


for bad in (NotIter(), BadIter(), 5, Len(3)):
    try:
        iter(bad)
    except TypeError as error:
        print(error)
for text in ("1 in 5", "5[0]", "Len(1)[0]", "Len(1)[0] = 1", "len(5)", "del Len(1)[0]", "None[0]",
             "len[0]", "int['a']"):
    try:
        exec(text)
    except TypeError as error:
        print(text, "|", error)
