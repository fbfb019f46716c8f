# A bound method holds its instance; a call holds self only while it runs.


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)

    def hello(self):
        print("hello", self.name)

    def forget(self):
        global keep
        keep = None
        print("forgotten, self is", self.name)


Noisy("a").hello()
m = Noisy("b").hello
print("bound")
m()
del m
keep = Noisy("c")
keep.forget()
print("end")
