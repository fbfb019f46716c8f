# Attributes in different orders, deleted and added, classes changed under running code.


class P:
    pass


def read(o):
    return o.x


objects = []
for i in range(20):
    p = P()
    if i % 3 == 0:
        p.y = 1
    p.x = i
    if i % 2:
        p.z = 2
        del p.z
    objects.append(p)
print([read(o) for o in objects])
P.x = "class"
del objects[4].x
print([read(o) for o in objects[3:6]])
P.x = property(lambda self: "property")
print([read(o) for o in objects[3:6]])
del P.x
try:
    read(objects[4])
except AttributeError as error:
    print(error)


class Q:
    def m(self): return "Q.m"


def call(o):
    return o.m()


q = Q()
print(call(q), call(q))
q.m = lambda: "instance"
print(call(q))
del q.m
Q.m = lambda self: "patched"
print(call(q))


class R(Q):
    pass


r = R()
print(call(r))
R.m = lambda self: "R.m"
print(call(r), call(q))
del R.m
Q.m = lambda self: "patched twice"
print(call(r), call(q))
R.__bases__ = (type("Other", (), {"m": lambda self: "other base"}),)
print(call(r))
R.__getattr__ = lambda self, name: "fallback"
R.__bases__ = (type("Empty", (), {}),)
print(r.anything)


def add(a, b):
    return a + b


print([add(a, b) for a, b in ((1, 2), (1.5, 2), ("a", "b"), ([1], [2]), (2**62, 2**62), (True, 1),
    (1, 2.5), ((1,), (2,)), (10**20, 1))])
g = 1


def reads_global():
    return g


print(reads_global())
g = 2
print(reads_global())
del g
try:
    reads_global()
except NameError as error:
    print(error)
len_, globals()["len"] = len, lambda x: "shadow"
print(len([]))
del globals()["len"]
print(len([]))
