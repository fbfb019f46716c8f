# A fixed number of digits after the point, round(), and floats read from text: exact, halves to even.
import random
import struct
from binascii import crc32


def of_bits(bits):
    return struct.unpack("<d", struct.pack("<q", bits))[0]


for value in (0.5, 1.5, 2.5, 0.125, 0.375, 2.675, 1.005, 1e15 + 0.5, 9007199254740993.0, 0.05, 0.95,
              9.995, 999999.5, 1e22, 1e-5, 5e-324, 1.7976931348623157e308, -0.0, -0.4, 123.456,
              float("inf"), float("nan"), 2.0 ** 62, 2.0 ** 63, 2.0 ** -75):
    print(*("%.*f" % (n, value) for n in (0, 1, 2, 6, 17, 18)), f"{value:+.3f} {value:#.0f} {value:.1%}")
    print(*(round(value, n) for n in (0, 1, 2, 5, 17, 22, -1)))
random.seed(3)
text = []
for _ in range(20000):
    value = of_bits(random.getrandbits(52) | random.randrange(900, 1100) << 52)
    places = random.randrange(19)
    text.append("%.*f %r" % (places, value, round(value, places)))
    text.append(repr(float(f"{random.getrandbits(50)}e{random.randrange(-30, 30)}")))
    text.append(repr(float(f"{random.getrandbits(20)}.{random.getrandbits(random.randrange(1, 60))}")))
print(crc32("\n".join(text).encode()))
for word in ("1.", ".5", "-.5e1", "+1e+2", "1e", "e5", ".", "", "-", "1_0.5", "1__0", " 12.5\n", "1e999",
             "1e-999", "00012", "0x10", "1.5.2", "1e5.5", "9007199254740993", "123456789012345678901"):
    try:
        print(repr(word), float(word))
    except ValueError as error:
        print(error)
for word in ("0", "007", "-5", "+5", " 12 ", "1_000", "", "12a", "999999999999999999",
             "1234567890123456789012", "٣"):
    try:
        print(repr(word), int(word))
    except ValueError as error:
        print(error)
