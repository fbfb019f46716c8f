# What goes wrong: count, cycle, repeat, islice.
from itertools import count, cycle, islice, repeat

for bad in ("islice('a', -1)", "islice('a', 'x')", "islice('a', 0, 1, 0)", "islice('a', 1, -1)",
        "count('a')", "repeat()", "repeat(1, 'a')", "cycle(5)", "islice(5, 1)", "islice('a')",
        "count(1, 'a')", "repeat(1, times=1.5)", "islice('a', 0, 2, -1)"):
    try:
        print(eval(bad))
    except Exception as error:
        print(bad, "|", type(error).__name__, error)
