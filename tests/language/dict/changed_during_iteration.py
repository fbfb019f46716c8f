# Changing a dictionary while walking it.

d = {i: i for i in range(5)}
for action in ("d[99] = 1", "del d[0]", "d.clear()", "d[1] = 'changed'"):
    d = {i: i for i in range(5)}
    seen = 0
    try:
        for k in d:
            seen += 1
            exec(action)
        print(action, "no error", seen)
    except (RuntimeError, KeyError) as error:
        print(action, "|", type(error).__name__, error, seen)
for view in ("d.keys()", "d.values()", "d.items()", "reversed(d)"):
    d = {1: 1, 2: 2}
    try:
        for _ in eval(view):
            d[len(d) + 5] = 0
    except RuntimeError as error:
        print(view, error)
d = {1: 1, 2: 2}
try:
    for k in d:
        del d[k]
        d[k + 10] = 0
        if len(d) > 5 or k > 100:
            break
    print("ended", sorted(d)[:2] != [])
except RuntimeError as error:
    print(error)
s = {1, 2, 3}
try:
    for x in s:
        s.add(x + 100)
except RuntimeError as error:
    print(error)
it = iter({1: 2})
print(it.__length_hint__(), next(it), next(it, "end"), it.__length_hint__())


class Evil:
    def __hash__(self): return 1
    def __eq__(self, other):
        target.clear()
        return True


target = {}
target[Evil()] = "x"
try:
    print(target.get(1, "default"))
except RuntimeError as error:
    print(error)
print(len(target))
