# Indexing: integers, slices, ellipsis, newaxis, boolean and integer arrays.
import numpy as np

a = np.arange(24).reshape(2, 3, 4)
print(a[0, 1, 2], a[1], a[:, 1], a[..., 0], a[0, ..., 1:3], a[-1, -1, -1], a[:, None, 0].shape,
    a[np.newaxis].shape, a[1:, ::2, ::-1], a[0][1][2], type(a[0, 0, 0]).__name__)
b = np.arange(6)
print(b[b > 2], b[[0, 2, -1]], b[np.array([True, False] * 3)], b[[]],
    b[np.array([[0, 1], [2, 3]])], a[a % 5 == 0], b[b > 10])
b[b > 3] = 0
b[[0, 1]] = [7, 8]
b[::2] = -1
b[1] = 3.9
print(b)
a[0] = 0
a[1, 1] = [1, 2, 3, 4]
a[:, :, 0] = 5
print(a)
print(len(a), [int(x) for x in b], list(b[:2]), 3 in b, a.item(3), b.item(0), b.tolist(),
    a.tolist()[1][1], np.array(5).item(), np.array([[1]]).item(), np.array(7)[()])
