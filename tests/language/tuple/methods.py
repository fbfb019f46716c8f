# tuple: methods, comparison, hashing.

t = (1, 2, 3, 2)
print(t.count(2), t.index(2), t.index(2, 2), t[1:3], t[::-1], t + (4,), t * 2, 2 in t, len(t), (),
    (1,), tuple("ab"), tuple([1]), tuple({1: 2}), tuple(i for i in range(3)))
print((1, 2) < (1, 3), (1,) < (1, 0), () < (0,), (1, "a") == (1, "a"), (1, 2) == [1, 2],
    hash((1, 2)) == hash((1, 2)), hash(()) == hash(()), {(1, 2): "key"}[(1, 2)],
    max((1, 5), (2, 0)), sorted([(2, 1), (1, 2)]))
print(hash((1, 2, 3)), hash(()), hash((1,)), hash((1.5, None is None, (2, 3))))
a, (b, *c) = 1, (2, 3, 4)
print(a, b, c, t.__getitem__(0), t.__contains__(9), (1, 2).__add__((3,)), (1,) is not None,
    type(t[:0]), (1, 2)[True], (1, 2, 3)[-2:])
n = ()
for i in range(1000):
    n += (i,)
print(len(n), sum(n), n[-1])
