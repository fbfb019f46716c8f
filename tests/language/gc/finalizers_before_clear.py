# All __del__ of a garbage cycle run before any of it is torn down.
import gc

gc.disable()


class Node:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print(self.name, "sees", self.next.name, self.next.next.name)


a, b, c = Node("a"), Node("b"), Node("c")
a.next, b.next, c.next = b, c, a
del a, b, c
print(gc.collect() >= 3)
