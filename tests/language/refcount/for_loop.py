# Loop variables, iterators and what they hold.


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


for x in (Noisy(i) for i in range(3)):
    print("body", x.name)
print("after loop", x.name)
del x


def loop():
    for y in [Noisy("a"), Noisy("b")]:
        print("body", y.name)
        break
    print("after break")


loop()
print("comprehension")
print([Noisy(i).name for i in range(2)])
print("end")
