# Generators in pipelines, delegation, send, generator expressions.
from time import process_time


def numbers(n):
    for i in range(n):
        yield i


def keep(source, k):
    for x in source:
        if x % k:
            yield x


def scale(source, k):
    for x in source:
        yield x * k


def tree(depth):
    if depth:
        yield from tree(depth - 1)
        yield depth
        yield from tree(depth - 1)


def running():
    total = 0
    while True:
        total += yield total


def work():
    total = sum(scale(keep(keep(numbers(200_000), 3), 5), 2))
    total += sum(tree(13))
    total += sum(x * x for x in range(200_000) if x & 1)
    r = running()
    next(r)
    for i in range(150_000):
        last = r.send(i)
    return total, last


start = process_time()
result = work()
print(process_time() - start, result)
