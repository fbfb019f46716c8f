# Function calls: positional, keyword, default, recursive.
from time import process_time


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def keyword(a, b=2, *, c=3):
    return a + b + c


def work():
    total = fib(25)
    for i in range(200_000):
        total += keyword(i) + keyword(i, 5) + keyword(i, b=1, c=2)
    return total


start = process_time()
result = work()
print(process_time() - start, result)
