# match: sequence patterns.


def f(x):
    match x:
        case []:
            return "empty"
        case [a]:
            return "one", a
        case [1, *rest]:
            return "starts with 1", rest
        case [*_, 9]:
            return "ends with 9"
        case (a, [b, *c], *_):
            return "nested", a, b, c
        case [first, *middle, last]:
            return first, middle, last
        case _:
            return "no"


for x in ([], [5], [1, 2, 3], (1,), [2, 9], [2, [3, 4], 5], [2, 3, 4], "ab", b"ab", bytearray(b"a"),
          {1, 2}, {1: 2}, range(3), iter([1]), 5):
    print(repr(x) if not hasattr(x, "__next__") else "iterator", f(x))


class Seq:
    def __len__(self):
        return 2

    def __getitem__(self, i):
        return i


print(f(Seq()))
import collections.abc


class Real(collections.abc.Sequence):
    def __len__(self):
        return 2

    def __getitem__(self, i):
        if i > 1:
            raise IndexError
        return i * 10


print(f(Real()))
