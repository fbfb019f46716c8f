# Indexing: integers, slices, ellipsis, newaxis, boolean and integer arrays, errors.
import numpy as np

a = np.arange(24).reshape(2, 3, 4)
print(a[0, 1, 2], a[1], a[:, 1], a[..., 0], a[0, ..., 1:3], a[-1, -1, -1], a[:, None, 0].shape, a[np.newaxis].shape, a[1:, ::2, ::-1], a[0][1][2], type(a[0, 0, 0]).__name__)
b = np.arange(6)
print(b[b > 2], b[[0, 2, -1]], b[np.array([True, False] * 3)], b[[]], b[np.array([[0, 1], [2, 3]])], a[a % 5 == 0], b[b > 10])
b[b > 3] = 0
b[[0, 1]] = [7, 8]
b[::2] = -1
b[1] = 3.9
print(b)
a[0] = 0
a[1, 1] = [1, 2, 3, 4]
a[:, :, 0] = 5
print(a)
for text in ("b[10]", "a[0, 5]", "a[0, 0, 0, 0]", "b['x']", "b[1.5]", "b[[10]]", "b[:3] = [1, 2]", "b[np.array([True])]", "b[0] = 'x'", "a[5]", "b[None:None, 1]", "b[0] = [1, 2]", "len(np.array(5))", "np.array(5)[0]"):
    try:
        exec(text)
        print(text, "fine")
    except Exception as error:
        print(text, "|", type(error).__name__, error)
print(len(a), [int(x) for x in b], list(b[:2]), 3 in b, a.item(3), b.item(0), b.tolist(), a.tolist()[1][1], np.array(5).item(), np.array([[1]]).item(), np.array(7)[()])
