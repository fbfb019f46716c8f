# Identity that CPython's documentation lets one rely on.

print(None is None, True is (1 == 1), ... is Ellipsis)
x = 5
y = 5
print(x is y)
print(() is tuple([]))
a = []
b = []
print(a is b, a is a)
print("" is str(), b"" is bytes())
t = (1, 2)
print(t is tuple(t), t[:] is t)
s = "text"
print(s[:] is s, str(s) is s)
f = frozenset([1])
print(frozenset(f) is f)
l = [1]
print(list(l) is l, l[:] is l)
