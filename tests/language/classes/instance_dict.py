# __dict__: reading, replacing, deleting, sharing, odd keys.


class C:
    def __init__(self):
        self.a, self.b = 1, 2


c = C()
print(c.__dict__, vars(c) is c.__dict__, list(c.__dict__))
c.__dict__["c"] = 3
del c.__dict__["a"]
print(c.c, hasattr(c, "a"), c.__dict__)
c.__dict__ = {"x": 9}
print(c.x, hasattr(c, "b"))
shared = {"s": 1}
d = C()
d.__dict__ = shared
c.__dict__ = shared
c.s = 5
print(d.s, shared)
del c.__dict__
print(c.__dict__)
c.__dict__[5] = "int key"
c.__dict__["with space"] = 1
print(c.__dict__, getattr(c, "with space"))
for bad in (5, None, [("a", 1)]):
    try:
        c.__dict__ = bad
    except TypeError as error:
        print(error)
e = C()
e.c, e.a = 3, 10
del e.b
e.b = "again"
print(e.__dict__, list(vars(e)))
many = C()
for i in range(200):
    setattr(many, f"attr{i}", i)
for i in range(0, 200, 2):
    delattr(many, f"attr{i}")
print(len(many.__dict__), many.attr199, sum(v for v in vars(many).values()), list(vars(many))[-1])
f = C()
f.__dict__.clear()
print(vars(f), hasattr(f, "a"))
f.a = "new"
print(vars(f))
for name in f.__dict__:
    print(name)
