# RecursionError is caught, and the program goes on.
import sys


def down(n):
    return down(n + 1) + 1


for _ in range(3):
    try:
        down(0)
    except RecursionError as error:
        print(str(error)[:32])


class Loop:
    def __repr__(self):
        return repr(self)

    def __eq__(self, other):
        return self == other

    def __getattr__(self, name):
        return getattr(self, name + "x")

    def __call__(self):
        return self()


for f in (repr, lambda x: x == 1, lambda x: x.attr, lambda x: x(), lambda x: f"{x}"):
    try:
        f(Loop())
    except RecursionError:
        print("RecursionError")
print(sys.getrecursionlimit())
sys.setrecursionlimit(100)


def depth(n=1):
    try:
        return depth(n + 1)
    except RecursionError:
        return n


print(50 < depth() < 101)
for bad in (0, -1, "x"):
    try:
        sys.setrecursionlimit(bad)
    except (ValueError, TypeError) as error:
        print(error)
sys.setrecursionlimit(5000)


def count(n):
    return 0 if n == 0 else 1 + count(n - 1)


print(count(4000))
