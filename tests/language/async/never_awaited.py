# The warning about a coroutine nobody awaited, and when there is none.
import gc
import sys
import warnings


def show(message, category, filename, lineno, file=None, line=None):
    print(category.__name__, message, lineno)


warnings.showwarning = show
warnings.simplefilter("always")


async def f():
    pass


def make():
    f()
    c = f()
    c.close()
    c = f()
    try:
        c.send(None)
    except StopIteration:
        pass
    c = f()
    try:
        c.throw(KeyError)
    except KeyError:
        pass


make()
c = f()
del c
loop = [f()]
loop.append(loop)
del loop
gc.collect()
warnings.simplefilter("error")


def hook(u):
    print("unraisable", type(u.exc_value).__name__, u.exc_value, type(u.object))


sys.unraisablehook = hook
f()
warnings.simplefilter("always")
print(sys.get_coroutine_origin_tracking_depth())
sys.set_coroutine_origin_tracking_depth(2)
print(sys.get_coroutine_origin_tracking_depth())


def inner():
    return f()


def outer():
    return inner()


c = outer()
print([(line, name) for _, line, name in c.cr_origin])
del c
sys.set_coroutine_origin_tracking_depth(0)
for bad in (-1, "x"):
    try:
        sys.set_coroutine_origin_tracking_depth(bad)
    except (ValueError, TypeError) as e:
        print(e)
c = f()
print(c.cr_origin)
c.close()
