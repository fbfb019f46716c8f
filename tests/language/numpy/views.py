# Views share their base's memory; copies do not.
import numpy as np

a = np.arange(10)
v = a[2:8:2]
v[0] = 99
print(a, v, v.base is a, a.base is None, v.flags.owndata, a.flags.owndata, v.strides,
    v.flags.c_contiguous)
c = a[2:5].copy()
c[:] = 0
print(a, c.base is None)
m = np.arange(12).reshape(3, 4)
print(m.base is not None, m[1].base is m.base, m.T.shape, m.T.strides, m[:, 1].strides,
    m[::-1].strides)
r = m[1:, ::2]
r += 100
print(m)
w = v[1:]
print(w.base is a, w)
del a, v
w[:] = -1
print(w, np.shares_memory(m, m[1]), np.shares_memory(m, m.copy()), m.ravel().base is not None,
    m.flatten().base is None, m.reshape(-1).base is m.base, m.T.reshape(-1).base is m)
s = m[0]
s[s > 1] = 0
print(m[0], m.view().base is not None, np.asarray(m) is m, np.array(m) is m,
    np.array(m, copy=False) is m)
