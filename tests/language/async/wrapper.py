# __await__() of a coroutine gives a coroutine_wrapper.
import types


@types.coroutine
def suspend(value):
    return (yield value)


async def f():
    try:
        return await suspend(1)
    except KeyError as e:
        return repr(e)


async def g():
    return "plain"


w = f().__await__()
print(type(w), iter(w) is w, sorted(n for n in dir(w) if n not in dir(object)))
print(next(w))
try:
    w.send("sent")
except StopIteration as e:
    print(e.value)
w = f().__await__()
next(w)
try:
    w.throw(KeyError, "k")
except StopIteration as e:
    print(e.value)
w = f().__await__()
print(w.send(None), w.close())
try:
    next(w)
except RuntimeError as e:
    print(e)


class Later:
    def __await__(self):
        return g().__await__()


async def h():
    return await Later(), [await Later() for _ in range(2)]


try:
    h().send(None)
except StopIteration as e:
    print(e.value)
try:
    type(w)()
except TypeError as e:
    print(e)
