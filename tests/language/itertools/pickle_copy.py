# Copies and pickles of iterators go on where the original stood.
import copy
import itertools as I
import pickle


def makers():
    yield lambda: I.count(3, 2)
    yield lambda: I.cycle([1, 2, 3])
    yield lambda: I.repeat(5, 3)
    yield lambda: I.accumulate([1, 2, 3])
    yield lambda: I.chain([1], [2, 3])
    yield lambda: I.compress('abc', [1, 0, 1])
    yield lambda: I.islice([1, 2, 3], 1, None)
    yield lambda: I.zip_longest([1, 2], [3], fillvalue=0)
    yield lambda: I.product('ab', 'cd')
    yield lambda: I.product('ab', repeat=3)
    yield lambda: I.product()
    yield lambda: I.product('ab', '')
    yield lambda: I.permutations('abcd', 2)
    yield lambda: I.permutations('abc')
    yield lambda: I.permutations('ab', 3)
    yield lambda: I.combinations('abcd', 2)
    yield lambda: I.combinations('ab', 3)
    yield lambda: I.combinations_with_replacement('abc', 2)
    yield lambda: I.combinations_with_replacement('', 2)
    yield lambda: iter('abc')
    yield lambda: iter('aé😀')
    yield lambda: iter(b'abc')
    yield lambda: iter(bytearray(b'abc'))
    yield lambda: enumerate('abc')
    yield lambda: zip('abc', b'xyz')
    yield lambda: map(str.upper, 'abc')
    yield lambda: filter(None, b'a\0b')
    yield lambda: reversed([1, 2, 3])


for make in makers():
    for steps in 0, 1, 2, 100:
        it = make()
        done = len(list(I.islice(it, steps)))
        a, b = copy.copy(it), pickle.loads(pickle.dumps(it))
        c = copy.deepcopy(it)
        print(type(it).__name__, steps, done, list(I.islice(b, 5)), list(I.islice(c, 5)), list(I.islice(it, 5)))

p = I.product('ab', 'cd')
next(p)
print(p.__reduce__(), I.permutations('abc', 2).__reduce__(), I.combinations('abc', 2).__reduce__())
q = I.permutations('abc', 2)
next(q), next(q)
print(q.__reduce__())
for it, state in [(p, (1,)), (p, (9, -9)), (q, 1), (q, ((1,), (2,))), (q, ((9, 1, 0), (0, 9))),
                  (I.combinations('abcd', 2), (7, 7)), (I.combinations_with_replacement('ab', 2), (5, 1)),
                  (iter('abc'), 99), (iter('abc'), -5), (iter(b'abc'), 2)]:
    try:
        it.__setstate__(state)
        print(list(it))
    except Exception as e:
        print(type(e).__name__, e)
