# Asynchronous comprehensions and generator expressions.
import types


@types.coroutine
def suspend(value):
    return (yield value)


async def numbers(n):
    for i in range(n):
        await suspend(i)
        yield i


async def double(x):
    await suspend("double")
    return x * 2


def run(c):
    seen = []
    try:
        while True:
            seen.append(c.send(None))
    except StopIteration as e:
        return len(seen), e.value
    except Exception as e:
        return len(seen), repr(e)


async def lists():
    return ([x async for x in numbers(3)], [await double(x) for x in range(3)],
            [x + y async for x in numbers(2) for y in range(2) if x < 1],
            [await double(x) async for x in numbers(3) if await double(x) > 0])


async def others():
    return ({x async for x in numbers(3)}, {x: await double(x) async for x in numbers(2)})


async def nested():
    return [[y async for y in numbers(x)] for x in range(3)]


async def genexps():
    g = (x * 10 async for x in numbers(3))
    h = (await double(x) for x in range(2))
    print(type(g), type(h), g.__name__)
    return [x async for x in g], [x async for x in h]


async def fails():
    return [1 // x async for x in numbers(2)]


async def scope():
    n = 2
    return [(lambda: x + n)() async for x in numbers(n)]


for f in (lists, others, nested, genexps, fails, scope):
    print(run(f()))
