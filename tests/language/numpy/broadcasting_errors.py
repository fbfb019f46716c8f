# What goes wrong: arithmetic and comparison with broadcasting.
import numpy as np

a, b, c = np.arange(3), np.arange(3)[:, None], np.arange(6).reshape(2, 3)
y = np.arange(3)
for text in ("y += 1.5", "c + np.arange(4)", "y / 0", "np.zeros((2, 3)) @ np.zeros((2, 3))",
        "y += np.zeros((2, 3), int)", "y << 1.5", "y + 'a'", "bool(y)", "y and 1",
        "if_ = 1 if y > 1 else 0", "int(y)", "float(c)"):
    try:
        with np.errstate(all="ignore"):
            exec(text)
        print(text, "fine")
    except Exception as error:
        print(text, "|", type(error).__name__, error)
