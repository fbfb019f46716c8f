# timedelta: what goes wrong, in arithmetic, arguments and comparison; rounding.
from datetime import timedelta


def t(f, *a, **k):
    try:
        print(repr(f(*a, **k)))
    except Exception as x:
        print(type(x).__name__, x)


d = timedelta(1, 2, 3)
for x in 0.0, 0, timedelta(0), 'a', float('nan'), float('inf'), 3, -0.7, timedelta(0, 7), 10**30, None:
    t(lambda: d / x)
    t(lambda: d // x)
    t(lambda: d % x)
    t(lambda: divmod(d, x))
    t(lambda: d * x)
    t(lambda: x * d)
    t(lambda: d + x)
    t(lambda: d - x)
    t(lambda: d < x)
    t(lambda: d == x)
t(lambda: d * 10**8 * 10**3)
t(lambda: -timedelta.max)
t(timedelta, days='a')
t(timedelta, hours=1j)
t(timedelta, 1, 2, 3, 4, 5, 6, 7, 8)
t(timedelta, foo=1)
t(timedelta, 1, days=1)
for n in 10**9, -10**9, 10**30, float('nan'), float('inf'), 1e300:
    t(timedelta, n)
for us in .5, 1.5, 2.5, -.5, -1.5, .49999999999999994, 1e-7, 0.1 + 0.2:
    t(timedelta, microseconds=us)
    t(timedelta, us, microseconds=us, weeks=us)
try:
    d.days = 3
except AttributeError as x:
    print(x)


class T(timedelta):
    def __init__(self, *a, **k):
        self.note = 'here'


print(repr(T(1)), repr(T(1) + T(2)), T(1).note, T(hours=1) == timedelta(hours=1),
      hash(T(5)) == hash(timedelta(5)), timedelta.min, timedelta.max, timedelta.resolution)
