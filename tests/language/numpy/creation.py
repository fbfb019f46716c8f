# Creating arrays.
import numpy as np

for a in (np.zeros(3), np.ones((2, 3)), np.empty(0), np.full((2, 2), 7), np.full(3, 1.5),
        np.arange(5), np.arange(2, 10, 3), np.arange(0, 1, 0.25), np.arange(5, 0, -2),
        np.linspace(0, 1, 5), np.linspace(0, 10, 4, endpoint=False), np.array([1, 2, 3]),
        np.array([[1, 2], [3, 4]]), np.array([1, 2.5]), np.array([True, False]),
          np.array(5), np.array([]), np.array((1, 2)), np.array(range(4)),
        np.array([[1], [2]], dtype=float), np.zeros((2, 0)), np.ones(2, dtype=bool),
        np.zeros(2, dtype="int8"), np.zeros_like([1, 2]), np.ones_like(np.zeros(2)),
        np.full_like([1, 2], 9), np.empty_like([1]).shape, np.array(np.array([1])),
        np.asarray([1, 2]), np.eye(2), np.identity(2)):
    print(repr(a), getattr(a, "dtype", None), getattr(a, "shape", None))
