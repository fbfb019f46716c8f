# suite: stress
# list: every method, and its errors.

x = [3, 1, 2]
x.append(5)
x.extend([7, 8])
x.extend("ab")
x.insert(0, "first")
x.insert(-1, "before last")
x.insert(100, "end")
print(x, x.pop(), x.pop(0), x.pop(-2), x, x.index(2), x.count(1), 7 in x, len(x))
x.remove("a") if "a" in x else x.remove("b")
x.reverse()
print(x, x.copy() == x, x.copy() is x, x + [1], x * 2, [] * 5, [1] * -1, 2 * [0])
y = [5, 2, 9, 1]
print(y.sort(), y, sorted(y, reverse=True), y.sort(key=lambda v: -v), y, [1, 2, 3].index(3, 1), [1, 2, 1].index(1, 1), [1, 2].clear(), [1, 2, 3].__reversed__().__next__())
y.clear()
print(y, list(), list("abc"), list(range(3)), list({1: 2}), list((1, 2)), [1, 2] < [1, 3], [1] < [1, 0], [] < [0], [1, "a"] == [1, "a"], [1] != [1.0], [[1]] == [[1]])
for text in ("[].pop()", "[1].pop(5)", "[1].remove(2)", "[1].index(2)", "[1].insert('a', 1)", "[1] + (2,)", "[1] < [None]", "[1][5]", "[1]['a']", "[1][1.0]", "[1, 'a'].sort()", "hash([])", "[1].append()", "[1].append(1, 2)", "[1].extend(5)", "[1].sort(1)", "[1].sort(key=5)", "[1].pop('a')", "[1] * 'a'", "[1] * [2]",
             "[].index(1, 'a')", "[1][2**70]", "[3, 1].sort(reverse='x')", "list(1)", "[1].copy(1)", "[0][None]", "[1].sort(foo=1)", "[].remove()", "[1, 2].count()"):
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, "|", type(error).__name__, error)
for text in ("z[5] = 1", "z['a'] = 1", "del z[5]", "z[0:1] = 5", "z[::2] = [1, 2, 3]", "del z['a']", "z[::0] = []", "z[None] = 1", "z += 5", "z *= 'a'", "z[1.5:]", "z[:'a']", "z[-1]", "z.x = 1"):
    z = [1, 2, 3]
    try:
        exec(text)
        print(text, "fine", z)
    except Exception as error:
        print(text, "|", type(error).__name__, error, z)
