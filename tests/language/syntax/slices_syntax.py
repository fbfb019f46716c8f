# What a subscription passes to __getitem__.


class Show:
    def __getitem__(self, key):
        return key

    def __setitem__(self, key, value):
        print("set", key, value)

    def __delitem__(self, key):
        print("del", key)

    def __class_getitem__(cls, key):
        return "class", key


s = Show()
print(s[1], s[1, 2], s[:], s[1:], s[:2], s[::3], s[1:2, ::4], s[...], s[()], s[1,])
print(s[-1:-2:-3], s[None:"a"], s[s[1]:s[2]], s[*[1, 2], 3], s[lambda: 0] is not None)
s[1:2] = 5
s["a", "b"] = 6
del s[::2]
del s[1], s[2]
print(Show[int], Show[int, str])
