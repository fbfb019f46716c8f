# ExceptionGroup and except*.


def run(error):
    try:
        try:
            raise error
        except* ValueError as group:
            print("values", group.exceptions)
        except* (KeyError, IndexError) as group:
            print("lookup", [type(e).__name__ for e in group.exceptions])
        else:
            print("else")
        finally:
            print("finally")
    except BaseException as rest:
        print("rest", repr(rest))


run(ExceptionGroup("g", [ValueError(1), KeyError(2), ValueError(3)]))
run(ExceptionGroup("g", [ValueError(1), TypeError(2), ExceptionGroup("n",
    [IndexError(4), OSError(5)])]))
run(ValueError("naked"))
run(TypeError("not handled"))
g = ExceptionGroup("msg", [ValueError(1), ExceptionGroup("inner", [KeyError(2), ValueError(3)])])
print(g.message, g.exceptions, str(g))
print(g.subgroup(ValueError), g.subgroup(OSError), g.split(KeyError))
print(g.subgroup(lambda e: isinstance(e, KeyError)), g.derive([OSError()]))
print(type(BaseExceptionGroup("b", [ValueError()])).__name__,
    type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__)
for make in (lambda: ExceptionGroup("m", []), lambda: ExceptionGroup("m", [5]),
        lambda: ExceptionGroup(1, [ValueError()]),
             lambda: ExceptionGroup("m", [KeyboardInterrupt()]), lambda: ExceptionGroup("m"),
        lambda: ExceptionGroup("m", 5)):
    try:
        make()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
try:
    try:
        raise ExceptionGroup("g", [ValueError(1)])
    except* ValueError:
        raise KeyError("new")
except BaseException as error:
    print(repr(error), repr(error.__context__) if error.__context__ else repr(error.exceptions))
try:
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError:
        raise
except ExceptionGroup as error:
    print(repr(error))
for bad in ("try: pass\nexcept* ValueError: pass\nexcept KeyError: pass",
        "try: pass\nexcept*: pass",
            "for x in y:\n  try: pass\n  except* ValueError: break"):
    try:
        compile(bad, "<t>", "exec")
    except SyntaxError as error:
        print(error.msg)
