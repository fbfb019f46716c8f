# Statements that do nothing, and docstrings.


def f():
    ...


def g():
    "the docstring"
    pass


class C:
    """class doc"""


def h():
    f"not a docstring"


def i():
    b"not one either"


print(f(), g.__doc__, C.__doc__, h.__doc__, f.__doc__, i.__doc__)
pass; pass
...
"an expression statement"
1
print(Ellipsis, ..., type(...), repr(...))
x = None
print(x is None, type(None), bool(None), repr(NotImplemented))
