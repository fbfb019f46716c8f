# inspect, types and collections.abc know coroutines and asynchronous generators.
import collections.abc
import inspect
import types


async def f():
    pass


async def g():
    yield


def h():
    yield


@types.coroutine
def t():
    yield


c, a, n, k = f(), g(), h(), t()
objects = {"f": f, "g": g, "h": h, "t": t, "c": c, "a": a, "n": n, "k": k, "m": lambda: (yield)}
for name, x in objects.items():
    print(name, inspect.iscoroutinefunction(x), inspect.isasyncgenfunction(x),
          inspect.isgeneratorfunction(x), inspect.iscoroutine(x), inspect.isasyncgen(x),
          inspect.isgenerator(x), inspect.isawaitable(x))
    print([i for i in ("Awaitable", "Coroutine", "AsyncIterable", "AsyncIterator",
                       "AsyncGenerator", "Generator", "Iterator")
           if isinstance(x, getattr(collections.abc, i))])
print(inspect.getcoroutinestate(c))
print(types.CoroutineType is type(c), types.AsyncGeneratorType is type(a))
print(inspect.getcoroutinelocals(c))
c.close()
print(inspect.getcoroutinestate(c))
print([bin(x.__code__.co_flags & 0x3a0) for x in (f, g, h, t)])


class C:
    async def method(self):
        pass

    @staticmethod
    async def static():
        pass


print(inspect.iscoroutinefunction(C.method), inspect.iscoroutinefunction(C().method),
      inspect.iscoroutinefunction(C.static))
