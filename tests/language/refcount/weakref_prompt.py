# Weak references die before __del__ is over, callbacks come at once.
import weakref


class Thing:
    def __del__(self):
        print("del; ref gives", r())


t = Thing()
r = weakref.ref(t, lambda ref: print("callback", ref is r, ref()))
print(r() is t)
del t
print(r())
