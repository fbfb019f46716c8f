# The order in which the items of a dying container die.


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print(self.name, end=" ")


x = [Noisy(i) for i in range(5)]
del x
print("list")
x = tuple([Noisy(i) for i in range(5)])
del x
print("tuple")
x = {i: Noisy(i) for i in range(5)}
del x
print("dict")
x = [Noisy(i) for i in range(5)]
x.clear()
print("clear")
x = [Noisy(i) for i in range(5)]
x[1:4] = [None]
print("slice")
del x
print("rest")


class Holder:
    pass


h = Holder()
for i in range(4):
    setattr(h, f"a{i}", Noisy(i))
del h
print("attributes")
