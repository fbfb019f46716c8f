# stdin: first line\nsecond\n\nlast without newline
# input and sys.stdin.
import sys

print(repr(input()))
print(repr(input("prompt> ")))
print(repr(sys.stdin.readline()))
print(repr(sys.stdin.read()))
print(repr(sys.stdin.read()))
try:
    input("at end: ")
except EOFError as error:
    print(error)
