# Private names in classes.


class A:
    __secret = 1
    __dunder__ = 2

    def __init__(self):
        self.__x = "ax"

    def get(self, __arg=3):
        __local = 5
        return self.__x, __local, __arg, self.__secret

    class __Inner:
        pass


class B(A):
    def __init__(self):
        super().__init__()
        self.__x = "bx"


class _Under:
    __y = 4


class __:
    __z = 5


b = B()
print(b.get(), b._A__x, b._B__x, A._A__secret, A.__dunder__)
print(sorted(n for n in dir(A) if "A__" in n), _Under._Under__y)
print(hasattr(b, "__x"), A.get.__code__.co_varnames, A._A__Inner.__name__, __.__z)


class G:
    def f(self):
        global __glob
        __glob = 1
        try:
            import __no_such
        except ImportError as error:
            return str(error)


print(G().f(), "_G__glob" in globals())
