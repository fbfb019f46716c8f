# The exception being handled belongs to each coroutine.
import sys
import types


@types.coroutine
def suspend(value=None):
    return (yield value)


async def inner():
    print("inner", sys.exc_info()[1])
    await suspend()
    print("inner again", sys.exc_info()[1])
    try:
        raise KeyError("k")
    except KeyError as e:
        await suspend()
        print("handles", repr(sys.exc_info()[1]), repr(e.__context__))
    return sys.exc_info()[1]


async def outer():
    try:
        1 / 0
    except ZeroDivisionError:
        got = await inner()
        print("outer", repr(sys.exc_info()[1]), got)
    print("after", sys.exc_info()[1])


c = outer()
c.send(None)
print(sys.exc_info()[1])
try:
    raise OSError("main")
except OSError:
    c.send(None)
    print(repr(sys.exc_info()[1]))
try:
    c.send(None)
except StopIteration:
    print("done", repr(sys.exc_info()[1]))


async def reraises():
    try:
        await suspend()
    except ValueError as e:
        raise TypeError("other") from e


c = reraises()
c.send(None)
try:
    c.throw(ValueError("v"))
except TypeError as e:
    print(repr(e.__cause__), repr(e.__context__))
