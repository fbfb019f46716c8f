# __del__ can save the object; it is not called a second time.

saved = []


class Lazarus:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        print("del", self.n)
        saved.append(self)


x = Lazarus(1)
del x
print([s.n for s in saved])
saved.pop()
print(saved)
y = Lazarus(2)
y = None
print(saved[0].n)
