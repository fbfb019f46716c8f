# Chained comparisons evaluate each operand once and stop early.


class N:
    def __init__(self, v):
        self.v = v

    def __lt__(self, other):
        print(f"{self.v}<{other.v}", end=" ")
        return self.v < other.v


def n(v):
    print(f"n{v}", end=" ")
    return N(v)


print(n(1) < n(2) < n(3))
print(n(2) < n(1) < n(3))
print(1 < 2 > 1 == 1 != 0 in [0] is not None)
print([] == [] != [1], 1 == 1.0 == True, "a" < "b" < "c")
print((1 < 2) < 1, 1 < (2 < 1))
x = 5
print(0 <= x < 10, not 0 <= x < 3)


class Odd:
    def __lt__(self, other):
        return []

    def __gt__(self, other):
        return "yes"


print(Odd() < 1 < 2, Odd() > 1, 1 < Odd())
