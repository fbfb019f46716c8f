# compare: stderr
# add_note, multi-line messages and odd messages in reports.
e = ValueError("line one\nline two")
e.add_note("a note")
e.add_note("another\nwith two lines")
print(e.__notes__)
try:
    e.add_note(5)
except TypeError as error:
    print(error)


class Unprintable(Exception):
    def __str__(self):
        raise RuntimeError


import traceback

for error in (Unprintable(), ValueError(), KeyError("k"), ValueError(""), ValueError("a", 1),
              type("Local", (Exception,), {"__module__": "mod"})("x"),
        OSError(2, "No such", "file"),
              SystemExit(3), StopIteration(4)):
    print(traceback.format_exception_only(type(error), error))
raise e
