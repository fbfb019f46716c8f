# Temporaries die in the middle of the expression that made them.


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)

    def value(self, n=1):
        print("value", self.name)
        return n

    def __add__(self, other):
        return Noisy(f"({self.name}+{other.name})")


print(Noisy("a").value() + Noisy("b").value())
Noisy("statement")
print("after statement")
x = Noisy("p") + Noisy("q") + Noisy("r")
print("sum is", x.name)
del x
[Noisy("list1"), Noisy("list2")]
print("after list")
Noisy("m").value(Noisy("n").value())
print("index", [Noisy("i"), 5][1])
print("end")
