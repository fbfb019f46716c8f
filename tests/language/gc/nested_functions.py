# A recursive closure is a cycle: function, cell, function.
import gc
import weakref

gc.disable()
gc.collect()


def outer():
    def fact(n):
        return 1 if n < 2 else n * fact(n - 1)
    print(fact(10))
    return weakref.ref(fact)


r = outer()
print(r() is not None)
print(gc.collect() >= 2)
print(r())
