# A suspended generator that loses its last reference is closed at once.


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def numbers():
    local = Noisy("local")
    try:
        yield 1
        yield 2
    finally:
        print("finally")


g = numbers()
print(next(g))
del g
print("after del")
g = numbers()
del g
print("unstarted")
for n in numbers():
    print("break at", n)
    break
print("after break")
