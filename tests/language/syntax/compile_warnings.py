# Warnings of the compiler, as text on stderr and as errors.
# compare: stderr
import warnings

SOURCES = ['x is 5', 'assert (1, "a")', '[1]["a"]', '(1)()', '1is 1', '"\\d"', '"\\400"', 'x is not ()',
           '"a"[1, 2]', '{1}[0]', 'b"\\q"']

x = 5
warnings.simplefilter("always")
for source in SOURCES:
    compile(source, "text", "exec")
x is 5
print("warned")
warnings.simplefilter("error")
for source in SOURCES:
    try:
        compile(source, "text", "exec")
    except SyntaxError as error:
        print(source, error.msg, error.lineno, error.offset, error.end_lineno, error.end_offset)
