# repr() is the shortest text that reads back: around powers of two and ten, at random.
import random
import struct
from binascii import crc32


def of_bits(bits):
    return struct.unpack("<d", struct.pack("<q", bits))[0]


def around(value):
    bits = struct.unpack("<q", struct.pack("<d", value))[0]
    return [of_bits(max(0, bits + k)) for k in range(-2, 3)]


def show(name, values):
    print(name, crc32(" ".join(map(repr, values)).encode()),
          all(float(repr(value)) == value for value in values))


for value in (5e-324, 1e-323, 2.2250738585072014e-308, 1.7976931348623157e308, 9007199254740993.0,
              2.0 ** -44, 1e22, 1e23, 123456789012345680.0, 1e15, 1e16, 9999999999999998.0, 0.0001,
              0.00001, 1.5e-5, 0.1 + 0.2, 100.0, 1 / 3, 4.35, -0.0, -1e-7, 2 / 3 * 1e100):
    print(repr(value), str(-value))
show("two", [v for e in range(-1074, 1024) for v in around(2.0 ** e)])
show("ten", [v for e in range(-324, 309) for v in around(float(f"1e{e}"))])
random.seed(7)
show("bits", [of_bits(random.getrandbits(63) % 0x7ff0000000000000) for _ in range(20000)])
show("tiny", [of_bits(random.getrandbits(random.randrange(1, 53))) for _ in range(5000)])
show("decimal", [random.getrandbits(24) / 10 ** random.randrange(12) for _ in range(20000)])
