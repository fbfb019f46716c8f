# What goes wrong: indexing: integers, slices, ellipsis, newaxis, boolean and integer arrays.
import numpy as np

a = np.arange(24).reshape(2, 3, 4)
b = np.arange(6)
b[b > 3] = 0
b[[0, 1]] = [7, 8]
b[::2] = -1
b[1] = 3.9
a[0] = 0
a[1, 1] = [1, 2, 3, 4]
a[:, :, 0] = 5
for text in ("b[10]", "a[0, 5]", "a[0, 0, 0, 0]", "b['x']", "b[1.5]", "b[[10]]", "b[:3] = [1, 2]",
        "b[np.array([True])]", "b[0] = 'x'", "a[5]", "b[None:None, 1]", "b[0] = [1, 2]",
        "len(np.array(5))", "np.array(5)[0]"):
    try:
        exec(text)
        print(text, "fine")
    except Exception as error:
        print(text, "|", type(error).__name__, error)
