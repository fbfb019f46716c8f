# Proxies forward, and raise ReferenceError when the object is gone.
import weakref


class Thing:
    x = 1

    def __len__(self):
        return 3

    def __add__(self, other):
        return "add", other

    def __getitem__(self, key):
        return "item", key

    def __call__(self, *args):
        return "called", args

    def method(self):
        return self.x


t = Thing()
p = weakref.proxy(t)
print(p.x, len(p), p + 1, p["k"], p(5), p.method())
p.y = 7
print(t.y, hasattr(p, "nothing"), type(p).__name__)
del p.y
print(hasattr(t, "y"))
try:
    hash(p)
except TypeError as error:
    print(error)
print(bool(p))
del t
for action in (lambda: p.x, lambda: len(p), lambda: p + 1, lambda: setattr(p, "a", 1)):
    try:
        action()
    except ReferenceError as error:
        print("ReferenceError:", error)
