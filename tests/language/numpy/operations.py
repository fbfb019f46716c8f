# Operators, functions and indexing in one place: what each gives.
import numpy as np

a = np.arange(12).reshape(3, 4)
f, b = a * 0.5, a > 5
for text in ("a[[0, 2], [1, 3]]", "a[:, [1, 1]]", "a[1:, [0, 2]]", "a[[True, False, True]]", "a[b]",
        "a[:, None, [1, 2]].shape", "a.sum(axis=(0, 1), keepdims=True)", "f.std(axis=1)",
        "np.median(f, axis=0)", "np.unique([3, 1, 3], return_counts=True)", "np.sort(-a, axis=0)",
        "np.add.reduce(a)", "np.add.outer([1, 2], [3, 4])", "np.where(b, a, -1)", "np.round(f * 1.37, 1)",
        "np.float32(1) / 3", "np.int8(100) * np.int8(2)", "a @ a.T", "np.eye(3, k=1)", "np.tile(a, (2, 1))",
        "np.repeat([1, 2], [2, 3])", "np.concatenate([a, a], axis=1)", "np.ones((2, 1500))",
        "np.array([1e-5, 1.5, 1000.123])", "np.random.RandomState(1).permutation(a)", "np.diff(a, axis=0)",
        "np.count_nonzero(b, axis=0)", "isinstance(np.float64(1), np.floating)", "np.float64(-7) % 3",
        "[1, 2] * np.int64(2)", "2.0 * np.float64(3)", "[1, 2, 3, 4] + a[0]", "b & ~b", "f ** 2", "2 ** a",
        "np.array(5) + np.array(6)", "hash(np.float64(2.5)) == hash(2.5)", "{np.int64(1): 2}[1]",
        "np.maximum.reduce([1, 5, 2])", "np.array([-1, 2**63])", "round(np.float64(2.5))"):
    with np.errstate(all="ignore"):
        print(text, repr(eval(text)))
c = np.zeros((2, 3))
c[:, 1] = [1, 2]
c[0] += 5
c[c > 5] = 0
c[[0, 1], [0, 2]] = 9
print(c)
i = np.arange(5)
i[1:] = i[:-1]
i[1:] += i[:-1]
i[::-1] += i
print(i)
np.random.seed(3)
big = np.random.rand(300, 200)
print(big.sum(), big[:, ::2].sum(), big.T.sum(axis=1)[:3], big.astype("float32").sum(), big.std())
