# Constants, aliases and iteration.
import numpy as np
import numpy
from numpy import array, random

print(numpy is np, np.pi, np.e, np.inf, np.nan, np.newaxis, np.ndarray.__name__,
    type(np.array([1])) is np.ndarray, isinstance(np.float64(1), float),
    isinstance(np.int64(1), int), array([1]).shape, random is np.random)
for row in np.arange(4).reshape(2, 2):
    print(row, type(row).__name__)
for x in np.array([1.5, 2]):
    print(x, type(x).__name__)
print(sum(np.arange(5)), max(np.array([3, 1])), sorted(np.array([3, 1, 2])),
    list(zip(np.arange(2), "ab")), [*np.array([1, 2])], dict(enumerate(np.array([5]))),
    np.array([1, 2]).__len__(), bool(np.array([1])), float(np.array([2.5])), int(np.array(3)),
    np.isscalar(3), np.ndim([[1]]), np.shape([[1, 2]]), np.size([1, 2]))
a, b = np.array([1, 2])
print(a + b, np.array([1, 2]) == [1, 2], np.array([1]) is None, np.array([1, 2]).any(),
    hasattr(np, "ndarray"), callable(np.zeros))
try:
    hash(np.array([1]))
except TypeError as error:
    print(error)
