# Arrays of what is neither bool, integer nor float.
import numpy as np

for text in ("np.array(['a']).dtype", "np.zeros(1, complex).dtype", "np.array([1, None]).dtype",
        "np.sqrt(np.ones(1, 'int8')).dtype", "np.array([2**70]).dtype"):
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__)
