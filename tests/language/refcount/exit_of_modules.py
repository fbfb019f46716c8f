# Module globals die at exit; functions in __del__ still see their modules.
import atexit
import weakref


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name, len(self.name))


def goodbye():
    print("atexit sees", keep.name)


atexit.register(goodbye)
atexit.register(print, "registered last, runs first")
keep = Noisy("keep")
finalizer = weakref.finalize(keep, print, "finalize")
_private = Noisy("_private")
print("end of script")
