# dtypes: names, sizes, promotion, overflow.
import numpy as np

names = "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float32 float64".split()
for n in names:
    a = np.array([0, 1, 2, 3], dtype=n)
    print(n, a, a.dtype, a.itemsize, a.nbytes, a.dtype.name, a.dtype.kind, a.dtype.itemsize,
        repr(a), a.dtype == getattr(np, n + ("_" if n == "bool" else "")), a.sum(), a.sum().dtype,
        a.mean().dtype)
for x in names:
    print(x, *((np.ones(2, x) + np.ones(2, y)).dtype for y in names))
print(np.array([250], dtype=np.uint8) + np.array([10], dtype=np.uint8),
    np.array([127], dtype="int8") + np.array([1], dtype="int8"), np.array([1.9, -1.9]).astype(int),
    np.array([300]).astype("uint8"), np.array([0, 2]).astype(bool),
    np.array([1, 0]).astype("float32").dtype, np.dtype("int32"), repr(np.dtype(float)),
    np.dtype(int) == np.int64, np.int64, np.float32(1.1), np.int8(5), type(np.float64(1)).__name__,
    repr(np.float64(1.5)), repr(np.int64(3)), repr(np.bool_(True)))
print((np.array([1, 2], dtype="int8") + 1).dtype, (np.array([1, 2], dtype="uint8") * 1.5).dtype,
    (np.array([1.0], dtype="float32") + 1).dtype, (np.array([1.0], dtype="float32") * 2.0).dtype,
    (np.array([1]) / 2).dtype, (np.array([True]) + np.array([True])).dtype, np.iinfo("int16").max,
    np.finfo("float32").eps)
