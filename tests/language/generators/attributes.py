# What a generator object shows.


def count(n):
    """the doc"""
    for i in range(n):
        yield i


g = count(3)
print(g.__name__, g.__qualname__, g.gi_code is count.__code__, type(g).__name__)
print(iter(g) is g, g.gi_running, g.gi_frame.f_locals)
next(g)
print(g.gi_frame.f_locals, g.gi_frame.f_lineno)
g.__name__ = "renamed"
print(g.__name__, repr(g).startswith("<generator object count at"))
for x in g:
    pass
print(g.gi_frame, g.gi_yieldfrom)
import inspect

g = count(1)
print(inspect.getgeneratorstate(g))
next(g)
print(inspect.getgeneratorstate(g))
g.close()
print(inspect.getgeneratorstate(g), inspect.isgenerator(g), inspect.isgeneratorfunction(count))
for name in ("gi_code", "gi_frame"):
    try:
        setattr(g, name, 1)
    except AttributeError as error:
        print(error)
