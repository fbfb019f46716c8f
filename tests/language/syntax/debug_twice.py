# __debug__ more than once, in all kinds of scopes.
print(__debug__)
print(__debug__, [__debug__ for _ in range(2)])


class A:
    x = __debug__
    if __debug__:
        def f(self, y=__debug__):
            if __debug__:
                return __debug__ and y


def g():
    class B:
        z = (__debug__, not __debug__)
    assert __debug__
    return B.z, lambda: __debug__


print(A.x, A().f(), g()[0], g()[1](), f'{__debug__}', "__debug__", A.__dict__.get('__debug__'))
