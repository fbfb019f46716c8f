# Comparing and mixing ints, floats, bools; hashing across types.

print(1 == 1.0 == True == (1 + 0j), hash(1) == hash(1.0) == hash(True), {1: "a"}[1.0],
    {True: "b"}[1], 0.0 in [0], 2**60 == 2.0**60)
print(2**53 == 2.0**53, 2**53 + 1 == 2.0**53, 2**53 + 1 > 2.0**53, -(2**53) - 1 < -2.0**53,
    1 < 1.5 < 2, 0.1 + 0.2 == 0.3)
print(3 == 3.0000000000000001, 10**16 + 1 == 1e16, 10**16 + 1 > 1e16, int(1e16) + 1,
    float(10**16 + 1), 1e308 * 10 == float("inf"))
print(True + True, True * 3, True / 2, -True, ~True, True & False, True | 2, True ^ True,
    sum([True, True]), max(True, 0.5), isinstance(True, int))
print(float("nan") == float("nan"), float("nan") != 1, float("nan") < 1, 1 < float("nan"),
    sorted([3, 1.5, True, 2]), min(0.0, -0.0), max(1, 1.0))
print(5 // 2.0, 5 % 2.5, -5 // 2.0, -5 % 3.0, 5.0 // -2, divmod(5.5, 2), divmod(-5.5, 2), 2 ** 0.5,
    2.0 ** 3, (-8) ** 2.0, 1e20 // 3)
print(int(2.5), round(2.5), round(3.5), round(-2.5), int(-2.5), 7 / 7, 6 / 4, 10**20 / 10**18,
    2**70 / 2**69, 1 / 3)
