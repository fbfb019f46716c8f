# When an argument that nobody else holds dies: with the callee's rebinding or at its return.


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def rebinds(x):
    x = None
    print("inside, rebound")


def keeps(x):
    print("inside, kept")


def star(*args):
    print("inside star", len(args))


def keyword(**kw):
    print("inside keyword", sorted(kw))


keeps(Noisy("kept"))
print("--")
star(Noisy("s1"), Noisy("s2"))
print("--")
keyword(k=Noisy("kw"))
print("--")
keeps(x=Noisy("by name"))
print("end")
