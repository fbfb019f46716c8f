# weakref.finalize runs once: at death, when called, or at exit.
import weakref


class Thing:
    pass


t = Thing()
f = weakref.finalize(t, print, "finalized", 1, sep="-")
print(f.alive)
del t
print(f.alive, f())
t = Thing()
f = weakref.finalize(t, lambda: "called by hand")
print(f(), f(), f.alive)
del t
t = Thing()
f = weakref.finalize(t, print, "detached")
print(f.detach() is not None, f.alive, f.peek())
del t
t = Thing()
weakref.finalize(t, print, "first at exit")
weakref.finalize(t, print, "second at exit")
quiet = weakref.finalize(t, print, "not at exit")
quiet.atexit = False
print("end")
