# sum, mean, min, max, std, argmin, argmax, all, any, cumsum, over axes.
import numpy as np

a = np.array([[3, 1, 2], [9, 7, 8]])
f = np.array([0.5, -1.5, 4.0, 2.25])
for name in ("sum", "mean", "min", "max", "std", "var", "argmin", "argmax", "prod", "all", "any",
        "cumsum", "ptp"):
    print(name, getattr(a, name)(), getattr(f, name)(), getattr(a, name)(axis=0),
        getattr(a, name)(axis=1), getattr(a, name)(-1), repr(getattr(a, name)()))
print(a.sum(axis=(0, 1)), a.sum(axis=0, keepdims=True), a.mean(axis=1, keepdims=True).shape,
    np.sum(a), np.mean([1, 2]), np.min(a), np.max(f), np.std(f, ddof=1), np.median(f),
    np.dot([1, 2], [3, 4]), np.dot(a, a.T), np.sum([[1, 2], [3, 4]], 0), np.argmax([1, 5, 5]),
    np.array([]).sum(), np.sum(5), np.var(a))
big = np.arange(100000) * 0.1
print(big.sum(), big.mean(), big.std(), np.float32(0.1) + np.float32(0.2),
    np.full(100000, 0.1, dtype="float32").sum(), np.full(1000, 0.1).sum(),
    (np.arange(1000) ** 2).sum(), np.ones(300, dtype="uint8").sum(), np.ones(3, bool).sum(),
    np.array([2**62, 2**62]).sum())
for text in ("np.array([]).min()", "np.array([]).argmax()", "a.sum(axis=5)", "a.sum(axis='x')",
        "np.zeros((0, 3)).max(axis=0)"):
    try:
        print(eval(text))
    except Exception as error:
        print(text, "|", type(error).__name__, error)
print(np.array([1, np.nan]).max(), np.array([np.nan, 1]).argmin(), np.sort([3, 1, 2]),
    np.argsort([3, 1, 2]), np.unique([1, 2, 1]), np.concatenate([[1], [2, 3]]),
    np.vstack([[1, 2], [3, 4]]), np.hstack([[1], [2]]), np.stack([[1], [2]]),
    np.array_equal(a, a.copy()), np.allclose(f, f + 1e-12), np.count_nonzero(a > 2),
    np.nonzero(np.array([0, 1, 2])), np.diff([1, 4, 9]))
