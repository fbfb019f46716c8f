# numpy.random: the legacy sequences of a seed.
import numpy as np

for seed in (0, 1, 42, 12345, 2**32 - 1):
    np.random.seed(seed)
    print(seed, np.random.random(), np.random.rand(2), np.random.randint(0, 100, 5),
        np.random.randn(3), np.random.randint(10), np.random.random((2, 2)),
        np.random.choice(5, 3), np.random.uniform(1, 2), np.random.normal(5, 2, 2))
np.random.seed(7)
a = np.arange(10)
np.random.shuffle(a)
print(a, np.random.permutation(5), np.random.choice([10, 20, 30], 4),
    np.random.choice(5, 5, replace=False), np.random.randint(5, 8, (2, 3)),
    np.random.randint(low=0, high=100, size=3), np.random.random_sample(2), np.random.rand(),
    np.random.rand(2, 1), np.random.randint(2**40, size=2), np.random.randint(0, 2, 10),
    np.random.randint(-5, 5, 4), np.random.randint(0, 256, 3, dtype="uint8"),
    np.random.standard_normal(2), np.random.randn(), np.random.exponential(2.0, 2),
    np.random.choice(3, 5, p=[0.1, 0.1, 0.8]))
r = np.random.RandomState(99)
print(r.rand(2), r.randint(1000, size=2), r.randn(2), r.random_sample())
np.random.seed(3)
big = np.random.randint(low=0, high=100, size=100000)
print(big.sum(), big[:10], big.min(), big.max(), big.dtype, np.random.rand(100000).sum(),
    np.random.randn(10001).sum(), np.random.rand())
x = list("abcdef")
np.random.shuffle(x)
print(x)
