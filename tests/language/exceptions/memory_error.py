# Impossible sizes are a MemoryError or OverflowError, and the program goes on.
import sys


def attempt(name, f):
    try:
        f()
        print(name, "made it")
    except (MemoryError, OverflowError) as error:
        print(name, type(error).__name__)


attempt("list", lambda: [0] * 10**13)
attempt("str", lambda: "a" * 10**15)
attempt("bytes", lambda: b"a" * 10**15)
attempt("bytearray", lambda: bytearray(10**15))
attempt("tuple", lambda: (1,) * 10**14)
attempt("beyond", lambda: [0] * 10**30)
attempt("sizes", lambda: "a" * sys.maxsize)
attempt("bytes n", lambda: bytes(sys.maxsize))
attempt("nested", lambda: [[0] * 10**13 for _ in range(10)])
x = [1, 2, 3]
attempt("in place", lambda: x.__imul__(10**14))
print(x, "still alive")
attempt("ljust", lambda: "a".ljust(10**15))
attempt("join", lambda: ("x" * 10**9).join(["a"] * 10**6) if False else [0] * 2**62)
attempt("center", lambda: b"a".center(10**15))
