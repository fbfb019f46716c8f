# struct and array.
import array
import struct

print(struct.pack("<ihb", 1, -2, 3), struct.unpack("<ihb", b"\x01\0\0\0\xfe\xff\x03"),
    struct.calcsize("<ihb"), struct.calcsize("@ci"), struct.pack(">HIQ", 1, 2, 3),
    struct.pack("<fd", 1.5, 2.5), struct.pack("5s", b"abc"), struct.pack("3p", b"ab"),
    struct.pack("?c", True, b"x"), struct.pack("<3h", 1, 2, 3), struct.unpack(">e", b"\x3c\x00"),
    struct.pack("x2x"), struct.pack("=n" if False else "=q", -1))
print(list(struct.iter_unpack("<H", b"\1\0\2\0")), struct.unpack_from("<H", b"\0\0\5\0", 2),
    struct.Struct("<I").size, struct.Struct("<I").pack(7), struct.Struct(">2B").format)
b = bytearray(4)
struct.pack_into("<H", b, 1, 0x1234)
print(b)
a = array.array("i", [1, 2, 3])
a.append(4)
a.extend([5, 6])
a.insert(0, 0)
print(a, a[1], a[1:3], a.typecode, a.itemsize, len(a), a.pop(), a.index(3), a.count(1), a.tolist(),
    a + array.array("i", [9]), a * 2 == a + a, 2 in a, list(reversed(a)), a.tobytes()[:4],
    a == array.array("d", a.tolist()))
a.reverse()
a.remove(3)
a[0] = -7
a[1:2] = array.array("i", [8, 8])
a.frombytes(b"\1\0\0\0")
a.byteswap()
print(a, array.array("d", [1.5]), array.array("u", "añ"), array.array("B", b"xy"),
    array.array("f"), array.array("b", range(3)), bytes(array.array("H", [1])))
