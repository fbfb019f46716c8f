# asyncio: queues, locks, events, semaphores, conditions; generators that the loop closes.
import asyncio


async def producer(q, n):
    for i in range(n):
        await q.put(i)
    await q.put(None)


async def consumer(q):
    got = []
    while (x := await q.get()) is not None:
        got.append(x)
    return got


async def guarded(lock, log, who):
    async with lock:
        log.append(f"{who} in")
        await asyncio.sleep(0)
        log.append(f"{who} out")


async def numbers():
    try:
        for i in range(10):
            yield i
            await asyncio.sleep(0)
    finally:
        await asyncio.sleep(0)
        print("numbers closed")


async def main():
    q = asyncio.Queue(2)
    print((await asyncio.gather(producer(q, 5), consumer(q)))[1])
    log = []
    lock = asyncio.Lock()
    await asyncio.gather(*(guarded(lock, log, w) for w in "abc"))
    print(log, lock.locked())
    event = asyncio.Event()
    waiters = [asyncio.create_task(event.wait()) for _ in range(2)]
    await asyncio.sleep(0)
    event.set()
    print(await asyncio.gather(*waiters))
    limit, running, most = asyncio.Semaphore(2), 0, 0

    async def limited():
        nonlocal running, most
        async with limit:
            running += 1
            most = max(most, running)
            await asyncio.sleep(0)
            running -= 1

    await asyncio.gather(*(limited() for _ in range(6)))
    print(most)
    condition, items = asyncio.Condition(), []

    async def waits():
        async with condition:
            await condition.wait_for(lambda: items)
            return items.pop()

    w = asyncio.create_task(waits())
    await asyncio.sleep(0)
    async with condition:
        items.append("item")
        condition.notify_all()
    print(await w)
    async for x in numbers():
        if x == 2:
            break
    await asyncio.sleep(0)
    g = numbers()
    print(await anext(g))
    loop = asyncio.get_running_loop()
    order = []
    loop.call_soon(order.append, "soon")
    now, done = loop.time(), loop.create_future()
    loop.call_at(now + 0.002, order.append, "later")
    loop.call_at(now + 0.001, order.append, "sooner")
    loop.call_at(now + 0.003, done.set_result, None)
    await done
    print(order)
    kept.append(g)


kept = []
asyncio.run(main())
print("end")
