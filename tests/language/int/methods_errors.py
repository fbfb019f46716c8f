# What goes wrong: methods and attributes of int.

for text in ("(256).to_bytes(1, 'big')", "(-1).to_bytes(1, 'big')", "(1).to_bytes(-1, 'big')",
        "(1).to_bytes(1, 'middle')", "int.from_bytes('a', 'big')",
             "int.from_bytes([256], 'big')", "round(5, 1.5)", "(5).nothing", "(5).real = 1",
        "(128).to_bytes(1, 'big', signed=True)"):
    try:
        exec("print(" + text + ")") if " = " not in text else exec(text)
    except Exception as error:
        print(text, "|", type(error).__name__, error)
