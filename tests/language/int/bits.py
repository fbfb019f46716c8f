# Shifts and bitwise operators, with negative and big numbers.

values = [0, 1, -1, 5, -6, 255, 2**31, 2**47 - 1, -2**47, 2**63, -2**63, 2**64 - 1, 2**100 + 12345,
    -2**100 - 1]
check = 0
for a in values:
    for b in values:
        check = (check * 37 + (a & b) + 3 * (a | b) + 5 * (a ^ b)) % (2**107 - 1)
        assert (a & b) + (a | b) == a + b and (a ^ b) == (a | b) - (a & b)
    for n in (0, 1, 7, 31, 32, 47, 63, 64, 65, 200):
        assert (a << n) >> n == a and a >> n == a // 2**n
        check = (check * 41 + (a << n) - (a >> n)) % (2**107 - 1)
    print(a, ~a, a.bit_length(), a.bit_count(), a << 3, a >> 3)
print(check, 1 << 100, -1 << 70, -1 >> 1000, 5 >> 100, 0 << 10**6)
for text in ("1 << -1", "1 >> -1", "1 << 1.0", "1 << 'a'", "1 << 2**70", "0 << 2**70",
        "1 >> 2**70"):
    try:
        print(text, eval(text))
    except (ValueError, TypeError, OverflowError, MemoryError) as error:
        print(text, type(error).__name__, error)
