# Many generators alive at once, deep delegation.


def count(n):
    while n:
        yield n
        n -= 1


gs = [count(i % 7) for i in range(5000)]
total = 0
while gs:
    alive = []
    for g in gs:
        for x in g:
            total += x
            alive.append(g)
            break
    gs = alive
print(total)


def nest(depth):
    if depth:
        yield from nest(depth - 1)
    yield depth


print(sum(nest(300)))


def too_deep(n):
    yield from too_deep(n + 1)


try:
    next(too_deep(0))
except RecursionError as error:
    print(str(error)[:32])
