# Format specifications of strings.

for s in ("", "abc", "long text", "é日本"):
    print(*(format(s, spec) for spec in ("", "s", "5", "<5", ">5", "^5", ".2", "5.2", "*<8",
        "-^9.3s", "05", "x>3")),
          sep="|")
for spec in ("d", "=5", "+", " ", ",", "#", "_", "x", ".2d", "0=5", "5.", "z"):
    try:
        print(repr(spec), format("abc", spec))
    except ValueError as error:
        print(repr(spec), error)
print(format(None), format([1, 2]), format(None, ""), format((1,)))
for value in (None, [1], (1,), {}, object, print, b"x", range(3)):
    try:
        print(format(value, "5"))
    except TypeError as error:
        print(error)
print(format(True, "5"), format(True, "d"), f"{True:5}|{False:<6}|{True!s:>6}")
