# Arithmetic and comparison with broadcasting.
import numpy as np

a, b, c = np.arange(3), np.arange(3)[:, None], np.arange(6).reshape(2, 3)
print(a + b, a * 2, 2 ** a, c - a, c * np.array([[1], [2]]), a / 2, a // 2, c % 3, -a, abs(-a), +a,
    a ** 2, 10 - a, 1 / (a + 1), divmod(a, 2), sep="\n")
print(a > 1, a == b, c != 2, (c >= 2) & (c < 5), ~(a > 1), (a > 0) | (a == 0), a @ a, c @ a,
    c @ c.T, a & 1, a << 2, a ^ 3, ~a, sep="\n")
x = np.arange(3.0)
x += 1
x *= np.array([1, 2, 3])
x -= x[::-1].copy()
x /= 2
x **= 2
print(x)
y = np.arange(3)
with np.errstate(all="ignore"):
    print(np.array([1.0, -1.0, 0.0]) / 0, np.array([5, -5]) // np.array([2, 2]),
        np.array([5, -5]) % 3, np.array([-7.5]) % 2, np.array([-7.5]) // 2)
print(np.sqrt(np.array([4.0, 9.0])), np.exp(np.zeros(2)), np.log(np.ones(2)),
    np.sin(np.array([0.0])), np.maximum(a, 1), np.minimum(a, [1, 0, 5]), np.add(a, 1),
    np.multiply(a, a), np.abs(np.array([-1.5])), np.power(a, 3), np.where(a > 0, a, -1),
    np.floor(np.array([1.7, -1.2])), np.isnan(np.array([np.nan, 1])), np.clip(a, 0, 1),
    np.round(np.array([1.25, 2.5]), 1))
