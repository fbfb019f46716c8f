# memoryview: views, casts, slices, writing, release.

data = bytearray(b"abcdefgh")
m = memoryview(data)
print(m[0], m[-1], bytes(m[2:5]), m.tobytes(), m.tolist(), len(m), m.nbytes, m.itemsize, m.format,
    m.ndim, m.shape, m.strides, m.readonly, m.contiguous, m.obj is data)
m[0] = 65
m[1:3] = b"XY"
print(data, bytes(m[::2]), bytes(m[::-1]), m[::2].strides, m[::2].contiguous, m == data,
    m == b"AXYdefgh", m[2:] == m[2:], m.hex())
w = m.cast("H")
print(w.shape, w.itemsize, w[0] == int.from_bytes(data[:2], "little"),
    w.tolist()[1] == data[2] + 256 * data[3])
g = memoryview(bytes(range(12))).cast("B", [3, 4])
print(g.shape, g.tolist(), g[1, 2], g.ndim, g.nbytes)
r = memoryview(b"read")
print(r.readonly, r.toreadonly().readonly, hash(r) == hash(b"read"), list(r), 114 in r,
    r[1:].tobytes())
with memoryview(b"x") as v:
    print(v[0])
try:
    v[0]
except ValueError as error:
    print(error)
print(repr(v), repr(m)[:14])
import array

f = memoryview(array.array("d", [1.5, 2.5]))
print(f.format, f.tolist(), f[1], f.nbytes, f.cast("B").nbytes, f.itemsize)
w.release()
m.release()
data.append(1)
print(len(data))
