# An exception stored in its own frame makes a cycle through the traceback.
import gc
import weakref

gc.disable()
gc.collect()


class Big:
    pass


def work():
    big = Big()
    r = weakref.ref(big)
    try:
        raise ValueError("kept")
    except ValueError as error:
        saved = error
    return r


r = work()
print("alive:", r() is not None)
gc.collect()
print("alive:", r() is not None)
