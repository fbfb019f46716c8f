# collections.deque.
from collections import deque

d = deque([1, 2, 3])
d.append(4)
d.appendleft(0)
d.extend("ab")
d.extendleft("xy")
print(d, d.pop(), d.popleft(), len(d), d[0], d[-1], d[2], 3 in d, d.count(1), d.index(3),
    list(reversed(d)))
d.rotate(2)
print(d)
d.rotate(-3)
d.reverse()
d.insert(2, "ins")
d.remove("x")
d[1] = "set"
del d[0]
print(d, d.copy() == d, d + deque([9]), d * 2 == deque(list(d) * 2), deque("ab") < deque("b"),
    bool(deque()))
m = deque(maxlen=3)
for i in range(5):
    m.append(i)
print(m, m.maxlen, m.copy())
m.appendleft("left")
m.extend([7, 8])
m += [1]
print(m, deque([1, 2, 3], 2), deque(maxlen=0))
try:
    for x in d:
        d.append(1)
except RuntimeError as error:
    print(error)
big = deque(range(1000))
for _ in range(500):
    big.append(big.popleft())
print(big[0], big[-1], big[500], sum(big), len(big))
loop = deque()
loop.append(loop)
print(loop)
d.clear()
print(d, next(iter(deque("z"))))
