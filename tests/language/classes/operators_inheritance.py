# Special methods: inherited, deleted, set to None, added after the fact.


class A:
    def __len__(self): return 1
    def __eq__(self, o): return True
    def __hash__(self): return 7
    def __iter__(self): return iter("a")
    def __contains__(self, x): return x == "a"


class B(A):
    __hash__ = None
    __iter__ = None
    __contains__ = None


class C(A):
    def __eq__(self, o): return False


a, b, c = A(), B(), C()
print(len(b), b == 1, c == 1, c != 1, hash(a))
for f in (hash, iter, lambda x: "a" in x):
    for x in (b, c):
        try:
            print(type(x).__name__, f(x) is not None)
        except TypeError as error:
            print(type(x).__name__, error)
A.__getitem__ = lambda self, i: i * 2
print(a[21], b[1])
del A.__len__
try:
    len(b)
except TypeError as error:
    print(error)
A.__call__ = lambda self, *args: args
print(a(1), b(2), callable(b))
del A.__call__
print(callable(b))
A.__add__ = lambda self, o: "A+"
B.__radd__ = lambda self, o: "+B"
print(a + b, b + a, 1 + b, a + 1)
A.__bool__ = lambda self: False
print(bool(b), not a)
a.__bool__ = lambda: True
print(bool(a))
A.__enter__ = lambda self: "entered"
A.__exit__ = lambda self, *e: True
with b as entered:
    raise ValueError
print(entered)
