# async for over iterators written as classes, and its errors.
import types


@types.coroutine
def suspend(value):
    return (yield value)


class Count:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        self.i = 0
        return self

    async def __anext__(self):
        if self.i == self.n:
            raise StopAsyncIteration
        self.i += 1
        return await suspend(self.i)


def run(c):
    seen = []
    try:
        while True:
            seen.append(c.send(len(seen) * 10 if seen else None))
    except StopIteration as e:
        return seen, e.value
    except Exception as e:
        return seen, repr(e), repr(e.__cause__)


async def whole():
    out = []
    async for x in Count(3):
        out.append(x)
    else:
        out.append("else")
    return out


async def broken():
    async for x in Count(3):
        if x == 10:
            continue
        if x == 20:
            break
    else:
        return "no"
    return x


async def nested():
    out = []
    async for x in Count(2):
        async for y in Count(2):
            out.append((x, y))
            if y == 20:
                break
    return out


async def unpacked():
    class Pairs:
        def __aiter__(self):
            return self

        n = 0

        async def __anext__(self):
            self.n += 1
            if self.n > 2:
                raise StopAsyncIteration
            return self.n, -self.n

    return [(b, a) async for a, b in Pairs()]


for f in (whole, broken, nested, unpacked):
    print(run(f()))


class NoNext:
    def __aiter__(self):
        return 1


class BadNext:
    def __aiter__(self):
        return self

    def __anext__(self):
        return 5


class AwaitRaises:
    def __aiter__(self):
        return self

    def __anext__(self):
        return self

    def __await__(self):
        raise ZeroDivisionError


class Awaitable:
    n = 0

    def __aiter__(self):
        return self

    def __anext__(self):
        self.n += 1
        if self.n == 3:
            raise StopAsyncIteration
        return self

    def __await__(self):
        yield "suspended"
        return self.n


async def over(x):
    out = []
    async for item in x:
        out.append(item)
    return out


for x in ([1], NoNext(), BadNext(), AwaitRaises(), Awaitable()):
    print(run(over(x)))


async def plain_for():
    for x in Count(1):
        pass


print(run(plain_for()))
