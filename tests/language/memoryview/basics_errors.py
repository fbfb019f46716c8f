# What goes wrong: memoryview: views, casts, slices, writing, release.

data = bytearray(b"abcdefgh")
m = memoryview(data)
m[0] = 65
m[1:3] = b"XY"
g = memoryview(bytes(range(12))).cast("B", [3, 4])
r = memoryview(b"read")
for text in ("r[0] = 1", "m[0] = 300", "m[0] = 'a'", "m[99]", "m[1:3] = b'xyz'", "hash(m)",
        "memoryview('a')", "memoryview(5)", "m.cast('Z')", "m.cast('Q')[5]", "m[0, 0]", "del m[0]",
        "memoryview(b'abc').cast('H')", "m['a']", "m + m", "g[0]"):
    try:
        exec("print(" + text + ")" if "=" not in text and "del" not in text else text)
    except Exception as error:
        print(text, "|", type(error).__name__, error)
