# Parameters of all kinds.


def show(a, b=2, /, c=3, *rest, d, e=5, **more):
    return a, b, c, rest, d, e, more


print(show(1, d=4))
print(show(1, 20, d=4))
print(show(1, 20, 30, 40, 50, d=4, x=6))
print(show(1, c=9, d=4, a=7, b=8))
print(show(*[1, 2], *(3, 4), **{"d": 1}, **{"z": 2}))


def only(*, key):
    return key


def pos(a, /):
    return a


def defaults(x, acc=[]):
    acc.append(x)
    return acc


print(only(key=1), pos(2))
print(defaults(1), defaults(2), defaults(3, []))
print((lambda *a, **k: (a, k))(1, 2, x=3))
print((lambda a, b=2, *c, d=4: (a, b, c, d))(1, d=0))


def annotated(a: int, *args: "s", b: list = None, **kw: 3) -> "result":
    pass


print(annotated.__annotations__)
print(show.__defaults__, show.__kwdefaults__, show.__code__.co_argcount,
      show.__code__.co_posonlyargcount, show.__code__.co_kwonlyargcount)
print(show.__code__.co_varnames, show.__code__.co_flags & 12)
