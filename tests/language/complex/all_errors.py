# What goes wrong: complex numbers.

for text in ("1j < 2j", "1j // 1", "1j % 1", "divmod(1j, 1)", "int(1j)", "float(1j)",
        "complex('1+')", "complex('1 + 2j')", "complex('')", "1j / 0", "0j ** -1",
        "complex('1', 2)", "complex(1, '2')",
             "abs(complex(1e308, 1e308))", "(1e200 + 1j) ** 2", "pow(1j, 2, 3)", "complex([])",
        "round(1j)", "0j ** 0", "(1+1j) ** 100", "(2+0j) ** 0.5", "1j ** -3", "complex('1j1')",
        "complex('--1j')"):
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
