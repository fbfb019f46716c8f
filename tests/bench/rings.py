# Rings of garbage: the collector runs by itself again and again.
from time import process_time


class Node:
    def __init__(self):
        self.next = None


def ring(n):
    first = last = Node()
    for _ in range(n - 1):
        node = Node()
        last.next = node
        last = node
    last.next = first


def work():
    keep = [[] for _ in range(50_000)]
    for _ in range(60_000):
        a = []
        a.append(a)
    for _ in range(8_000):
        ring(10)
    for _ in range(30_000):
        a, b = {}, {}
        a["b"], b["a"] = b, a
    return len(keep)


start = process_time()
result = work()
print(process_time() - start, result)
