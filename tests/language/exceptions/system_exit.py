# compare: stderr
# The exit status and message of SystemExit are checked by running this very exit.
import sys

print("before")
try:
    sys.exit("caught")
except SystemExit as e:
    print(e.code)
try:
    exit(5)
except SystemExit as e:
    print(e.code)
sys.exit("message on stderr")
