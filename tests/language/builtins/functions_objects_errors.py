# What goes wrong: attributes of functions, methods and code objects.


def f(a, b=1, *args, c, d=2, **kw) -> int:
    """doc of f"""
    x = a + b
    return x


f.attr = 5
f.__name__ = "renamed"
f.__doc__ = None
f.__defaults__ = (10,)
f.__kwdefaults__ = {"c": 20, "d": 3}


def g(a, b): return a * b


f.__code__ = g.__code__
for bad in ("f.__code__ = 5", "f.__defaults__ = 5", "f.__name__ = 5", "f.__dict__ = 5",
        "f.__kwdefaults__ = 5", "f.__closure__ = ()", "f.__globals__ = {}",
        "f.__annotations__ = 5", "f.__code__.co_name = 'x'", "del f.__name__", "del f.__code__",
        "f()", "type(f)()"):
    try:
        exec(bad)
        print(bad, "fine")
    except Exception as error:
        print(bad, "|", type(error).__name__, error)
