# __del__ runs once for an object, even if it comes back to life.
import gc

gc.disable()
saved = []


class Phoenix:
    def __init__(self, name):
        self.name = name
        self.me = self

    def __del__(self):
        print("del", self.name)
        saved.append(self)


Phoenix("a")
print("collect", gc.collect())
print("saved", [p.name for p in saved], "finalized", gc.is_finalized(saved[0]))
saved.clear()
print("collect", gc.collect())
print("saved", saved)
