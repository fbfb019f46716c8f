# stdin: a 1\nb 2\nc 3\n
# Iterating over standard input.
import sys

total = 0
for line in sys.stdin:
    name, number = line.split()
    total += int(number)
    print(repr(line), name)
print(total, sys.stdin.readline() == "", sys.stdin.closed, sys.stdin.name)
