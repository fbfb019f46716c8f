# A generator that runs itself, and exceptions that end it.


def me():
    try:
        next(g)
    except ValueError as error:
        yield str(error)
    try:
        g.close()
    except ValueError as error:
        yield str(error)


g = me()
print(list(g))


def fails():
    yield 1
    raise KeyError("k")
    yield 2


f = fails()
print(next(f))
try:
    next(f)
except KeyError as error:
    print("KeyError", error)
print(next(f, "ended"))


def context():
    try:
        yield 1
    except ValueError:
        raise TypeError("second")


c = context()
next(c)
try:
    c.throw(ValueError("first"))
except TypeError as error:
    print(error, repr(error.__context__))


def in_handler():
    try:
        raise ValueError("inside")
    except ValueError:
        yield 1
        import sys
        print(sys.exc_info()[1])
        yield 2


h = in_handler()
next(h)
import sys
print(sys.exc_info())
try:
    raise KeyError("outside")
except KeyError:
    next(h)
    print(repr(sys.exc_info()[1]))
print(sys.exc_info())
