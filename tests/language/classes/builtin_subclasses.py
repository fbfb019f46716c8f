# Subclasses of built-in types keep working with their base's methods.


class L(list):
    def __getitem__(self, i):
        return "overridden"

    def total(self):
        return sum(self)


class D(dict):
    def __setitem__(self, k, v):
        super().__setitem__(k, v * 2)


class S(str):
    def shout(self):
        return self.upper() + "!"


class I(int):
    def __add__(self, other):
        return "added"

    def __repr__(self):
        return f"I{int(self)}"


class T(tuple):
    pass


class F(frozenset):
    pass


class B(bytes):
    pass


l = L([1, 2, 3])
l.attr = 5
print(l, l[0], l.total(), l.attr, len(l), type(l[:]).__name__ if not isinstance(l[:],
    str) else l[:])
print(type(l + [4]).__name__, type(l * 2).__name__, type(l.copy()).__name__, l == [1, 2, 3])
d = D(a=1)
d["b"] = 2
d.update(c=3)
print(d, type(d.copy()).__name__, isinstance(d, dict))
s = S("abc")
print(s.shout(), type(s.upper()).__name__, type(s + "x").__name__, s == "abc",
    hash(s) == hash("abc"))
i = I(5)
print(i, i + 1, i - 1, 1 + i, type(i * 2).__name__, [i], f"{i}", f"{i:03}", i == 5, {5: "found"}[i])
print(T([1, 2]), type(T([1])[:]).__name__, T((1,)) == (1,), F([1]) | {2}, B(b"x") + b"y")
print(type(T((1,)) + (2,)).__name__, isinstance(True, int), I(True), L("ab"))


class E(Exception):
    def __init__(self, code):
        super().__init__(f"code {code}")
        self.code = code


try:
    raise E(5)
except E as error:
    print(error, error.code, error.args, repr(error))
