# __main__, __name__, and a module run by runpy-like exec.
import sys

print(__name__, sys.modules["__main__"].__dict__ is globals())
import __main__

variable = 5
print(__main__.variable, __main__ is sys.modules[__name__])
if __name__ == "__main__":
    print("as a script")


def f():
    return __name__


print(f(), f.__module__, f.__globals__ is globals())


class C:
    pass


print(C.__module__, C, __annotations__ if "__annotations__" in globals() else "no annotations")
