# Generators on generators, laziness, and infinite ones.


def naturals():
    n = 0
    while True:
        yield n
        n += 1


def take(n, it):
    for _, x in zip(range(n), it):
        yield x


def primes():
    found = []
    for n in naturals():
        if n > 1 and all(n % p for p in found if p * p <= n):
            found.append(n)
            yield n


print(list(take(15, primes())))
squares = (n * n for n in naturals() if n % 2)
print(list(take(5, squares)), next(squares))


def tree(depth, name=""):
    if depth:
        yield from tree(depth - 1, name + "l")
        yield name or "root"
        yield from tree(depth - 1, name + "r")


print(" ".join(tree(3)))


def permutations(items):
    if not items:
        yield []
    for i, x in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1:]):
            yield [x] + rest


print(list(permutations([1, 2, 3])))
g = naturals()
print([next(g) for _ in range(3)], next(g), sum(take(100, g)))
print(3 in naturals(), dict(zip("ab", naturals())), max(take(5, naturals())))
a, b, *c = take(4, naturals())
print(a, b, c)
