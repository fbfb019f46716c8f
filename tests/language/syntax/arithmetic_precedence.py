# Precedence and associativity of the operators.

print(2 + 3 * 4, (2 + 3) * 4, 2 ** 3 ** 2, -2 ** 2, (-2) ** 2, 2 ** -1)
print(7 // 2, -7 // 2, 7 % 3, -7 % 3, 7 % -3, 7 / 2)
print(1 << 2 + 1, 1 | 2 & 3, 1 ^ 3 & 2, ~5, -~5, not 1 == 2)
print(1 < 2 < 3, 1 < 3 < 2, 1 == 1 != 2, 3 > 2 >= 2)
print(True or 1 / 0, False and 1 / 0, 0 or "" or [], 1 and 2 and 3)
print(1 if 0 else 2 if 0 else 3, (lambda x: x if x else "empty")(0))
print(not True, not not 5, not [] and 3)
print("a" in "abc", 3 not in [1, 2], None is None, 1 is not None)
print(1 + 2 if False else 3 + 4, [1, 2] + [3] * 2)
print(5 @ 3 if False else "no matmul for int")
try:
    5 @ 3
except TypeError as error:
    print(error)
