# Exceptions raised and caught, with statements, finally.
from time import process_time


class Managed:
    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return exc[0] is KeyError


def check(i):
    if i % 3 == 0:
        raise ValueError(i)
    return i


def work():
    total, manager, d = 0, Managed(), {1: 2}
    for i in range(120_000):
        try:
            total += check(i)
        except ValueError as error:
            total -= error.args[0] & 3
        finally:
            total += 1
    for i in range(80_000):
        with manager:
            total += d[i & 3]
    return total


start = process_time()
result = work()
print(process_time() - start, result)
