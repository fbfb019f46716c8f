# A generator frees its locals when it ends, not when it dies.


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def work():
    a = Noisy("a")
    yield a.name
    b = Noisy("b")
    yield b.name


g = work()
print(next(g))
print(next(g))
print(next(g, "end"))
print("exhausted, generator still here", g.gi_frame)
del g
print("done")
