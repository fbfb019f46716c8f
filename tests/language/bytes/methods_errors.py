# What goes wrong: bytes: construction, methods.

b = b"Hello World, hello"
for text in ("b'a' + 'b'", "b'abc'[5]", "bytes([256])", "bytes([-1])", "bytes('a')", "bytes(1.5)",
        "bytes(-1)", "b'a'.find('a')", "'a' in b'a'", "300 in b'a'", "b'a'.join(['x'])",
        "b'a'.replace('a', b'')", "bytes.fromhex('1')", "bytes.fromhex('zz')",
        "b'abc'.index(b'x')", "b'a'.split(b'')", "b'a'.decode('ascii', 5)",
             "bytes(5, 'utf-8')", "b'a'.center(5, b'ab')", "b'a' < 'a'", "bytes(['a'])",
        "b'a' % 1", "b'x'.startswith('x')", "bytes([1], 'a')", "b'a'.translate(b'short')",
        "b'a' * 'b'", "b'\\x01'.hex('--')", "b'a'.count('a')", "bytes(None)", "b'a'['x']",
        "bytes.maketrans(b'a', b'bc')", "bytes('a', 'b', 'c', 'd')"):
    try:
        print(eval(text))
    except Exception as error:
        print(text, "|", type(error).__name__, error)
