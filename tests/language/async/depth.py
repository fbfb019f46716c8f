# Chains of awaits, deep ones too.
import types


@types.coroutine
def suspend(value):
    return (yield value)


async def chain(n):
    if n == 0:
        return await suspend("bottom")
    return 1 + await chain(n - 1)


c = chain(200)
print(c.send(None))
try:
    c.send(5)
except StopIteration as e:
    print(e.value)


async def endless():
    await endless()


try:
    endless().send(None)
except RecursionError as e:
    print(e)


async def generators(n):
    if n:
        async for x in generators(n - 1):
            yield x + 1
    else:
        yield await suspend(0)


async def total():
    return [x async for x in generators(50)]


c = total()
c.send(None)
try:
    c.send(0)
except StopIteration as e:
    print(e.value)
