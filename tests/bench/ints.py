# Integer arithmetic: Collatz lengths, a sieve, modular sums, some big numbers.
from time import process_time


def collatz(limit):
    best = longest = 0
    for n in range(1, limit):
        length, x = 1, n
        while x != 1:
            x = 3 * x + 1 if x & 1 else x >> 1
            length += 1
        if length > longest:
            best, longest = n, length
    return best, longest


def sieve(limit):
    flags = bytearray([1]) * (limit + 1)
    count = 0
    for n in range(2, limit + 1):
        if flags[n]:
            count += 1
            for multiple in range(n * n, limit + 1, n):
                flags[multiple] = 0
    return count


def work():
    h = 0
    for i in range(300_000):
        h = (h * 31 + i) % 1_000_003
    a, b = 0, 1
    for _ in range(3_000):
        a, b = b, a + b
    return collatz(12_000), sieve(400_000), h, a % 10**9


start = process_time()
result = work()
print(process_time() - start, result)
