# What goes wrong: numpy.random: the legacy sequences of a seed.
import numpy as np

a = np.arange(10)
for text in ("np.random.randint(0)", "np.random.randint(5, 1)", "np.random.rand(-1)",
        "np.random.choice([])", "np.random.seed(-1)", "np.random.choice(3, 5, replace=False)",
        "np.random.randint(0, 300, dtype='uint8')", "np.random.rand('a')"):
    try:
        print(eval(text))
    except Exception as error:
        print(text, "|", type(error).__name__, error)
