# async with: order, what is awaited, exceptions, errors.
import types


@types.coroutine
def suspend(value):
    return (yield value)


class CM:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    async def __aenter__(self):
        await suspend(f"enter {self.name}")
        return self.name.upper()

    async def __aexit__(self, kind, value, tb):
        await suspend(f"exit {self.name}")
        print(self.name, kind, value, tb is not None)
        return self.swallow


def run(c):
    seen = []
    try:
        while True:
            seen.append(c.send(None))
    except StopIteration as e:
        return seen, e.value
    except Exception as e:
        return seen, repr(e), repr(e.__context__)


async def two():
    async with CM("a") as a, CM("b") as b:
        return a, b


async def swallowed():
    async with CM("a", True):
        async with CM("b"):
            1 / 0
    return "after"


async def loop():
    for i in range(3):
        async with CM(str(i)):
            if i == 0:
                continue
            break
    return i


async def escapes():
    async with CM("a"):
        raise KeyError("k")


for f in (two, swallowed, loop, escapes):
    print(run(f()))


class NoExit:
    async def __aenter__(self):
        pass


class Plain:
    def __aenter__(self):
        return 1

    def __aexit__(self, *e):
        return 2


class PlainExit:
    async def __aenter__(self):
        return 1

    def __aexit__(self, *e):
        return "text"


async def use(m):
    async with m:
        pass


async def use_raising(m):
    async with m:
        raise KeyError


for m in (1, NoExit(), Plain(), PlainExit(), open("/dev/null")):
    print(run(use(m)))
print(run(use_raising(PlainExit())))


async def sync_with():
    with CM("x"):
        pass


print(run(sync_with()))
