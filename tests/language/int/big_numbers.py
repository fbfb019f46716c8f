# Large integers: factorials, powers, conversion to and from text.
import math

f = math.factorial(200)
print(f, len(str(math.factorial(1000))))
print(pow(3, 1000, 10**30), pow(7, -1, 101), pow(2, 10**6, 10**9 + 7), pow(-3, 5, 7), pow(3, 4, -5))
print(math.gcd(2**200, 6**100) == 2**100, math.lcm(10**20, 15), math.isqrt(10**60),
    math.isqrt(2 * 10**41), math.comb(100, 50), math.perm(30, 20))
print(hex(2**100), oct(-2**70), bin(2**66 + 1), f"{2**80:,}", f"{-2**80:_x}",
    int(hex(3**90), 16) == 3**90)
a, b = 0, 1
for _ in range(1000):
    a, b = b, a + b
print(a)
print(str(10**50), repr(-10**50), int("123456789" * 20) % 1000007, hash(2**61 - 1), hash(2**61),
    hash(-2**61), hash(10**50), hash(-1), hash(-2**100))
import sys
print(sys.get_int_max_str_digits())
for action in (lambda: str(10**5000), lambda: int("1" * 5000)):
    try:
        action()
    except ValueError as error:
        print(error)
sys.set_int_max_str_digits(0)
print(len(str(10**5000)), len(str(7**20000)))
print((10**400 + 1) % (10**200 + 7), (3**500) // (2**400) % 10**20)
print(10**20 == 1e20, 10**23 == 1e23, 2**53 + 1 == float(2**53 + 1), 2**53 + 1 > float(2**53),
    10**400 > 1e308, -10**400 < float("-inf"))
