# A cell keeps its value as long as a function that uses it.


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def outer():
    used = Noisy("used")
    unused = Noisy("unused")

    def inner():
        return used.name
    return inner


f = outer()
print("outer returned", f())
del f
print("inner gone")


def counter():
    held = Noisy("old")

    def change():
        nonlocal held
        held = Noisy("new")
    return change


c = counter()
c()
print("changed")
del c
print("end")
