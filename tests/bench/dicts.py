# Dictionaries: insert, look up, update, delete, walk; keys of several kinds.
from time import process_time


def work():
    squares = {}
    for i in range(150_000):
        squares[i] = i * i
    total = 0
    for i in range(0, 150_000, 3):
        if i in squares:
            total += squares[i]
            del squares[i]
    names = {f"name{i}": i for i in range(50_000)}
    for k, v in names.items():
        total += v & 7
    for i in range(100_000):
        total += names[f"name{i % 5000}"]
    points = {}
    for i in range(60_000):
        key = (i % 300, i % 7)
        points[key] = points.get(key, 0) + 1
    groups = {}
    for i in range(60_000):
        groups.setdefault(i % 97, []).append(i)
    return total, len(squares), len(points), sum(len(g) for g in groups.values())


start = process_time()
result = work()
print(process_time() - start, result)
