# Closures: late binding, shared cells, cell contents.

fs = [lambda: i for i in range(3)]
print([f() for f in fs])
gs = [lambda i=i: i for i in range(3)]
print([g() for g in gs])


def pair():
    value = 0

    def get():
        return value

    def put(v):
        nonlocal value
        value = v
    return get, put


get, put = pair()
put("shared")
print(get(), get.__closure__[0].cell_contents, get.__code__.co_freevars)
print(get.__closure__[0] is put.__closure__[0])


def deep(a):
    def one(b):
        def two(c):
            def three(d):
                return a, b, c, d
            return three
        return two
    return one


print(deep(1)(2)(3)(4))


def recursive(n):
    def go(k):
        return 1 if k == 0 else k * go(k - 1)
    return go(n)


print(recursive(10), recursive.__closure__)


def argument_cell(x, *args, **kw):
    def inner():
        return x, args, kw
    x += 1
    return inner


print(argument_cell(1, 2, k=3)())


def empty():
    if False:
        x = 1

    def inner():
        return x
    return inner


try:
    empty().__closure__[0].cell_contents
except ValueError as error:
    print(error)
