# What can be awaited, and what is said of what cannot.
import types


async def coro():
    return "coroutine"


@types.coroutine
def decorated():
    got = yield "from decorated"
    return got


def plain():
    yield 1


class Gen:
    def __await__(self):
        got = yield "from __await__"
        return ("gen", got)


class Iter:
    def __await__(self):
        return iter([1, 2])


class Coroutine:
    def __await__(self):
        return coro()


class Not:
    def __await__(self):
        return 42


class Raises:
    def __await__(self):
        raise LookupError("no")


async def wait(x):
    return await x


def run(c):
    seen = []
    try:
        while True:
            seen.append(c.send("sent" if seen else None))
    except StopIteration as e:
        return seen, e.value
    except Exception as e:
        return seen, type(e).__name__, str(e)


for make in (coro, decorated, plain, Gen, Coroutine, Not, Raises, lambda: 1, lambda: None,
             lambda: [], object, lambda: coro):
    print(run(wait(make())))


async def over():
    return await Iter()


c = over()
print(c.send(None), c.send(None))
try:
    c.send(None)
except StopIteration as e:
    print(e.value)
c = over()
c.send(None)
try:
    c.send("value")
except AttributeError as e:
    print(e)


def delegates(x):
    return (yield from x)


c = coro()
try:
    next(delegates(c))
except TypeError as e:
    print(e)
c.close()
old = types.coroutine(delegates)
print(run(old(coro())), old is delegates)
