# What still lives at exit is finalized when the module goes.


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


a = Noisy("a")
b = [Noisy("in list")]
print("end of script")
