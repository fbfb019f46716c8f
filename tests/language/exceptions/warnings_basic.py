# compare: stderr
# warnings: shown once, filtered, turned into errors.
import warnings


def old():
    warnings.warn("use new", DeprecationWarning, stacklevel=2)


warnings.warn("plain")
for _ in range(2):
    warnings.warn("repeated once")
warnings.simplefilter("always")
old()
warnings.simplefilter("error")
try:
    warnings.warn("as error", UserWarning)
except UserWarning as error:
    print("caught", error)
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    warnings.warn("recorded")
    old()
    print([str(w.message) for w in log], [w.category.__name__ for w in log])
warnings.simplefilter("ignore")
warnings.warn("ignored")
print("end")
