# Bare raise, sys.exc_info, nested handlers.
import sys


def inner():
    raise


try:
    try:
        raise KeyError("k")
    except KeyError:
        inner()
except KeyError as error:
    print("reraised from a function", error)
try:
    raise ValueError("outer")
except ValueError:
    try:
        raise KeyError("inner")
    except KeyError:
        print(sys.exc_info()[0].__name__)
    print(sys.exc_info()[0].__name__)
    try:
        raise
    except ValueError as error:
        print("still", error)
print(sys.exc_info())
try:
    raise
except RuntimeError as error:
    print(error)


def handler_state():
    try:
        1 / 0
    except ZeroDivisionError:
        return sys.exc_info()[0].__name__


print(handler_state(), sys.exc_info())
for i in range(2):
    try:
        raise ValueError(i)
    except ValueError:
        continue
    finally:
        print("finally", sys.exc_info()[0])
print(sys.exc_info(), sys.exception() if hasattr(sys, "exception") else "")
