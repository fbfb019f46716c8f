# is_finalized tells whether __del__ ran.
import gc

store = []


class Lazarus:
    def __del__(self):
        store.append(self)


x = Lazarus()
print(gc.is_finalized(x))
del x
print(gc.is_finalized(store[0]))
y = store.pop()
print(gc.is_finalized(y), gc.is_finalized(3), gc.is_finalized([]))
del y
print(len(store))
