# int(): from text, floats, bases, objects.

for text in ("0", "42", "-42", " 42\n", "+7", "1_000", "0042", "٣", "１２", "9" * 40):
    print(repr(text), int(text))
for text, base in (("ff", 16), ("0xff", 16), ("0b101", 2), ("0o17", 8), ("0xFF", 0), ("0b1", 0),
        ("10", 36), ("z", 36), ("-0x1_f", 0), ("0", 0), ("1_0", 2)):
    print(text, base, int(text, base))
print(int(), int(3.99), int(-3.99), int(True), int(b"12"), int(bytearray(b"7")), int(1e20),
    int("1" * 100) % 97, int(2**70), int("12", base=5))
for args in (("",), ("a",), ("1.5",), ("1__0",), ("_1",), ("1_",), ("0x10",), ("12", 2), ("1", 1),
        ("1", 37), (1, 2), (None,), ([],), (b"x",), ("1 2",),
             ("08", 0), ("0b", 2), ("--1",), ("- 1",), (1j,), ("\0",), ("1\0",), ("9" * 5, 8),
        (b"\xff",), ("1" * 5000,)):
    try:
        print(int(*args))
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)


class I:
    def __int__(self): return 5


class X:
    def __index__(self): return 6


class T:
    def __trunc__(self): return 7


print(int(I()), int(X()))
import warnings
warnings.simplefilter("ignore")
print(int(T()))
