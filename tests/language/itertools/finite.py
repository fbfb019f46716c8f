# accumulate, chain, compress, dropwhile, takewhile, filterfalse, starmap, zip_longest, pairwise, tee, groupby.
import operator
from itertools import (accumulate, chain, compress, dropwhile, filterfalse, groupby, pairwise,
    starmap, takewhile, tee, zip_longest)

print(list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], operator.mul)),
    list(accumulate([], initial=5)), list(accumulate([1, 2], initial=10)), list(accumulate("abc")),
    list(accumulate([3, 1, 4], max)), list(accumulate([1, 2], None, initial=None)))
print(list(chain("ab", [1], ())), list(chain()), list(chain.from_iterable(["ab", [1]])),
    list(compress("abcdef", [1, 0, 1, 0])), list(dropwhile(lambda x: x < 3, [1, 3, 2])),
    list(takewhile(lambda x: x < 3, [1, 3, 2])), list(filterfalse(None, [0, 1, ""])),
    list(filterfalse(lambda x: x % 2, range(5))))
print(list(starmap(pow, [(2, 3), (3, 2)])), list(zip_longest("abc", [1], fillvalue="-")),
    list(zip_longest()), list(zip_longest([1], [])), list(pairwise("abcd")), list(pairwise([1])),
    list(starmap(lambda *a: a, ["ab", ()])))
print([(k, list(g)) for k, g in groupby("aaabbca")], [(k, len(list(g))) for k,
    g in groupby(range(10), lambda x: x // 4)], [k for k, g in groupby([])],
    [k for k, _ in groupby("aab")])
g = groupby([1, 1, 2])
k1, g1 = next(g)
k2, g2 = next(g)
print(k1, list(g1), k2, list(g2))
a, b = tee([1, 2, 3])
print(next(a), next(a), list(b), list(a), len(tee("x", 3)), tee([], 0),
    [list(t) for t in tee("ab", 3)])
c, d = tee(iter("xyz"))
next(c)
e, = tee(c, 1)
print(list(e), list(d))
shared = chain([1], (x for x in [2, 3]), "4")
print(next(shared), list(shared), list(shared))
