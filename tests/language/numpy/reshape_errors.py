# What goes wrong: reshape, ravel, transpose, astype, copy.
import numpy as np

a = np.arange(12)
b = a.reshape(3, 4)
b.shape = (4, 3)
for text in ("a.reshape(5, 3)", "a.reshape(-1, -1)", "a.reshape(5, -1)", "b.T.shape",
        "np.zeros(-1)", "np.zeros((2, -3))", "np.zeros('a')", "np.zeros(3, dtype='nope')",
        "np.array([[1, 2], [3]])", "np.array(['a', 1], dtype=int)", "np.arange()",
        "np.arange(1, 2, 0)", "np.linspace(0, 1, -1)", "np.zeros(2.5)",
        "np.array([1, 2]).astype('nope')", "np.zeros(10**15)", "np.ones(2).nope", "np.nope",
        "np.concatenate([[1], [[2]]])", "np.array(5, 6, 7, 8)"):
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, "|", type(error).__name__)
