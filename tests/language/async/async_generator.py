# Asynchronous generators run by hand: asend, athrow, aclose, attributes.
import types


@types.coroutine
def suspend(value):
    return (yield value)


async def talk():
    try:
        got = yield 1
        print("got", got)
        got = await suspend("waiting")
        print("woken by", got)
        yield 2
        yield 3
    except KeyError as e:
        print("caught", repr(e))
        yield "handled"
    finally:
        await suspend("closing")
        print("finally")


def step(awaitable, value=None):
    try:
        return "suspended", awaitable.send(value)
    except StopIteration as e:
        return "gave", e.value
    except BaseException as e:
        return type(e).__name__, str(e)


g = talk()
print(type(g), repr(g).split(" at ")[0], g.__aiter__() is g)
print(g.ag_running, g.ag_await, g.ag_frame is not None, g.ag_code.co_name)
print(type(g.__anext__()), type(g.asend(1)), type(g.athrow(KeyError)), type(g.aclose()))
print(step(g.__anext__()))
a = g.asend("hello")
print(step(a), g.ag_running, g.ag_await is not None)
print(step(g.__anext__()), step(g.aclose()), step(g.athrow(KeyError)))
print(step(a, "alarm"), g.ag_running, g.ag_await)
print(step(a))
t = g.athrow(KeyError("k"))
print(step(t), step(t))
c = g.aclose()
print(step(c), step(c, 5), step(c))
print(step(g.__anext__()), step(g.aclose()), step(g.athrow(KeyError)), g.ag_frame)

g = talk()
print(step(g.asend("early")))
print(step(g.aclose()), step(g.__anext__()))
g = talk()
print(step(g.athrow(ValueError, "v")), step(g.__anext__()))


async def stubborn():
    while True:
        try:
            yield 1
        except GeneratorExit:
            yield "no"


g = stubborn()
print(step(g.__anext__()), step(g.aclose()), g.ag_running)
a = g.__anext__()
a.close()
print(step(a))
try:
    a.throw(KeyError)
except RuntimeError as e:
    print(e)
print(sorted(n for n in dir(g) if n not in dir(object)))
print(type(g)[int])
try:
    iter(g)
except TypeError as e:
    print(e)
g = talk()
step(g.__anext__())
a = g.asend(None)
step(a)
try:
    a.throw(KeyError("thrown"))
except StopIteration as e:
    print(e.value)
print(step(a), step(g.__anext__()), step(g.__anext__()))
