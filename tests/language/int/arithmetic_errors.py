# What goes wrong: integer arithmetic across the small, the 64-bit and the big range.

for text in ("1 // 0", "1 % 0", "1 / 0", "10**400 / 3.0", "10**400 * 1.0", "divmod(5, 0)", "2**-1",
        "0**-1", "0**0", "(-8)**(1/3)",
             "10**400 / 10**5", "1 / 10**400", "float(2**1024)", "2.0**10000", "int(float('inf'))",
        "int(float('nan'))"):
    try:
        print(text, eval(text))
    except ArithmeticError as error:
        print(text, type(error).__name__, error)
    except ValueError as error:
        print(text, type(error).__name__, error)
