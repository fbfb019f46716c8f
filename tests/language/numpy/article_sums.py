# The numbers of the memory experiments: averages of seeded draws, and sizes.
import numpy as np

np.random.seed(2024)
for seconds in (0.03, 0.05, 0.04):
    size = round(seconds * 10_000_000)
    a = np.random.randint(low=0, high=100, size=size)
    print(size, a.nbytes, a.dtype, a.mean(), 49.3 < a.mean() < 49.7)
    f = a * 0.5
    print(f.sum(), f[::2].mean(), (a > 50).sum(), a[:1000].std(), f.nbytes,
        a.reshape(100, -1).sum(axis=0)[:3])
