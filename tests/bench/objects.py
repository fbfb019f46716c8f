# Objects made and dropped: instances, tuples, lists, closures, a tree of nodes.
from time import process_time


class Node:
    def __init__(self, left, right):
        self.left, self.right = left, right

    def count(self):
        return 1 if self.left is None else 1 + self.left.count() + self.right.count()


class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)


def tree(depth):
    return Node(tree(depth - 1), tree(depth - 1)) if depth else Node(None, None)


def work():
    total = 0
    for _ in range(8):
        total += tree(12).count()
    v, step = Vector(0, 0), Vector(1, 2)
    for _ in range(200_000):
        v = v + step
    for i in range(200_000):
        pair = (i, [i, i + 1])
        total += len(pair[1])
    for i in range(100_000):
        f = lambda x: x + i
        total += f(1)
    return total, v.x, v.y


start = process_time()
result = work()
print(process_time() - start, result)
