# A context manager lives until its with statement is over.


class Manager:
    def __enter__(self):
        print("enter")
        return Value()

    def __exit__(self, *exc):
        print("exit", exc[0] and exc[0].__name__)
        return True

    def __del__(self):
        print("del manager")


class Value:
    def __del__(self):
        print("del value")


with Manager():
    print("body without name")
print("--")
with Manager() as v:
    print("body with name")
print("--")
del v
with Manager():
    raise ValueError
print("end")
