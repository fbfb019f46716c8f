# How arrays print.
import numpy as np

for a in (np.array([1, 10, 100]), np.array([1.0, 2.5, 100.125]), np.array([1e-10, 1.0]),
        np.array([1e10, 1.0]), np.array([0.1, 0.2, 1 / 3]), np.array([True, False]),
        np.array([[1, -2], [300, 4]]), np.arange(8).reshape(2, 2, 2),
        np.array([np.nan, np.inf, -np.inf, 1.0]), np.array([]), np.zeros((0, 3)), np.zeros((2, 0)),
        np.array(3.5), np.array(7),
          np.array([1, 2], dtype="int8"), np.array([1.5], dtype="float32"),
        np.array([0.1], dtype="float32"), np.arange(2000), np.arange(3000.0) / 7,
        np.arange(2000).reshape(40, 50), np.ones((30, 40)), np.array([-0.0, 0.0]),
        np.array([1e300, 1e-300]), np.array([123456789.123, 0.001]), np.array([1.0, 2.0, 3.0]),
        np.linspace(0, 1, 30), np.arange(100), np.array([1e16, 1]), np.array([99999999.0]),
        np.array([1.10, 2.225, 3.3333333333]), np.arange(27).reshape(3, 3, 3) * 1.5,
          np.array([2**63 - 1, -2**63]), np.array([2**64 - 1], dtype="uint64"),
        np.zeros((3, 1, 2)), np.array([1e5, 1e-5]), np.array([1e-4, 1.0]), np.array([1.5, np.nan])):
    print(a)
    print(repr(a))
print(np.float64(0.1), np.float32(0.1), repr(np.float32(0.1)), np.float64(1e16), np.float64(1e-5),
    np.int64(5), np.bool_(True), str(np.float64(1)), f"{np.float64(2.5):.2f}",
    f"{np.int64(7):03d}", "%d" % np.int64(3), np.float64(5) / 3, [np.float64(1.5)],
    np.float64(3) == 3, hash(np.int64(5)) == 5, round(np.float64(2.567), 1), int(np.float64(3.9)),
    np.int64(7) // 2, np.int64(2) ** 10, [1, 2, 3][np.int64(1)])
