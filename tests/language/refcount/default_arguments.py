# Defaults live as long as their function.


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def f(x=Noisy("default"), *, y=Noisy("keyword default")):
    return x.name


print(f())
f.__defaults__ = None
print("defaults dropped")
f.__kwdefaults__ = None
print("keyword defaults dropped")
f = lambda x=Noisy("lambda default"): x
del f
print("end")
