# StopIteration and StopAsyncIteration do not leave by raising.


async def stop():
    raise StopIteration("mine")


async def stop_async():
    raise StopAsyncIteration("mine")


async def generator_stop():
    yield 1
    raise StopIteration("mine")


async def generator_stop_async():
    yield 1
    raise StopAsyncIteration("mine")


async def walk(g):
    async for x in g:
        print("got", x)


for c in (stop(), stop_async(), walk(generator_stop()), walk(generator_stop_async())):
    try:
        c.send(None)
    except Exception as e:
        print(repr(e), repr(e.__cause__), repr(e.__context__), e.__suppress_context__)


async def value(v):
    return v


for v in (None, 1, (1, 2), (), ValueError("x"), StopIteration(3)):
    try:
        value(v).send(None)
    except StopIteration as e:
        print(repr(e), e.args, repr(e.value))
