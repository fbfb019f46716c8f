# Iterators hold what they must and no more.
import itertools


class Noisy:
    def __init__(self, n): self.n = n
    def __del__(self): print(f"-{self.n}", end=" ")


for x in itertools.chain([Noisy(1)], (Noisy(i) for i in (2, 3))):
    print(x.n, end=" ")
del x
print("chain")
it = itertools.islice((Noisy(i) for i in range(5)), 2)
next(it)
print("taken")
del it
print("islice")
a, b = itertools.tee(Noisy(i) for i in range(3))
next(a)
next(a)
print("a ahead")
next(b)
print("b one")
del a
print("a gone")
del b
print("b gone")
g = itertools.groupby([1, 1, 2], key=lambda v: v)
next(g)
del g
for p in zip([Noisy(7)], [Noisy(8)]):
    pass
print("zip")
p = None
print("end")
