# Exceptions of one's own: arguments, attributes, text, inheritance from two kinds.


class AppError(Exception):
    """doc"""

    def __init__(self, code, *, hint=None):
        super().__init__(code, hint)
        self.code, self.hint = code, hint

    def __str__(self):
        return f"[{self.code}] {self.hint}"


class Both(KeyError, ValueError):
    pass


class Quiet(Exception):
    def __init__(self, *args):
        pass


try:
    raise AppError(5, hint="try again")
except AppError as error:
    print(error, repr(error), error.args, error.code)
for kind in (KeyError, ValueError, LookupError):
    try:
        raise Both("x")
    except kind as error:
        print(kind.__name__, error, repr(error))
q = Quiet(1, 2)
print(q.args, str(q), repr(q))
print(Both.__mro__[1:4], issubclass(Both, LookupError), AppError.__doc__)


class Raiser:
    def __init__(self, exc): self.exc = exc
    def __enter__(self): return self
    def __exit__(self, *a): raise self.exc


try:
    with Raiser(AppError(1)):
        raise Both("inner")
except AppError as error:
    print(error, repr(error.__context__))
for bad in (AppError, Both):
    try:
        raise bad
    except Exception as error:
        print(type(error).__name__, error)


class NotException:
    pass


try:
    raise NotException()
except TypeError as error:
    print(error)
try:
    try:
        raise ValueError
    except NotException:
        pass
except TypeError as error:
    print(error, repr(error.__context__))
