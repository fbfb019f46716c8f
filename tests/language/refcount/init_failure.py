# An instance whose __init__ raises dies, and __del__ runs on what is there.


class Fails:
    def __init__(self, n):
        self.n = n
        if n > 1:
            raise ValueError(n)

    def __del__(self):
        print("del", self.__dict__)


for n in (1, 2):
    try:
        Fails(n)
    except ValueError as error:
        print("ValueError", error)
print("end")
