# The names of builtins, and what shadowing them does.
import builtins

expected = """abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex delattr dict
dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len
list locals map max memoryview min next object oct open ord pow print property quit range repr reversed round set setattr slice sorted staticmethod
str sum super tuple type vars zip __import__ __build_class__ Ellipsis NotImplemented""".split()
print([n for n in expected if not hasattr(builtins, n)])
len = lambda x: "shadowed"
print(len([]), builtins.len([]))
del len
print(len([]))
builtins.custom = "from builtins"
print(custom)
del builtins.custom
try:
    custom
except NameError as error:
    print(error)
space = {"__builtins__": {"len": lambda x: 99}}
print(eval("len([])", space))
try:
    eval("print(1)", space)
except NameError as error:
    print(error)


def f():
    max = 5
    return max


print(f(), max(1, 2), builtins is __builtins__, [].__class__.__name__, builtins.__name__)
