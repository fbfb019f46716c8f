# Iterators written as classes, iter with a sentinel, length hints.
import operator


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n + 1


print(list(Countdown(3)), sum(Countdown(4)), max(Countdown(2)), sorted(Countdown(3)))
c = Countdown(5)
print(next(c), next(c), *c, next(c, "end"))
values = iter([1, 2, 3, 0, 4])
print(list(iter(lambda: next(values), 0)), next(values))


class Hint:
    def __init__(self, h): self.h = h
    def __iter__(self): return iter("abc")
    def __length_hint__(self): return self.h


print(operator.length_hint(Hint(3)), operator.length_hint(Hint(NotImplemented), 7), list(Hint(100)))
for bad in (-1, "x"):
    try:
        operator.length_hint(Hint(bad))
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
print(operator.length_hint(iter([1, 2, 3])), operator.length_hint(iter(range(5))),
    operator.length_hint(5 for _ in ()))


class Fails:
    def __iter__(self): return self
    def __next__(self): raise ValueError("in next")


for use in (list, sum, lambda f: [*f], lambda f: dict(f), lambda f: "".join(f), lambda f: 1 in f,
            lambda f: max(f), set):
    try:
        use(Fails())
    except ValueError as error:
        print(error, end="; ")
print()
it = iter([1, 2])
print(it.__length_hint__(), next(it), it.__length_hint__(), list(it), it.__length_hint__())
