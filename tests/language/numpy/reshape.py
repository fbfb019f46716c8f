# reshape, ravel, transpose, astype, copy.
import numpy as np

a = np.arange(12)
print(a.reshape(3, 4), a.reshape((2, -1)), a.reshape(2, 2, 3)[1, 0], a.reshape(3, 4).T,
    a.reshape(3, 4).ravel(), a.reshape(3, 4).flatten()[:3], a.reshape(-1, 1).shape,
    np.reshape(a, (4, 3))[0], a.reshape(3, 4).transpose(),
    a.reshape(2, 2, 3).transpose(2, 0, 1).shape, np.transpose(a.reshape(3, 4)).shape,
    a.reshape(1, 12, 1).squeeze().shape, a.size, a.ndim, sep="\n")
b = a.reshape(3, 4)
b.shape = (4, 3)
print(b, b.ndim, b.size, b.itemsize, b.nbytes, b.shape, b.strides, b.swapaxes(0, 1).shape,
    np.expand_dims(a, 0).shape)
c = a.astype(float)
d = a.astype(int, copy=False)
print(c.dtype, d is a, a.astype("int64") is a, a.copy() is a, (a.copy() == a).all(),
    a.tobytes()[:9], np.frombuffer(b"\1\0\2\0", dtype="int16"),
    bytes(np.array([1, 2], dtype="uint8")), memoryview(a).nbytes, a.fill(3), a, np.tile([1, 2], 2),
    np.repeat([1, 2], 2))
