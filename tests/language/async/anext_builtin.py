# aiter() and anext(), with a default too.
import types


@types.coroutine
def suspend(value):
    return (yield value)


async def numbers():
    yield await suspend("first")
    yield 2


def run(c):
    seen = []
    try:
        while True:
            seen.append(c.send("sent" if seen else None))
    except StopIteration as e:
        return seen, e.value
    except BaseException as e:
        return seen, repr(e)


async def all_of():
    g = aiter(numbers())
    return await anext(g), await anext(g), await anext(g, "end"), await anext(g, None)


async def ends():
    g = numbers()
    await anext(g)
    await anext(g)
    await anext(g)


print(run(all_of()))
print(run(ends()))
g = numbers()
a = anext(g, "default")
print(type(a), iter(a) is a, a.send(None))
try:
    a.throw(StopAsyncIteration)
except RuntimeError as e:
    print(e)
a = anext(g, "default")
try:
    next(a)
except StopIteration as e:
    print(e.value)
print(anext(numbers(), 1).close())


class Own:
    def __aiter__(self):
        return self

    async def __anext__(self):
        raise StopAsyncIteration


print(run(anext(Own(), "own")))


class Wrong:
    def __aiter__(self):
        return 1

    def __anext__(self):
        return 2


for call in (lambda: aiter(1), lambda: aiter(Wrong()), lambda: anext(1), lambda: anext(1, 2),
             lambda: next(anext(Wrong(), 3)), lambda: anext(), lambda: aiter()):
    try:
        print(call())
    except TypeError as e:
        print(e)
