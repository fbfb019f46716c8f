# asyncio: run, tasks, gather, cancellation, timeouts, groups.
import asyncio
import contextvars

name = contextvars.ContextVar("name", default="nobody")


async def later(x, n=1):
    for _ in range(n):
        await asyncio.sleep(0)
    return x


async def forever():
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        print("cleaned up")


async def greets(who):
    name.set(who)
    await asyncio.sleep(0)
    return name.get()


async def fails(e):
    await asyncio.sleep(0)
    raise e


async def main():
    print(await asyncio.gather(later(1, 3), later(2), later(3, 2)))
    print(await asyncio.gather(greets("a"), greets("b")), name.get())
    t = asyncio.create_task(forever(), name="endless")
    await asyncio.sleep(0)
    print(t.get_name(), t.done(), t.cancel())
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled", t.cancelled())
    try:
        await asyncio.wait_for(forever(), 0.001)
    except TimeoutError:
        print("timed out")
    try:
        async with asyncio.timeout(0.001):
            await forever()
    except TimeoutError:
        print("timed out again")
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails(KeyError("k")))
            group.create_task(forever())
    except* KeyError as e:
        print(repr(e))
    print(await asyncio.gather(fails(ValueError("v")), later(1), return_exceptions=True))
    done, pending = await asyncio.wait([asyncio.create_task(later(i, i)) for i in range(3)])
    print(sorted(t.result() for t in done), len(pending))
    print([await f for f in asyncio.as_completed([later("x", 2)])])
    print(await asyncio.shield(later("shielded")))
    return "done"


print(asyncio.run(main()))
try:
    asyncio.run(fails(OSError("out")))
except OSError as e:
    print(e)
try:
    asyncio.run(print)
except ValueError as e:
    print(str(e).split("<")[0])


async def nested():
    c = later(1)
    try:
        asyncio.run(c)
    except RuntimeError as e:
        print(e)
    c.close()


asyncio.run(nested())
