# All targets of assignment.


class Box:
    pass


a = b = c = [1]
print(a is b is c)
a, b = 1, 2
(a, b), c = (3, 4), 5
[a, [b, c]] = 6, (7, 8)
print(a, b, c)
first, *middle, last = range(6)
print(first, middle, last)
*start, end = "xyz"
print(start, end)
head, *tail = [1]
print(head, tail)
box = Box()
box.value, box.list = 1, [0, 0, 0]
box.list[0], box.list[1:] = 5, [6, 7, 8]
print(box.value, box.list)
i = 0
i, box.list[i] = 2, "at 2"
print(box.list)
x, = [9]
print(x)
(y) = 4
print(y)
for k, (l, *m) in [(1, (2, 3, 4)), (5, (6,))]:
    print(k, l, m)
a: int = 3
b: "anything at all"
print(a, __annotations__)
