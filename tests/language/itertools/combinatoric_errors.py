# What goes wrong: product, permutations, combinations, combinations_with_replacement.
from itertools import combinations, combinations_with_replacement, permutations, product

for bad in ("product(5)", "permutations('a', -1)", "combinations('a', -1)", "combinations('a')",
        "permutations('a', 'b')", "product('a', repeat=-1)", "combinations(5, 1)",
        "product('a', foo=1)", "combinations_with_replacement('a', -1)", "permutations('a', 1.5)"):
    try:
        print(eval(bad))
    except Exception as error:
        print(bad, "|", type(error).__name__, error)
