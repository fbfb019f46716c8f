# Format specifications of integers.

for n in (0, 5, -42, 1234567, 2**70, True):
    print(*(format(n, s) for s in ("", "d", "5", "<8", ">8", "^8", "+", " ", "08", "=+8", "x", "X",
        "#x", "o",
                                   "#o", "b", "#b", ",", "_", "_x", "_b", "#_X", "*^15", "e",
        ".2f", "g", "%", "n",
                                   "08.1f", "+,", "015,", "é>9")), sep="|")
print(format(65, "c"), format(128512, "c"), format(-5, "=8"), format(5, "x<4"), format(0, "#x"))
for spec in (".2d", "s", "q", "#c", ",x", ",_", "+c", "5.3x", "{", "dd", "1000000000000000000000",
        "=>", ",b", ",n"):
    try:
        print(repr(spec), format(5, spec))
    except (ValueError, OverflowError) as error:
        print(repr(spec), error)
for n in (-1, 0x110000):
    try:
        format(n, "c")
    except OverflowError as error:
        print(error)
