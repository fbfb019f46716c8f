# A small round-robin scheduler with sleeping tasks and a queue.
import collections
import types


@types.coroutine
def switch(what=None):
    return (yield what)


class Queue:
    def __init__(self):
        self.items, self.closed = collections.deque(), False

    async def put(self, x):
        while len(self.items) >= 2:
            await switch()
        self.items.append(x)

    def __aiter__(self):
        return self

    async def __anext__(self):
        while not self.items:
            if self.closed:
                raise StopAsyncIteration
            await switch()
        return self.items.popleft()


log = []


async def producer(q, n):
    for i in range(n):
        await q.put(i)
        log.append(f"put {i}")
    q.closed = True
    return n


async def consumer(q, name):
    total = 0
    async for x in q:
        log.append(f"{name} takes {x}")
        total += x
        await switch()
    return total


def run(**tasks):
    ready, results = collections.deque(tasks.items()), {}
    while ready:
        name, task = ready.popleft()
        try:
            task.send(None)
        except StopIteration as e:
            results[name] = e.value
        else:
            ready.append((name, task))
    return results


q = Queue()
print(run(p=producer(q, 6), a=consumer(q, "a"), b=consumer(q, "b")))
print(*log, sep="\n")
