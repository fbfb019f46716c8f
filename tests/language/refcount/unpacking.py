# Unpacking and swapping keep exactly what has a name.


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


a, b = Noisy("a"), Noisy("b")
a, b = b, a
print(a.name, b.name)
a, *rest = [Noisy(i) for i in range(3)]
print("rebound", a.name, [r.name for r in rest])
_, b = Noisy("ignored"), b
print("--")
_ = None
print("--")
del rest
print("--")
try:
    x, y = Noisy("too"), Noisy("many"), Noisy("values")
except ValueError as error:
    print(error)
