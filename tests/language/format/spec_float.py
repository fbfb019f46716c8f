# Format specifications of floats.

inf, nan = float("inf"), float("nan")
for x in (0.0, -0.0, 1.0, 3.14159265, -2.5, 1e10, 1e16, 1e-5, 123456789.123, 1e100, inf, -inf, nan,
        0.1 + 0.2):
    print(*(format(x, s) for s in ("", "f", ".2f", "e", ".3e", "g", ".3g", "%", ".1%", "+", " ",
        "010.2f", ",.2f",
                                   "_.1f", "E", "G", "F", "#g", "#.0f", ".0f", "<12", "^12.1f",
        "=+10.1f", "n",
                                   ".10", "z.1f", "12.4", "#.3g", ".0e", ".25f")), sep="|")
print(format(2.5, ".0f"), format(3.5, ".0f"), format(0.5, ".0f"), format(1e22, ".0f"),
    format(-0.4, "z.0f"))
for spec in ("d", "x", "s", ".f", "c", ",e,", ".1.2", "b"):
    try:
        print(spec, format(1.5, spec))
    except ValueError as error:
        print(repr(spec), error)
print(format(1.5 + 2j, ".1f"), format(1 - 1j, "+"), format(3j, "10"), format(1e20 + 1j, "g"))
for spec in ("05", "=10", "%", "d"):
    try:
        print(format(1j, spec))
    except ValueError as error:
        print(error)
