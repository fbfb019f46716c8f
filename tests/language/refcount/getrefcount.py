# sys.getrefcount, including the temporary reference of the call.
import sys


class Thing:
    pass


t = Thing()
print(sys.getrefcount(t))
u = t
print(sys.getrefcount(t))
l = [t, t, t]
print(sys.getrefcount(t))
l.pop()
print(sys.getrefcount(t))
d = {"a": t}
s = (t,)
print(sys.getrefcount(t))
del l, d, s, u
print(sys.getrefcount(t))


def inside(x):
    return sys.getrefcount(x)


print(inside(t) >= 3)
print(sys.getrefcount([]))
print(sys.getrefcount(Thing()))
