# Locals die when their function returns, in order of their slots.


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def work(argument):
    first = Noisy("first")
    second = Noisy("second")
    print("in work", argument.name)
    return "result"


print(work(Noisy("argument")))


def give():
    kept = Noisy("kept")
    other = Noisy("other")
    return kept


k = give()
print("returned", k.name)
del k
print("end")
