# Impossible arrays are a clear error and leave the program running.
import numpy as np

for make in (lambda: np.zeros(10**17), lambda: np.ones((10**6, 10**6, 10**6)),
        lambda: np.empty(2**62), lambda: np.arange(10**18), lambda: np.full((2**33, 2**33), 1.0)):
    try:
        make()
        print("made")
    except (MemoryError, ValueError) as error:
        print("refused")
a = np.ones(1000)
print(a.sum())
