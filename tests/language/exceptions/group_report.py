# compare: stderr
# The report of an uncaught exception group.


def fail(e):
    raise e


errors = []
for e in (ValueError("a"), KeyError("b")):
    try:
        fail(e)
    except Exception as error:
        errors.append(error)
raise ExceptionGroup("several", errors + [ExceptionGroup("nested", [TypeError("c")])])
