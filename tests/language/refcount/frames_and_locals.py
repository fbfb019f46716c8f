# locals(), frames and tracebacks hold what they show.
import sys


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def snapshot():
    x = Noisy("x")
    return locals()


s = snapshot()
print("returned", sorted(s))
s.clear()
print("cleared")


def frame():
    y = Noisy("y")
    return sys._getframe()


f = frame()
print("frame", f.f_locals["y"].name)
f.clear()
print("frame cleared")
del f


def inner():
    z = Noisy("z")
    raise KeyError("k")


def outer():
    w = Noisy("w")
    inner()


try:
    outer()
except KeyError as error:
    tb = error.__traceback__
print("out")
while tb:
    print(tb.tb_frame.f_code.co_name)
    tb = tb.tb_next
print("end")
