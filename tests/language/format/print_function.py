# print: sep, end, file, flush.
import io
import sys

print()
print(1, "a", None, [1, "x"], sep=", ", end="!\n")
print("no newline", end="")
print("", "x", sep="|")
print(sep="never", end="only end\n")
print(1, 2, sep=None, end=None)
buffer = io.StringIO()
print("to a file", 5, file=buffer, flush=True)
print(repr(buffer.getvalue()))


class Writer:
    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)


w = Writer()
print("a", "b", file=w)
print(w.parts)
for bad in (dict(sep=5), dict(end=5), dict(file=5), dict(bad=1)):
    try:
        print("x", **bad)
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
print(*range(5), sep="")
print("tab\tquote'\"backslash\\", ["tab\t", 'q"', "q'", "b\\", "both'\""])
sys.stdout.write("written\n")
print(sys.stdout.write("abc\n"))
print("unicode: é ß 日本 😀 \u200b|")
