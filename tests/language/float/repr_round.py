# The shortest repr of floats, and rounding.

for text in ("0.1", "1e-7", "123456789.123456789", "1e16", "9999999999999998", "1e15", "5e-324",
        "1.7976931348623157e308", "2.2250738585072014e-308",
             "0.3", "1.1", "2.675", "1e23", "9007199254740993", "4.35", "0.000123", "0.00001",
        "1e22", "1e21", "3.0e0", "-0.0", "123e-2"):
    x = float(text)
    print(text, repr(x), str(x), float(repr(x)) == x)
print(0.1 + 0.2, 1 / 3, 2 / 3, 1e100 / 3, 3.14159265358979, 100 * 1.1, 1 - 0.9, 0.1 * 3)
for x, n in ((2.675, 2), (1.005, 2), (2.5, 0), (-2.5, 0), (1234.5678, -2), (0.5, 0), (1.5, 0),
        (1e300, -300), (5e-324, 320), (1.45, 1), (12345.678, 1),
             (0.1 + 0.2, 16), (1e16, 2), (5.015, 2), (-0.4, 0), (99.99, 1), (8e22, -22)):
    print(x, n, round(x, n))
print(round(2.5), round(3.5), round(-0.5), round(1e20), type(round(1.2)), type(round(1.2, 0)),
    round(1.7, None))
for bad in ("round(float('inf'))", "round(float('nan'))", "round(1.5, 'a')", "round(1e308, -308)"):
    try:
        print(eval(bad))
    except (OverflowError, ValueError, TypeError) as error:
        print(type(error).__name__, error)
