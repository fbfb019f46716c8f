# suite: stress
# Float arithmetic at its edges.

inf, nan = float("inf"), float("nan")
print(inf - inf, inf * 0, inf / inf if True else 0, 0 * -1.0, -0.0 + 0.0, 0.0 == -0.0, 1e308 * 10, -1e308 * 10, 1e-320 / 10, 5e-324 / 2)
for text in ("1.0 / 0", "1.0 // 0", "1.0 % 0", "0.0 / 0.0", "divmod(1.0, 0.0)", "0.0 ** -1", "(-1.0) ** 0.5", "10.0 ** 400", "inf ** 0", "nan ** 0", "1 ** nan",
             "inf % 2", "5 % inf", "-5 % inf", "5 // inf", "-5 // inf", "1e308 + 1e308", "(-2.0) ** 3", "2.0 ** -2", "(-0.0) ** 3", "0.0 ** 0", "pow(2.0, 3, 5)", "-inf % 3",
             "7.5 % -2", "-7.5 % 2", "7.5 // -2", "0.3 // 0.1", "0.3 % 0.1", "1e16 + 1", "int(1e23)", "5.0 % -5", "-0.0 % 5", "0.0 % -5"):
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
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
print(sys.float_info.max, sys.float_info.epsilon, sys.float_info.min, sys.float_info.dig, sys.float_info.mant_dig)
