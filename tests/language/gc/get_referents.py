# get_referents: what an object holds directly.
import gc

inner = ["x"]
print(gc.get_referents([1, inner, "s"]))
print(gc.get_referents((inner, inner)))
print(gc.get_referents({"k": inner}))
print(sorted(map(str, gc.get_referents({1, 2, 3}))))
print(gc.get_referents())
print(gc.get_referents(5, "a", None))
print(gc.get_referents([1], [2]))


class Slot:
    __slots__ = ("a", "b")


s = Slot()
s.a = inner
s.b = 7
found = gc.get_referents(s)
print(any(x is inner for x in found), any(x is Slot for x in found))
