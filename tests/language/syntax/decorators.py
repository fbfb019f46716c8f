# Decorators of functions and classes, their order, and arbitrary expressions.


def tag(name):
    print("make", name)

    def wrap(f):
        print("apply", name)
        f.tags = [name] + getattr(f, "tags", [])
        return f
    return wrap


@tag("outer")
@tag("inner")
def f():
    return "f"


print(f(), f.tags)


@tag("class")
class C:
    @staticmethod
    def s(x):
        return x

    @classmethod
    def c(cls):
        return cls.__name__

    @property
    def p(self):
        return "property"


print(C.tags, C.s(1), C().s(2), C.c(), C().c(), C().p)
table = {"d": lambda g: "replaced"}


@table["d"]
def g():
    pass


print(g)


@(lambda h: h() + 1)
def h():
    return 41


print(h)


def count_calls(function):
    def wrapper(*args):
        wrapper.calls += 1
        return function(*args)
    wrapper.calls = 0
    return wrapper


@count_calls
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(10), fib.calls)
