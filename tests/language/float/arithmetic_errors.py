# What goes wrong: float arithmetic at its edges.

inf, nan = float("inf"), float("nan")
for text in ("1.0 / 0", "1.0 // 0", "1.0 % 0", "0.0 / 0.0", "divmod(1.0, 0.0)", "0.0 ** -1",
        "(-1.0) ** 0.5", "10.0 ** 400", "inf ** 0", "nan ** 0", "1 ** nan",
             "inf % 2", "5 % inf", "-5 % inf", "5 // inf", "-5 // inf", "1e308 + 1e308",
        "(-2.0) ** 3", "2.0 ** -2", "(-0.0) ** 3", "0.0 ** 0", "pow(2.0, 3, 5)", "-inf % 3",
             "7.5 % -2", "-7.5 % 2", "7.5 // -2", "0.3 // 0.1", "0.3 % 0.1", "1e16 + 1",
        "int(1e23)", "5.0 % -5", "-0.0 % 5", "0.0 % -5"):
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
