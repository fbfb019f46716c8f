# What goes wrong: struct and array.
import array
import struct

b = bytearray(4)
for bad in ("struct.pack('i')", "struct.pack('i', 'a')", "struct.pack('b', 200)",
        "struct.pack('B', -1)", "struct.unpack('i', b'')", "struct.pack('z', 1)",
        "struct.pack('c', b'ab')", "struct.pack('i', 1, 2)", "struct.pack('<i', 2**40)",
        "struct.pack('s', 'a')", "struct.pack('h', 1.5)", "struct.unpack_from('i', b'abc')",
        "struct.pack('f', 'a')", "struct.pack('<f', 1e300)", "struct.calcsize('9')",
        "struct.pack('H', 70000)", "struct.pack('<q', 2**63)"):
    try:
        print(eval(bad))
    except Exception as error:
        print(bad, "|", type(error).__name__, error)
a = array.array("i", [1, 2, 3])
a[0] = -7
a[1:2] = array.array("i", [8, 8])
for bad in ("array.array('i', ['a'])", "array.array('z')", "array.array('b', [200])",
        "a.append('x')", "a[99]", "array.array('i', 5)", "a + [1]", "a.remove(99)",
        "array.array('B', [-1])", "array.array('i', [1.5])", "a.index(99)", "a.frombytes(b'x')",
        "hash(a)", "array.array('i', 'abc')", "a.pop(99)", "array.array('d', ['x'])",
        "array.array(5)"):
    try:
        print(eval(bad))
    except Exception as error:
        print(bad, "|", type(error).__name__, error)
