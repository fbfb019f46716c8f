# Attributes of functions, methods and code objects.


def f(a, b=1, *args, c, d=2, **kw) -> int:
    """doc of f"""
    x = a + b
    return x


print(f.__name__, f.__qualname__, f.__doc__, f.__module__, f.__defaults__, f.__kwdefaults__,
    f.__annotations__, f.__dict__, f.__closure__)
code = f.__code__
print(code.co_name, code.co_argcount, code.co_kwonlyargcount, code.co_posonlyargcount,
    code.co_nlocals, code.co_varnames, code.co_firstlineno, code.co_names, code.co_freevars,
    code.co_cellvars, code.co_flags & 0x0F, code.co_qualname)
f.attr = 5
f.__name__ = "renamed"
f.__doc__ = None
print(f.attr, f.__name__, f.__doc__, vars(f), code.co_name)
f.__defaults__ = (10,)
f.__kwdefaults__ = {"c": 20, "d": 3}
print(f(1), f.__kwdefaults__)


def g(a, b): return a * b


f.__code__ = g.__code__
print(f(3), f(3, 4))
print(f.__globals__ is globals(), f.__get__(5).__self__, f.__call__(2, 3), len.__name__,
    len.__doc__ is not None, len.__module__, len.__self__.__name__, [].append.__self__,
    [].append.__name__, str.upper.__name__, str.upper.__objclass__)


def outer():
    def inner(): pass
    return inner, lambda: 0, [0 for _ in ()]


print(outer()[0].__qualname__, outer()[1].__qualname__, outer()[1].__name__)
import types

h = types.FunctionType(g.__code__, {}, "made", (7,))
print(h(2), h.__name__, isinstance(f, types.FunctionType), types.SimpleNamespace(a=1, b="x"))
code2 = code.replace(co_name="other")
print(code2.co_name, code == code.replace(), hash(code) == hash(code.replace()), code != code2)
