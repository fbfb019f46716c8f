# __cause__, __context__, __suppress_context__.


def facts(e):
    return repr(e), repr(e.__cause__), repr(e.__context__), e.__suppress_context__


try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("second")
except ValueError as error:
    print(*facts(error))
try:
    try:
        1 / 0
    except ZeroDivisionError as error:
        raise ValueError("second") from error
except ValueError as error:
    print(*facts(error))
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("second") from None
except ValueError as error:
    print(*facts(error))
try:
    raise ValueError from KeyError
except ValueError as error:
    print(*facts(error))
try:
    try:
        raise KeyError("a")
    finally:
        raise ValueError("in finally")
except ValueError as error:
    print(*facts(error))


def nested():
    try:
        try:
            raise KeyError(1)
        except KeyError:
            try:
                raise ValueError(2)
            except ValueError:
                pass
            raise TypeError(3)
    except TypeError as error:
        return facts(error)


print(*nested())
e = ValueError("self")
try:
    try:
        raise e
    except ValueError as same:
        raise same
except ValueError as error:
    print(*facts(error), error is e)
e.__cause__ = KeyError("set by hand")
print(*facts(e))
for bad in (5, "x"):
    try:
        e.__cause__ = bad
    except TypeError as error:
        print(error)
    try:
        e.__traceback__ = bad
    except TypeError as error:
        print(error)
print(e.with_traceback(None) is e)
