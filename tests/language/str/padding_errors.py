# What goes wrong: str: center, ljust, rjust, zfill, strip, expandtabs, join, translate.

for text in ("'a'.center('x')", "'a'.center(5, 'xx')", "'a'.zfill()", "'a'.strip(5)",
        "'a'.join([1])", "'a'.join(5)", "'a'.join(['b', 3])", "'a'.join([b'b'])",
        "'a'.translate(5)", "'a'.translate({97: 1.5})", "str.maketrans('a')",
             "str.maketrans('a', 'bc')", "str.maketrans({'ab': 1})", "'a'.ljust(3, '')",
        "'a'.expandtabs('x')", "'a'.translate({97: 0x110000})", "'a'.ljust(3, 5)"):
    try:
        print(eval(text))
    except (ValueError, TypeError) as error:
        print(text, "|", type(error).__name__, error)
