# A self-referring instance counts as one object, as two once its __dict__ was asked for.
import gc


class Node:
    def __init__(self):
        self.me = self


gc.disable()
gc.collect()
Node()
print(gc.collect())
n = Node()
n.__dict__
del n
print(gc.collect())
for _ in range(5):
    Node()
print(gc.collect())
