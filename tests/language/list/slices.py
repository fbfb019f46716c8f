# list: slices read, assigned and deleted, against a slow reference.

base = list(range(10))
print(base[2:5], base[:3], base[7:], base[-3:], base[:-8], base[::3], base[::-1], base[8:2:-2],
    base[5:5], base[20:], base[-20:3], base[3:-20:-1], base[True:3])
check = 0
bounds = [None, -12, -10, -3, -1, 0, 1, 4, 9, 10, 13]
for start in bounds:
    for stop in bounds:
        for step in (None, 1, 2, 3, -1, -2, 15, -15):
            s = slice(start, stop, step)
            got = base[s]
            assert got == [base[i] for i in range(*s.indices(10))]
            assert list(tuple(base)[s]) == got and [int(c) for c in "0123456789"[
                s]] == got and list(bytes(base)[s]) == got
            copy = base[:]
            del copy[s]
            assert copy == [v for i, v in enumerate(base) if i not in range(*s.indices(10))]
            check += sum(got) * (len(copy) + 1)
print(check)
x = base[:]
x[2:4] = ["a"]
x[0:0] = [-2, -1]
x[len(x):] = ["tail"]
print(x)
x[::2] = [0] * len(x[::2])
print(x)
x[3:1] = ["between"]
x[-2:] = iter("yz")
print(x)
x[:] = []
print(x)
x[5:9] = [1]
x += x
x[1:1] = x
print(x)
y = [1, 2, 3, 4]
y[1:3] = y
print(y)
y[::-1] = y
print(y)
del y[::2]
print(y)
for bad in ("y[::2] = [1]", "y[::-1] = range(9)", "y[0:2] = None"):
    try:
        exec(bad)
    except (ValueError, TypeError) as error:
        print(error)
