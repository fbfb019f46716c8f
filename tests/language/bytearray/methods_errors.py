# What goes wrong: bytearray: everything that changes it.

a = bytearray(b"hello")
a[0] = 72
a[1:3] = b"XYZ"
a[::2] = bytes(len(a[::2]))
b = bytearray(b"a,b,c")
for text in ("b.append(256)", "b.append('a')", "b[0] = 'a'", "b[0] = -1", "b[99] = 1", "b[99]",
        "b.remove(1)", "bytearray().pop()", "b.pop(99)", "hash(b)", "b.extend('ab')",
        "b.extend([300])", "b[::2] = b'x'", "b.insert('a', 1)", "b += 'x'", "bytearray('a')",
        "b.extend(5)", "b['a'] = 1", "del b[99]", "b[0:1] = 5", "bytearray(b'a').index(b'z')",
        "b + [1]"):
    try:
        exec(text)
        print(text, "fine", b)
    except Exception as error:
        print(text, "|", type(error).__name__, error)
