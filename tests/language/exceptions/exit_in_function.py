# compare: stderr
# sys.exit runs finally blocks on its way, and gives its status.
import sys


def work():
    try:
        sys.exit(42)
    finally:
        print("cleaned up")


try:
    work()
except Exception:
    print("not reached")
