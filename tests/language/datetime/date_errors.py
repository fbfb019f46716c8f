# date: arguments, limits, other types.
from datetime import date, datetime, timedelta


def t(f, *a, **k):
    try:
        print(repr(f(*a, **k)))
    except Exception as x:
        print(type(x).__name__, x)


for a in [(), (2024,), (2024, 1, 1, 1), ('a', 1, 1), (2024, 1, 1.0), (2024, 1, 2**40), (2024, 1, -2**40),
          (2024, 1, 2**70), (b'\x07\xe8\x01\x01',), (b'\x07\xe8\x0d\x01',), (0, 1, 1), (10000, 1, 1),
          (2023, 2, 29), (2024, 13, 1), (True, True, True)]:
    t(date, *a)
t(date, day=1, month=2, year=3)
t(date, 2024, 1, day=5, foo=1)
t(date, 2024, 1, 1, month=1)
for a in 3, '2024-13-01', '2024-W54-1', '2024', '', '2024-02-30', '２024-02-03', '\ud800':
    t(date.fromisoformat, a)
for a in 0, 1, 3652059, 3652060, 10**8, 10**12, 'a', -5:
    t(date.fromordinal, a)
for a in [(2024, 54, 1), (2024, 5, 8), (0, 5, 8), (2024, 2**50, 8), (2024,), ('a', 1, 1), (2020, 53, 7),
          (9999, 52, 7), (1, 1, 1), (2021, 53, 1)]:
    t(date.fromisocalendar, *a)
for a in 'a', 1e30, float('nan'), 2**80, 10**15, 2**62:
    t(date.fromtimestamp, a)
t(date.fromtimestamp)
x = date(2024, 2, 29)
t(x.strftime)
t(x.strftime, 3)
t(x.__format__, 3)
t(x.replace, 1, 2, 3, 4)
t(x.replace, day=30)
t(x.replace, year='a')
t(x.strftime, '%f|%z|%Z|%%|%')
t(format, x, '%d.%m.%y')
t(format, x, '')
for other in 1, datetime.max, 3.5, timedelta.max, datetime(2024, 2, 29), date(1, 1, 1), None, timedelta(hours=-1):
    t(lambda: x - other)
    t(lambda: x + other)
    t(lambda: other + x)
    t(lambda: x < other)
    t(lambda: x == other)
iso = x.isocalendar()
print(iso, iso.__reduce__(), type(iso), iso == (2024, 9, 4), iso.year, iso.week, iso.weekday)
t(type(iso), 1, 2)
t(type(iso), 1, 2, 'a')
try:
    x.year = 3
except AttributeError as e:
    print(e)


class E(date):
    def __new__(cls, *a):
        self = super().__new__(cls, *a)
        self.extra = len(a)
        return self


print(repr(E(1, 1, 1)), repr(E(1, 1, 1) + timedelta(1)), E.fromordinal(7).extra, repr(E.fromisoformat('20240101')),
      hasattr(E(1, 1, 1).replace(year=2), 'extra'), E.today().extra, hash(E(1, 2, 3)) == hash(date(1, 2, 3)))
print(date.min, date.max, date.resolution)
