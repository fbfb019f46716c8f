# Widths and precisions that are too large are errors, at once.


def attempt(make):
    try:
        print(len(make()))
    except (MemoryError, OverflowError, ValueError) as error:
        print(type(error).__name__, error)


for text in ["%99999999999999d", "%9223372036854775807d", "%99999999999999999999d", "%.99999999999f",
             "%.2147483648d", "%-4611686018427387904s"]:
    attempt(lambda: text % 1)
for width in [2**40, 2**62, -2**62, 2**64]:
    attempt(lambda: "%*d" % (width, 1))
for precision in [2**31, 2**32 + 3, 2**64, -5]:
    attempt(lambda: "%.*f" % (precision, 1.0))
for spec in ["99999999999999", "9223372036854775807", "9223372036854775808", ".2147483648f",
             ".99999999999999999999f", ".2147483648"]:
    for value in (1, 1.0, "a"):
        attempt(lambda: format(value, spec))
for size in [2**40, 2**31, 2**70]:
    attempt(lambda: "\t".expandtabs(size))
    attempt(lambda: b"\t".expandtabs(size))
