# count, cycle, repeat, islice.
from itertools import count, cycle, islice, repeat

print(list(islice(count(), 3)), list(islice(count(5, -2), 4)), list(islice(count(0.5, 0.25), 3)),
    list(islice(count(2**62, 2**62), 3)), count(3), count(1, 2), count(1.5))
print(list(islice(cycle("ab"), 5)), list(cycle([])), list(repeat("x", 3)),
    list(islice(repeat(1), 2)), repeat(5, 2), repeat(5), list(repeat(1, -1)),
    list(map(pow, range(4), repeat(2))))
print(list(islice("abcdef", 2)), list(islice("abcdef", 2, 4)), list(islice("abcdef", 1, None, 2)),
    list(islice("abc", 0)), list(islice("abc", 5, 9)), list(islice(range(10), None)))
it = iter(range(10))
print(list(islice(it, 3)), list(it)[:2], count(True), next(count(1j)),
    repeat(1, 3).__length_hint__())
