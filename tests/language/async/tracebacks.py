# Tracebacks lead through awaits.
import traceback
import types


@types.coroutine
def suspend(value):
    return (yield value)


async def deep():
    await suspend(1)
    raise ValueError("deep")


async def middle():
    return await deep()


async def generator():
    yield await middle()


class Manager:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *e):
        await deep()


async def top():
    async for x in generator():
        pass


async def manages():
    async with Manager():
        raise KeyError("first")


def run(c):
    try:
        while True:
            c.send(None)
    except StopIteration as e:
        return e.value
    except Exception:
        print(traceback.format_exc())


run(middle())
run(top())
run(manages())
c = middle()
c.send(None)
try:
    c.throw(OSError("thrown"))
except OSError:
    print(traceback.format_exc())
c = middle()
try:
    c.throw(OSError("at once"))
except OSError:
    print(traceback.format_exc())
