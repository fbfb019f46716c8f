# isinstance and issubclass: tuples, unions, hooks.


class Even(type):
    def __instancecheck__(cls, x):
        return isinstance(x, int) and x % 2 == 0

    def __subclasscheck__(cls, sub):
        return sub is bool


class E(metaclass=Even):
    pass


print(isinstance(4, E), isinstance(3, E), issubclass(bool, E), issubclass(int, E))
print(isinstance(1, (str, int)), isinstance(1, (str, (float, (int,)))), isinstance(1, int | str))
print(isinstance(None, int | None), issubclass(bool, (str, int)), isinstance(True, int),
    isinstance(1, bool))


class Fake:
    @property
    def __class__(self):
        return int


print(isinstance(Fake(), int), type(Fake()).__name__, isinstance(Fake(), Fake))
for text in ("isinstance(1, 5)", "isinstance(1, [int])", "issubclass(5, int)",
        "isinstance(1, 'int')",
             "issubclass(int, 5)", "isinstance(1, list[int])", "isinstance(1)",
        "isinstance(1, (int, 5))",
             "isinstance('a', (int, 5))"):
    try:
        print(text, eval(text))
    except TypeError as error:
        print(text, "|", error)
print(int | str, (int | str) == (str | int), int | None, type(int | str).__name__,
    (int | str).__args__)
print(list[int], dict[str, list[int]], list[int].__origin__, list[int]() == [], tuple[int, ...])
try:
    int | 5
except TypeError as error:
    print(error)
