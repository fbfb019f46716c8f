# io.StringIO, logging to a stream, argparse, itertools of lines.
import argparse
import io
import logging
import shlex

stream = io.StringIO()
log = logging.getLogger("test")
handler = logging.StreamHandler(stream)
handler.setFormatter(logging.Formatter("%(levelname)s:%(name)s:%(message)s"))
log.addHandler(handler)
log.setLevel(logging.INFO)
log.debug("hidden %d", 1)
log.info("shown %s", "x")
try:
    1 / 0
except ZeroDivisionError:
    log.exception("failed")
lines = stream.getvalue().splitlines()
print(lines[0], lines[1], lines[-1], len(lines) > 3)
parser = argparse.ArgumentParser(prog="prog", description="what it does")
parser.add_argument("name")
parser.add_argument("-n", "--number", type=int, default=3, help="a number")
parser.add_argument("--flag", action="store_true")
print(parser.parse_args(["x", "-n", "5"]), parser.parse_args(["y", "--flag"]))
print(parser.format_usage())
print(shlex.split("a 'b c' \"d\\\"e\" f\\ g"), shlex.quote("it's"))
s = io.StringIO("a\nb")
print(s.readline(), s.read(), s.seek(0), [*s], s.closed)
s.close()
try:
    s.read()
except ValueError as error:
    print(error)
b = io.BufferedReader(io.BytesIO(b"0123456789"), 4)
print(b.peek(2)[:2], b.read(3), b.readline())
