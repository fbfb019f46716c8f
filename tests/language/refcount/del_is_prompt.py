# An object dies the moment its last name goes.


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


a = Noisy("a")
b = a
del a
print("one name left")
del b
print("none left")
c = Noisy("first")
c = Noisy("second")
print("rebound")
c = None
print("end")
