# Attributes read and written, methods called, properties, slots.
from time import process_time


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def step(self, dx, dy):
        self.x += dx
        self.y += dy

    @property
    def sum(self):
        return self.x + self.y


class Slotted:
    __slots__ = ("a", "b", "c")
    limit = 1000

    def __init__(self):
        self.a = self.b = self.c = 0

    def tick(self):
        self.a += 1
        if self.a == self.limit:
            self.a = 0
            self.b += 1
        self.c = self.a + self.b


def work():
    p, s = Point(0, 0), Slotted()
    total = 0
    for i in range(400_000):
        p.step(1, 2)
        s.tick()
        total += p.sum + s.c
    return total


start = process_time()
result = work()
print(process_time() - start, result)
