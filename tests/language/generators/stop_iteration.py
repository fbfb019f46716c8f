# StopIteration inside a generator becomes RuntimeError; its value is carried.


def leaks():
    yield 1
    raise StopIteration("oops")


def leaks_from_next():
    yield next(iter([]))


for g in (leaks(), leaks_from_next()):
    try:
        list(g)
    except RuntimeError as error:
        print(error, "|", repr(error.__cause__))


def value(x):
    return x
    yield


for v in (None, 5, (1, 2), ValueError("e"), StopIteration(7)):
    try:
        next(value(v))
    except StopIteration as stop:
        print(repr(stop.value), stop.args)
print(StopIteration().value, StopIteration(1, 2).value)


def gen():
    r = yield from value((1, 2))
    print("r", r)
    yield


next(gen())
