# Methods of float: hex, fromhex, as_integer_ratio, is_integer.

for x in (0.0, -0.0, 1.0, 0.1, -3.75, 1e300, 5e-324, 2.0**-1060, float("inf"), float("nan")):
    print(x, x.hex(), float.fromhex(x.hex()))
for text in ("0x1.8p3", "0x.8", "1", "-0X1P-3", " 0x1p0 ", "inf", "0x1.fffffffffffff8p0", "0xap-1",
        "nan", "1.8", "0x1.00000000000008p0", "0x1.000000000000080001p0"):
    print(text, float.fromhex(text))
for text in ("", "0x", "xyz", "0x1p", "0x1p99999", "1 2", "0x1p1025"):
    try:
        print(float.fromhex(text))
    except (ValueError, OverflowError) as error:
        print(repr(text), type(error).__name__, error)
print((0.5).as_integer_ratio(), (0.1).as_integer_ratio(), (-3.25).as_integer_ratio(),
    (1e20).as_integer_ratio())
for x in (float("inf"), float("nan")):
    try:
        x.as_integer_ratio()
    except (OverflowError, ValueError) as error:
        print(error)
print((2.0).is_integer(), (2.5).is_integer(), (1e300).is_integer(), float("inf").is_integer(),
    (1.5).real, (1.5).imag, (1.5).conjugate())
print((2.7).__trunc__(), (2.7).__floor__(), (2.2).__ceil__(), (-2.7).__floor__(),
    (1.5).__hash__() == hash(1.5), (5.5).__divmod__(2), (2.5).__rsub__(1))
print(hash(0.5), hash(1.0), hash(float("inf")), hash(float("-inf")), hash(-0.0), hash(1e300),
    hash(0.1), hash(2.0**61))
