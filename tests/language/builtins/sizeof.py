# sys.getsizeof: what grows and what does not.
import sys


class Slots:
    __slots__ = ("a",)


small, large = [1] * 10, [1] * 1000
print(sys.getsizeof(large) > sys.getsizeof(small) > 0, sys.getsizeof("a" * 1000) > 1000,
    sys.getsizeof(b"a" * 1000) > 1000, sys.getsizeof(bytearray(1000)) > 1000,
    sys.getsizeof((1,) * 100) > sys.getsizeof(()))
print(sys.getsizeof({i: i for i in range(1000)}) > sys.getsizeof({}),
    sys.getsizeof(set(range(1000))) > sys.getsizeof(set()),
    sys.getsizeof(2**10000) > sys.getsizeof(2**100))
print(sys.getsizeof("é" * 1000) < sys.getsizeof("日" * 1000) <= sys.getsizeof("😀" * 1000),
    sys.getsizeof(Slots()) > 0, sys.getsizeof([], "default") == sys.getsizeof([]))


class Own:
    def __sizeof__(self): return 1000


class Bad:
    def __sizeof__(self): return "x"


print(sys.getsizeof(Own()) >= 1000, sys.getsizeof(Bad(), "default"))
try:
    sys.getsizeof(Bad())
except TypeError as error:
    print(error)
