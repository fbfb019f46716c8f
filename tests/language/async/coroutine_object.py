# A coroutine's methods and attributes, run by hand.
import types


@types.coroutine
def suspend(value):
    return (yield value)


async def pair(a):
    x = await suspend(a)
    y = await suspend(a + 1)
    return x, y


c = pair(1)
print(type(c), c.__name__, c.__qualname__, repr(c).split(" at ")[0])
print(c.cr_await, c.cr_running, c.cr_suspended, c.cr_origin)
print(c.cr_code.co_name, c.cr_frame.f_code is c.cr_code, bool(c.cr_code.co_flags & 0x80))
print(c.send(None), c.cr_suspended, c.cr_await.gi_frame.f_locals)
print(c.send("x"))
try:
    c.send("y")
except StopIteration as e:
    print(e.value)
print(c.cr_frame, c.cr_await, c.cr_suspended)
for step in (lambda: c.send(None), lambda: c.throw(KeyError), lambda: c.close()):
    try:
        print(step())
    except RuntimeError as e:
        print(e)

c = pair(1)
try:
    c.send(1)
except TypeError as e:
    print(e)
c.__name__, c.__qualname__ = "other", "a.other"
print(repr(c).split(" at ")[0])
try:
    c.__name__ = 1
except TypeError as e:
    print(e)
try:
    iter(c)
except TypeError as e:
    print(e)
try:
    next(c)
except TypeError as e:
    print(e)
try:
    type(c)()
except TypeError as e:
    print(e)
print(c.close(), c.close(), c.cr_frame)
print(sorted(n for n in dir(c) if n not in dir(object)))
