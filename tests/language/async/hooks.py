# sys.set_asyncgen_hooks: told of generators at their first run and when they die unfinished.
import gc
import sys


async def numbers():
    yield 1
    yield 2


def first(g):
    print("first", g.__name__)


kept = []


def last(g):
    print("finalizer", g.__name__)
    kept.append(g)


def step(g):
    try:
        g.__anext__().send(None)
    except StopIteration as e:
        print(e.value)
    except StopAsyncIteration:
        print("end")


print(sys.get_asyncgen_hooks(), type(sys.get_asyncgen_hooks()).__name__)
sys.set_asyncgen_hooks(first, last)
hooks = sys.get_asyncgen_hooks()
print(hooks.firstiter is first, hooks.finalizer is last, len(hooks))
g = numbers()
del g
g = numbers()
step(g)
step(g)
del g
step(kept[0])
kept.clear()
g = numbers()
for _ in range(3):
    step(g)
del g
g = numbers()
step(g)
holder = [g]
holder.append(holder)
del g, holder
print(gc.collect() > 0, len(kept))
kept.clear()
sys.set_asyncgen_hooks(firstiter=None)
print(sys.get_asyncgen_hooks().firstiter, sys.get_asyncgen_hooks().finalizer is last)
for bad in ({"firstiter": 1}, {"finalizer": "x"}):
    try:
        sys.set_asyncgen_hooks(**bad)
    except TypeError as e:
        print(e)
sys.set_asyncgen_hooks(finalizer=None, firstiter=lambda g: 1 / 0)
try:
    numbers().__anext__()
except ZeroDivisionError as e:
    print(e)
