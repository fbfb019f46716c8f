# Augmented assignment: every operator, targets evaluated once, mutable in place.

x = 10
for step in ("x += 3", "x -= 1", "x *= 4", "x //= 5", "x **= 2", "x %= 17", "x <<= 3", "x >>= 1",
             "x |= 5", "x &= 12", "x ^= 7", "x /= 4"):
    exec(step)
    print(step, "->", x)
a = b = [1]
a += [2]
print(b, a is b)
a = a + [3]
print(b, a is b)
t = u = (1,)
t += (2,)
print(u, t)
s = {1}
r = s
r |= {2}
print(sorted(s))
n = [0]


def index():
    print("index called once")
    return 0


n[index()] += 5
print(n)
t = ([],)
try:
    t[0] += [1]
except TypeError as error:
    print(error, t)
d = {"a": 1}
d |= {"b": 2}
print(d)
l = [1, 2]
l *= 2
print(l)
l += "ab"
print(l)
