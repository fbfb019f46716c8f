# The tree of built-in exceptions.


def show(cls, depth=0):
    names = sorted(c.__name__ for c in cls.__subclasses__() if c.__module__ == "builtins")
    print("  " * depth + cls.__name__)
    for name in names:
        show(getattr(__builtins__, name), depth + 1)


for cls in (ArithmeticError, LookupError, OSError, RuntimeError, NameError, SyntaxError,
        ImportError,
            ValueError, Warning):
    show(cls)
print(BaseException.__bases__, Exception.__bases__, ExceptionGroup.__bases__)
print(IOError is OSError, EnvironmentError is OSError)
print([c.__name__ for c in UnicodeDecodeError.__mro__])
for name in ("KeyboardInterrupt", "SystemExit", "GeneratorExit"):
    print(name, issubclass(getattr(__builtins__, name), Exception))
