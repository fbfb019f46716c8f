# lru_cache, cache, cached_property, singledispatch.
from functools import cache, cached_property, lru_cache, singledispatch, singledispatchmethod

calls = []


@lru_cache(maxsize=3)
def f(x, y=0):
    calls.append(x)
    return x + y


print([f(i) for i in (1, 2, 3, 1, 4, 2)], calls, f.cache_info(), f.cache_parameters())
f.cache_clear()
print(f.cache_info(), f(1), f(1, 0), f(1, y=0), f(x=1), f.cache_info())
try:
    f([])
except TypeError as error:
    print(error)


@cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(100), fib.cache_info(), fib.__wrapped__(1), fib.__name__)


@lru_cache(maxsize=None, typed=True)
def t(x): return type(x).__name__


print(t(1), t(1.0), t(True), t.cache_info())


@lru_cache(0)
def none(x): return x


none(1), none(1)
print(none.cache_info())


class C:
    count = 0

    @cached_property
    def value(self):
        C.count += 1
        return "computed"


c = C()
print(c.value, c.value, C.count, c.__dict__)
del c.value
print(c.value, C.count)


@singledispatch
def show(x): return "object"


@show.register
def _(x: int): return "int"


@show.register(list)
def _(x): return "list of " + ", ".join(show(i) for i in x)


print(show("s"), show(1), show(True), show([1, "a"]), show.dispatch(bool)(1),
    sorted(k.__name__ for k in show.registry))


class D:
    @singledispatchmethod
    def go(self, x): return "default"

    @go.register
    def _(self, x: str): return "str"


print(D().go(1), D().go("a"))
