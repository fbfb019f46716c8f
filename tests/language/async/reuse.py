# A coroutine runs once, and for one awaiter.
import types


@types.coroutine
def suspend():
    yield


async def inner():
    await suspend()
    return 1


async def outer(c):
    return await c


c = inner()
a, b = outer(c), outer(c)
a.send(None)
try:
    b.send(None)
except RuntimeError as e:
    print(e)
try:
    a.send(None)
except StopIteration as e:
    print(e.value)
d = outer(c)
try:
    d.send(None)
except RuntimeError as e:
    print(e)


async def itself():
    me.send(None)


me = itself()
try:
    me.send(None)
except ValueError as e:
    print(e)


async def awaits_itself():
    await me


me = awaits_itself()
try:
    me.send(None)
except Exception as e:
    print(type(e).__name__, e)


async def stubborn():
    try:
        await suspend()
    except GeneratorExit:
        await suspend()


s = stubborn()
s.send(None)
try:
    s.close()
except RuntimeError as e:
    print(e)
try:
    s.send(None)
except StopIteration as e:
    print("ended", e.value)
