# Replaced, removed and cleared items die at once.


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


items = [Noisy(f"l{i}") for i in range(5)]
print("assign")
items[0] = None
print("slice")
items[1:3] = []
print("pop")
items.pop()
print("clear")
items.clear()
d = {i: Noisy(f"d{i}") for i in range(4)}
print("dict assign")
d[0] = 0
print("dict del")
del d[1]
print("dict pop")
d.pop(2)
print("dict clear")
d.clear()
t = (Noisy("t0"), Noisy("t1"))
print("tuple")
del t
print("set")
s = {Noisy("s")}
s.clear()
print("end")
