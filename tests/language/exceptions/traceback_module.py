# The traceback module on caught exceptions.
import sys
import traceback


def a():
    b()


def b():
    raise ValueError("deep")


try:
    a()
except ValueError as error:
    tb = error.__traceback__
    for frame in traceback.extract_tb(tb):
        print(frame.name, frame.lineno, frame.line)
    print(tb.tb_lineno, tb.tb_next.tb_frame.f_code.co_name, tb.tb_next.tb_next.tb_next)
    print(traceback.format_exc().splitlines()[-1])
    print(len(traceback.format_exception(error)), traceback.format_exception(error)[0].strip())
    summary = traceback.TracebackException.from_exception(error, capture_locals=True)
    print(summary.exc_type, [f.locals for f in summary.stack][1:])
print([f.name for f in traceback.extract_stack()])


def frames():
    f = sys._getframe()
    return f.f_code.co_name, f.f_back.f_code.co_name, f.f_lineno - f.f_code.co_firstlineno


print(frames())
print(traceback.format_list([("file.py", 3, "name", "source line")]))
