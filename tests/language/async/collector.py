# Coroutines in cycles are found, and what they hold dies in time.
import gc
import types
import weakref


@types.coroutine
def suspend(value=None):
    return (yield value)


class Thing:
    def __del__(self):
        print("thing dies")


async def holds(x):
    try:
        await suspend()
    finally:
        print("finally")


gc.collect()
c = holds(Thing())
c.send(None)
r = weakref.ref(c)
print(gc.is_tracked(c), r() is c)
del c
print(r())

holder = []
c = holds(holder)
holder.append(c)
c.send(None)
r = weakref.ref(c)
del c, holder
print("collecting")
gc.collect()
print(r())


async def keeps(box, thing):
    box.append(1)
    yield thing
    yield 2


box = []
g = keeps(box, Thing())
box.append(g)
a = g.__anext__()
try:
    a.send(None)
except StopIteration as e:
    print(type(e.value).__name__)
e = None
del g, box, a
print("collecting")
gc.collect()
a = keeps([], Thing()).asend(None)
print(gc.is_tracked(a), [type(x).__name__ for x in gc.get_referents(a)])
del a


async def clears():
    x = Thing()
    await suspend()


c = clears()
c.send(None)
c.cr_frame.clear()
print(c.cr_frame)
