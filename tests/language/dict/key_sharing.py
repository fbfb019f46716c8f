# Instances of one class: attributes added, removed and listed in their own order.


class P:
    def __init__(self, flip):
        if flip:
            self.b, self.a = 1, 2
        else:
            self.a, self.b = 1, 2


p, q = P(False), P(True)
print(list(vars(p)), list(vars(q)))
p.c = 3
del p.a
p.a = 4
print(vars(p), vars(q))
q.__dict__["z"] = 5
q.__dict__.update(b=9, y=8)
print(q.z, q.b, list(q.__dict__.items()), q.__dict__.pop("z"), hasattr(q, "z"))
r = P(False)
d = r.__dict__
del r
print(d)
s = P(False)
view = vars(s).keys()
s.extra = 1
print(list(view), len(vars(s)), "extra" in vars(s))
for i in range(40):
    setattr(s, f"n{i}", i)
for i in range(40):
    delattr(s, f"n{i}")
print(vars(s))
t = P(True)
t.__dict__ |= {"a": "merged"}
print(t.a, dict(vars(t)), t.__dict__ == {"b": 1, "a": "merged"})
