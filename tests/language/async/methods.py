# async methods: descriptors, inheritance, super, closures, defaults, decorators.
import contextlib
import functools


def run(c):
    try:
        c.send(None)
    except StopIteration as e:
        return e.value


class Base:
    kind = "base"

    async def name(self, *args, sep="-", **kw):
        return sep.join([self.kind, *args, *kw])

    @classmethod
    async def make(cls):
        return cls()

    @staticmethod
    async def static(x):
        return x

    @property
    async def prop(self):
        return self.kind * 2

    async def __call__(self):
        return "called"


class Derived(Base):
    kind = "derived"

    async def name(self, *args, **kw):
        return "[" + await super().name(*args, **kw) + "]"


async def main():
    d = await Derived.make()
    print(await d.name("a", "b", sep="+", c=1), await Base.static(3), await d.prop, await d())

    def logged(f):
        @functools.wraps(f)
        async def inner(*args, **kw):
            print("calls", f.__name__)
            return await f(*args, **kw)
        return inner

    total = 0

    @logged
    async def add(n, by=2):
        nonlocal total
        total += n * by
        return total

    print(await add(1), await add(2, by=3), add.__name__)

    @contextlib.asynccontextmanager
    async def manager(x):
        print("enter", x)
        try:
            yield x
        except ValueError as e:
            print("suppressed", e)
        finally:
            print("exit", x)

    async with manager(1) as m:
        print(m)
    async with manager(2):
        raise ValueError("inside")
    async with contextlib.AsyncExitStack() as stack:
        print(await stack.enter_async_context(manager(3)))
        stack.push_async_callback(Base.static, 1)
    async with contextlib.aclosing(numbers()) as g:
        async for x in g:
            print(x)
            break
    return await (lambda: Base.static("last"))()


async def numbers():
    try:
        yield 1
        yield 2
    finally:
        print("numbers closed")


print(run(main()))
