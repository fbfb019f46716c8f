# compare: stderr
# The report of an uncaught exception: frames, lines, carets, chain.


def first(x):
    return second(x) + 1


def second(x):
    values = {"a": [1, 2]}
    return values["a"][x] + values["b"]


class C:
    def method(self):
        try:
            first(0)
        except KeyError as error:
            raise ValueError("from method") from error


print("before")
C().method()
