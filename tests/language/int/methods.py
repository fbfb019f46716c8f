# Methods and attributes of int.

print((5).bit_length(), (-256).bit_length(), (2**100).bit_length(), (7).bit_count(),
    (2**100 - 1).bit_count())
print((1024).to_bytes(2, "big"), (1024).to_bytes(4, "little"),
    (-1).to_bytes(3, "big", signed=True), (0).to_bytes(), (2**70).to_bytes(10, "little"))
print(int.from_bytes(b"\x04\x00", "big"), int.from_bytes(b"\xff\xff", "little", signed=True),
    int.from_bytes([1, 2, 3]), int.from_bytes(b"", "big"),
    int.from_bytes(b"\xff" * 12, "big", signed=False))
print((5).real, (5).imag, (5).numerator, (5).denominator, (5).conjugate(), True.real,
    (5).as_integer_ratio())
print((5).__add__(3), (5).__radd__(3), (5).__add__(3.0), (5).__divmod__(3), (5).__pow__(3, 7),
    (5).__bool__(), (5).__index__())
print(round(12345, -2), round(15, -1), round(25, -1), round(-15, -1), round(5, 3),
    round(10**30 + 5, -1), (1234).__round__(-3), round(55, -3))
print((5).__trunc__(), (5).__floor__(), (5).__ceil__(), int.__name__, (2**100).__sizeof__() > 0,
    (5).__format__("x"), (5).__hash__())
