# bytearray: everything that changes it.

a = bytearray(b"hello")
a[0] = 72
a.append(33)
a.extend(b" you")
a += b"!"
a.insert(5, 44)
print(a, len(a), a.pop(), a.pop(0), a)
a.remove(ord("l"))
a.reverse()
print(a)
a[1:3] = b"XYZ"
a[::2] = bytes(len(a[::2]))
print(a)
del a[0], a[-2:]
print(a, a.copy() == a, a.copy() is a)
a.clear()
print(a, bytearray(3), bytearray("é", "utf-8"), bytearray([1, 2]), bytearray(b"x") * 3,
    bytearray(b"abc")[1:], bytearray(b"abc")[1], bytearray(b"a") + b"b", b"a" + bytearray(b"b"))
b = bytearray(b"a,b,c")
print(b.split(b","), b.upper(), b.find(b","), b.replace(b",", b";"), b.join([b"1", b"2"]),
    b.startswith(b"a"), b.hex(), b.decode(), bytearray.fromhex("ff00"), b.partition(b","),
    b == b"a,b,c", b < b"b", list(b)[:2])
m = memoryview(b)
for action in (lambda: b.append(1), lambda: b.clear(), lambda: b.pop()):
    try:
        action()
    except BufferError as error:
        print(error)
m.release()
b.append(1)
b[:] = b"new"
b[1:1] = b"--"
b *= 2
print(b, b.__alloc__() >= len(b), b.count(b"-"), b.strip(b"n"), b.title(), b.zfill(14), 110 in b,
    max(b))
big = bytearray()
for i in range(10000):
    big.append(i % 256)
del big[:5000]
print(len(big), big[0], sum(big))
