# Errors of import.
import os
import sys

for name, text in (("bad_syntax.py", "x = (\n"), ("raises.py",
        "y = 1\nraise ValueError('while importing')\n"), ("partial.py", "a = 1\n")):
    with open(name, "w") as file:
        file.write(text)
os.mkdir("emptydir")
os.mkdir("realpkg")
open("realpkg/__init__.py", "w").close()
sys.path.insert(0, os.getcwd())


def attempt(text):
    try:
        exec(text, {"__name__": "__main__"})
        print(text, "| fine")
    except Exception as error:
        print(text, "|", type(error).__name__, str(error).replace(os.getcwd(), "DIR"))


attempt("import no_such_module")
attempt("import no.such.module")
attempt("from partial import b")
attempt("from realpkg import nothing")
attempt("import realpkg.nothing")
attempt("import partial.sub")
attempt("from . import x")
attempt("from .x import y")
attempt("import bad_syntax")
attempt("import raises")
print("raises" in sys.modules, "bad_syntax" in sys.modules)
attempt("import emptydir; print(type(emptydir.__path__).__name__)")
attempt("from sys import nope")
attempt("__import__('')")
attempt("__import__(5)")
sys.modules["blocked"] = None
attempt("import blocked")
attempt("from partial import *; print(a)")
try:
    import missing_name
except ModuleNotFoundError as error:
    print(error.name, error.path, isinstance(error, ImportError))
