# product, permutations, combinations, combinations_with_replacement.
from itertools import combinations, combinations_with_replacement, permutations, product

print(list(product("ab", [1, 2])), list(product()), list(product("ab", repeat=2)),
    list(product([], "a")), len(list(product(range(3), repeat=4))),
    list(product(range(2), "x", repeat=2)))
print(list(permutations("abc")), list(permutations("abc", 2)), list(permutations([], 0)),
    list(permutations("ab", 3)), len(list(permutations(range(6)))))
print(list(combinations("abcd", 2)), list(combinations("ab", 0)), list(combinations("ab", 3)),
    list(combinations_with_replacement("abc", 2)), list(combinations_with_replacement([], 2)),
    list(combinations_with_replacement("a", 0)))
print(sum(a * b for a, b in combinations(range(100), 2)),
    ["".join(p) for p in permutations("aab")], list(combinations((x for x in "abc"), 2)))
