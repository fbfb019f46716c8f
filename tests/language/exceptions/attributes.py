# Attributes that built-in exceptions carry.
import sys


def caught(f):
    try:
        f()
    except BaseException as error:
        return error


e = caught(lambda: {}["key"])
print(e.args, str(e), repr(e))
e = caught(lambda: open("/no/such/file"))
print(e.errno, e.strerror, e.filename, str(e), type(e).__name__)
e = caught(lambda: "é".encode("ascii"))
print(e.encoding, e.object, e.start, e.end, e.reason)
e = caught(lambda: b"\xff".decode())
print(e.encoding, e.object, e.start, e.end, e.reason)
e = caught(lambda: __import__("no_such_module"))
print(e.name, e.path, e.msg)
e = caught(lambda: undefined)
print(e.name)
e = caught(lambda: (5).nothing)
print(e.name, e.obj)
e = caught(lambda: sys.exit(3))
print(e.code, SystemExit().code, SystemExit("a", "b").code)
e = caught(lambda: compile("a b", "f.py", "exec"))
print(e.filename, e.lineno, e.offset, e.text, e.msg, str(e))
print(StopIteration(1).value, OSError(2, "x").errno, OSError("only").errno,
    OSError(1, "a", "f").filename)
print(type(OSError(2, "x")).__name__, type(OSError(13, "x")).__name__,
    type(OSError(17, "x")).__name__,
      type(OSError(9999, "x")).__name__)
print(ValueError(1, "two").args, str(ValueError()), str(ValueError(1)), str(ValueError(1, 2)),
    str(KeyError("a'b")))
e = ValueError("x")
e.extra = 1
print(e.extra, e.__dict__, ValueError("a") == ValueError("a"))
e.args = (1, 2, 3)
print(e, repr(e))
