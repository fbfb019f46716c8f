# What goes wrong: accumulate, chain, compress, dropwhile, takewhile, filterfalse, starmap, zip_longest, pairwise, tee, groupby.
from itertools import (accumulate, chain, compress, dropwhile, filterfalse, groupby, pairwise,
    starmap, takewhile, tee, zip_longest)

a, b = tee([1, 2, 3])
for bad in ("chain(5).__next__()", "list(chain.from_iterable(5))", "accumulate(5)",
        "list(accumulate(['a', 1]))", "compress('a', 5)", "list(starmap(pow, [1]))",
        "zip_longest(5)", "zip_longest([1], foo=1)", "tee(5)", "tee([], -1)", "groupby(5)",
        "list(takewhile(5, [1]))", "pairwise(5)", "list(groupby([1], 5))", "filterfalse(None)"):
    try:
        print(eval(bad))
    except Exception as error:
        print(bad, "|", type(error).__name__, error)
