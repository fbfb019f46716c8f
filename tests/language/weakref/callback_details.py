# compare: stderr
# Callbacks: argument, exceptions, and references that die first.
import weakref


class Thing:
    pass


t = Thing()
r = weakref.ref(t, lambda ref: print("got dead ref", ref() is None, ref is r))
del t
t = Thing()
r = weakref.ref(t, lambda ref: print("never"))
del r
del t
print("no callback")


def bad(ref):
    raise ValueError("in callback")


t = Thing()
r = weakref.ref(t, bad)
del t
print("went on", r.__callback__)
t = Thing()
r = weakref.ref(t, bad)
print(r.__callback__ is bad)
r = None
t = None
