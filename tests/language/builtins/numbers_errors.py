# What goes wrong: abs, divmod, pow, round, hex, oct, bin, chr, ord, hash, id.

for bad in ("pow(2, 3, 0)", "pow(2, -1, 4)", "pow(2.0, 3, 5)", "pow(2, 0.5, 3)", "divmod(1, 0)",
        "abs('a')", "chr(1114112)", "chr(2**70)", "ord('')", "ord('ab')", "ord(b'')", "round('a')",
        "hash([])", "hex(1.5)", "round(1.5, 'a')", "bin('1')", "divmod('a', 1)", "pow('a', 2)",
        "abs(None)", "chr(1.5)", "ord(None)", "pow(1)", "round()", "chr()"):
    try:
        print(eval(bad))
    except Exception as error:
        print(bad, "|", type(error).__name__, error)
