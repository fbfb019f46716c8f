# Deeply nested data: repr, comparison, hashing and copying stop with RecursionError.
import copy

deep = []
for _ in range(100000):
    deep = [deep]
for f in (repr, lambda x: x == [[x]] and False, copy.deepcopy, str):
    try:
        f(deep)
        print("survived")
    except RecursionError:
        print("RecursionError")
deep = ()
for _ in range(100000):
    deep = (deep,)
try:
    hash(deep)
    print("hashed")
except RecursionError:
    print("RecursionError")
del deep
loop = []
loop.append(loop)
print(repr(loop), str([loop]))
try:
    loop == [loop]
    print("compared")
except RecursionError as error:
    print(error)
d = {}
d["d"] = d
print(d)
t = ([],)
t[0].append(t)
print(t)
