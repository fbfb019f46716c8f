# yield from: values, results, send and throw passed through.


def inner():
    try:
        x = yield "a"
        print("inner got", x)
        y = yield "b"
        print("inner got", y)
    except ValueError as error:
        print("inner caught", error)
        yield "c"
    finally:
        print("inner finally")
    return "result"


def outer():
    r = yield from inner()
    print("outer has", r)
    yield from [1, 2]
    yield from "xy"
    return "outer result"


o = outer()
print(next(o), o.send("s1"), o.throw(ValueError("t")), next(o), list(o))
o = outer()
next(o)
o.close()


def delegate():
    return (yield from outer())


d = delegate()
print(next(d), d.gi_yieldfrom is not None)
print(list(d))


def bad():
    yield from 5


try:
    next(bad())
except TypeError as error:
    print(error)


def to_list():
    yield from [1, 2]


t = to_list()
next(t)
try:
    t.send(3)
except AttributeError as error:
    print(error)


class Iter:
    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration("from class")


def f():
    x = yield from Iter()
    print("x is", x)
    if False:
        yield


list(f())
