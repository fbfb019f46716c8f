# Without SAVEALL nothing is uncollectable.
import gc

gc.disable()


class Node:
    def __del__(self):
        pass


for _ in range(10):
    a, b = Node(), Node()
    a.b, b.a = b, a
del a, b
print(gc.collect() >= 20, gc.garbage)
