# What goes wrong: partial, partialmethod, reduce, cmp_to_key, total_ordering, wraps.
import functools
from functools import cmp_to_key, partial, partialmethod, reduce, total_ordering, wraps

for bad in ("reduce(max, [])", "reduce(5, [1, 2])", "partial()", "partial(5)", "reduce(max, 5)",
        "cmp_to_key(5)(1) < cmp_to_key(5)(2)", "reduce(max)", "partial(len)()", "cmp_to_key()"):
    try:
        print(eval(bad))
    except Exception as error:
        print(bad, "|", type(error).__name__, error)
