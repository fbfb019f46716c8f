# The exit status of sys.exit with a number.
import sys

print("leaving with 7")
try:
    pass
finally:
    print("flushed")
raise SystemExit(0)
