# suite: stress
# Integer arithmetic across the small, the 64-bit and the big range.

values = [0, 1, -1, 2, 7, -7, 2**31, -2**31, 2**47, -2**47, 2**48 - 1, 2**52, 2**62, -2**62, 2**63 - 1, -2**63,
          2**64, 10**20, -10**20, 3**100]
check = 0
for a in values:
    for b in values:
        s, d, p = a + b, a - b, a * b
        assert s - b == a and d + b == a
        if b:
            q, r = divmod(a, b)
            assert q * b + r == a and (0 <= r < b or b < r <= 0), (a, b)
            assert a // b == q and a % b == r
        check = (check * 31 + s + 7 * d + 13 * p) % (2**89 - 1)
print(check)
print(2**63 - 1 + 1, -2**63 - 1, 2**62 * 2, 2**31 * 2**31, (2**32 + 1) * (2**32 - 1), -(-2**63), abs(-2**63))
print(7 // 2, -7 // 2, 7 // -2, -7 // -2, 7 % 3, -7 % 3, 7 % -3, -7 % -3, 10**30 // -7, 10**30 % -7, -10**30 // 7)
print(2**47 + 2**47, 2**48 * 2**48, -2**48 * 2**16, 140737488355327 + 1, -140737488355328 - 1, 2**61 + 2**61)
print(1 - 2**100 + 2**100, type(2**100 - 2**100), 10**50 / 10**48, 10**400 // 10**399, 2**1000 % 10**10)
for text in ("1 // 0", "1 % 0", "1 / 0", "10**400 / 3.0", "10**400 * 1.0", "divmod(5, 0)", "2**-1", "0**-1", "0**0", "(-8)**(1/3)",
             "10**400 / 10**5", "1 / 10**400", "float(2**1024)", "2.0**10000", "int(float('inf'))", "int(float('nan'))"):
    try:
        print(text, eval(text))
    except ArithmeticError as error:
        print(text, type(error).__name__, error)
    except ValueError as error:
        print(text, type(error).__name__, error)
