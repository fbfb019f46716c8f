# default_rng: PCG64's sequences of a seed.
import numpy as np

for seed in (0, 1, 42, 12345):
    g = np.random.default_rng(seed)
    print(seed, g.random(), g.random(3), g.integers(0, 100, 5), g.integers(10),
        g.integers(1, 7, size=(2, 3)), g.integers(0, 2**40, 2), g.random((2, 2)),
        g.integers(5, endpoint=True, size=4))
g = np.random.default_rng(7)
print(g.random(10000).sum(), g.integers(0, 1000, 10000).sum(),
    g.integers(0, 256, 4, dtype="uint8"), g.integers(0, 2, 10).dtype, g.random(2, dtype="float32"))
for text in ("g.integers(5, 1)", "g.random(-1)", "np.random.default_rng(-1)"):
    try:
        print(eval(text))
    except Exception as error:
        print(text, "|", type(error).__name__, error)
