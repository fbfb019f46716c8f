# compare: stderr
# An exception in __del__ during a collection is reported, and the collection goes on.
import gc

gc.disable()
gc.collect()


class Bad:
    def __init__(self):
        self.me = self

    def __del__(self):
        raise ValueError("in del")


Bad()
print(gc.collect())
print("still here")
