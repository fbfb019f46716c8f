# float() from text and objects.

for text in ("1", " 1.5 ", "-1e5", "+.5", "5.", "1_000.5", "inf", "-Infinity", "nan", "+NaN",
        "1e400", "-1e400", "1e-400", "0x10" if False else "10", "١.٥", "1E+2", "\t7\n",
             "0.1e1_0", "123456789012345678901234567890", "0." + "0" * 50 + "1",
        "1" * 400 + "e-400"):
    print(repr(text), float(text))
for bad in ("", "a", "1.5.5", "1e", "e5", "_1", "1_", "1__0", ".", "- 1", "0x10", "in", "1,5",
        b"x", None, [], 1j, "1 2", "\0", b"\xff"):
    try:
        print(float(bad))
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
print(float(), float(5), float(2**60 + 1), float(True), float(b"1.5"), float(bytearray(b"2")))


class F:
    def __float__(self): return 2.5


class I:
    def __index__(self): return 3


class Sub(float):
    pass


print(float(F()), float(I()), float(Sub(1.5)), type(float(Sub(1.5))))
try:
    float(2**2000)
except OverflowError as error:
    print(error)
print(float.__getformat__("double"), 1.0.__class__, float("1e5").is_integer())
