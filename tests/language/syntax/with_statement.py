# with: several managers, exceptions, suppression, unpacking targets.


class M:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        print("enter", self.name)
        return self.name, 1

    def __exit__(self, kind, value, tb):
        print("exit", self.name, kind and kind.__name__, value, tb is not None)
        return self.swallow


with M("a") as (x, y), M("b") as z:
    print(x, y, z)
with (M("c"), M("d") as w,):
    print(w)
with M("outer"), M("swallows", True):
    raise ValueError("hidden")
print("after")
try:
    with M("a", False):
        raise KeyError("seen")
except KeyError as error:
    print("caught", error)


def leaves():
    with M("function"):
        return "value"


print(leaves())
for i in range(2):
    with M(f"loop{i}"):
        continue


class Half:
    def __enter__(self):
        pass


class FailsToEnter:
    def __enter__(self):
        raise RuntimeError("enter")

    def __exit__(self, *a):
        print("never")


class FailsToExit:
    def __enter__(self):
        pass

    def __exit__(self, *a):
        raise RuntimeError("exit")


for manager in (Half(), 5, FailsToEnter(), FailsToExit()):
    try:
        with manager:
            print("in body")
    except Exception as error:
        print(type(error).__name__, error, repr(error.__context__))
