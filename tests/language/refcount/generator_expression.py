# A generator expression evaluates its first iterable at once and holds it until it ends.


class Noisy:
    def __init__(self, name):
        self.name = name

    def __iter__(self):
        print("iter", self.name)
        return iter([1, 2])

    def __del__(self):
        print("del", self.name)


g = (x for x in Noisy("source"))
print("made")
print(list(g))
del g
g = ((x, y) for x in Noisy("outer") for y in Noisy("inner"))
print(next(g))
del g
print("end")
