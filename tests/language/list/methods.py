# list: every method.

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
print(y.sort(), y, sorted(y, reverse=True), y.sort(key=lambda v: -v), y, [1, 2, 3].index(3, 1),
    [1, 2, 1].index(1, 1), [1, 2].clear(), [1, 2, 3].__reversed__().__next__())
y.clear()
print(y, list(), list("abc"), list(range(3)), list({1: 2}), list((1, 2)), [1, 2] < [1, 3],
    [1] < [1, 0], [] < [0], [1, "a"] == [1, "a"], [1] != [1.0], [[1]] == [[1]])
