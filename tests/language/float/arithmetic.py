# Float arithmetic at its edges.

inf, nan = float("inf"), float("nan")
print(inf - inf, inf * 0, inf / inf if True else 0, 0 * -1.0, -0.0 + 0.0, 0.0 == -0.0, 1e308 * 10,
    -1e308 * 10, 1e-320 / 10, 5e-324 / 2)
total = 0.0
for i in range(1000):
    total += 0.1
print(total, sum([0.1] * 10), sum(range(10), 0.5))
x = 1.0
n = 0
while x + 1.0 > x and n < 2000:
    x *= 2
    n += 1
print(n, x)
import sys

print(sys.float_info.max, sys.float_info.epsilon, sys.float_info.min, sys.float_info.dig,
    sys.float_info.mant_dig)
