# Objects of a class can be counted through get_objects, and fall when collected.
import gc


class Counted:
    pass


gc.disable()
gc.collect()


def count():
    return sum(type(o) is Counted for o in gc.get_objects())


keep = [Counted() for _ in range(10)]
for _ in range(7):
    c = Counted()
    c.me = c
del c
print(count())
gc.collect()
print(count())
keep.clear()
print(count())
