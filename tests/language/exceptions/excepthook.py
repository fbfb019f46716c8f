# compare: stderr
# sys.excepthook replaces the report of an uncaught exception.
import sys


def hook(kind, value, tb):
    print("hook:", kind.__name__, value, tb.tb_lineno, file=sys.stderr)


sys.excepthook = hook
print("before")
raise ValueError("seen by the hook")
