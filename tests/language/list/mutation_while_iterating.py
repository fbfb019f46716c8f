# Lists that change while something walks them.

x = [1, 2, 3, 4]
for v in x:
    if v == 2:
        x.remove(v)
print(x)
x = [1]
for v in x:
    if len(x) < 5:
        x.append(v + 1)
print(x)
x = list(range(5))
it = iter(x)
next(it)
x.clear()
print(list(it), x)
x.append(9)
print(list(it))
x = [1, 2, 3]
r = reversed(x)
next(r)
x.pop()
x.pop()
print(list(r))


class Evil:
    def __init__(self, target): self.target = target
    def __eq__(self, other):
        self.target.clear()
        return False


x = [1, 2]
x[:] = [Evil(x), Evil(x), 3]
print(x.count(3), x)
x[:] = [Evil(x), 3]
print(3 in x, x)
x[:] = [Evil(x), 3]
try:
    x.remove(3)
except ValueError as error:
    print(error)
x[:] = [Evil(x), Evil(x)]
y = [1, 2]
print(x == y, x)


class Grow:
    def __repr__(self):
        x.append(0)
        return "grow"


x = [Grow(), 1]
print(repr(x) if len(x) < 10 else "")
x = [1, 2, 3]
x.extend(x)
x += x[:2]
x[2:4] = x
print(x)
x = [1, 2]
x.extend(v for v in x if len(x) < 6)
print(x)
