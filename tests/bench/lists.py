# Lists: append, index, slice, sort, comprehensions, nested loops.
from time import process_time


def multiply(a, b):
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def work():
    seed, items = 12345, []
    for _ in range(120_000):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        items.append(seed >> 8)
    ordered = sorted(items)
    by_last = sorted(items, key=lambda v: v % 1000)
    evens = [v // 2 for v in items if v % 2 == 0]
    grid = [[0] * 200 for _ in range(200)]
    for y in range(200):
        row = grid[y]
        for x in range(200):
            row[x] = x * y
    total = 0
    for y in range(1, 199):
        for x in range(1, 199):
            total += grid[y - 1][x] - grid[y + 1][x] + grid[y][x - 1] * grid[y][x + 1] % 5
    m = [[i * j % 7 for j in range(45)] for i in range(45)]
    product = multiply(m, m)
    stack = []
    for v in items:
        stack.append(v)
        if len(stack) > 50:
            stack.pop()
            stack.pop()
    return ordered[1000], by_last[5], len(evens), total, product[3][4], len(stack), items[::-7][11]


start = process_time()
result = work()
print(process_time() - start, result)
