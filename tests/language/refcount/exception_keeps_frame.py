# An exception holds its traceback, and that holds the frames' locals.


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def fail():
    local = Noisy("local")
    raise ValueError("x")


try:
    fail()
except ValueError as error:
    print("in handler")
    kept = error
print("after handler, kept")
kept.__traceback__ = None
print("traceback dropped")
del kept

try:
    fail()
except ValueError:
    print("in handler")
print("after handler")
