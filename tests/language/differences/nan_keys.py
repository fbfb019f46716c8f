# NaN as a key: CPython tells one NaN object from another.
d = {float("nan"): 1}
d[float("nan")] = 2
print(len(d), len({float("nan"), float("nan")}))
