# compare: stderr
# A syntax error in a script that is run: report with line and caret.
import sys
import traceback

for source in ("x = (1,\ny = 2\n", "def f(:\n    pass\n", "a = 'open\n", "print(1))\n",
               "if True:\nprint(1)\n", "foo bar\n", "  indented\n", "x = 5 5\n", "f(a b)\n"):
    try:
        compile(source, "example.py", "exec")
    except SyntaxError:
        kind, value, _ = sys.exc_info()
        for line in traceback.format_exception_only(kind, value):
            print(line, end="")
print("now uncaught")
sys.stdout.flush()
exec(compile("1 +\n", "uncaught.py", "exec"))
