# datetime: combine, timestamps, comparison and arithmetic with other types, subclasses.
from datetime import *


def t(f, *a, **k):
    try:
        print(repr(f(*a, **k)))
    except Exception as x:
        print(type(x).__name__, x)


x, utc = date(2024, 2, 29), timezone.utc
for a in [(1, 2), (x, 2), (x, time(1), 3), (x, time(1), utc), (x,), (x, time(1, tzinfo=utc)), (datetime.max, time(2))]:
    t(datetime.combine, *a)
t(datetime.strptime, 1, 2)
t(datetime.strptime, '1', 2)
t(datetime.strptime, '1')
t(datetime.strptime, '2024-02-29 10:11 +0100', '%Y-%m-%d %H:%M %z')
t(datetime.now, 3)
t(datetime.fromtimestamp, 1, 3)
t(datetime.fromtimestamp, 1, foo=3)
t(datetime.utcfromtimestamp)
t(datetime.utcfromtimestamp, 10**12)
for n in 1.0000005, 1.0000015, 1.9999999, -.0000005, -1.5, 2**70, float('inf'), 'a', None:
    t(datetime.fromtimestamp, n, utc)
    t(datetime.utcfromtimestamp, n)
t(datetime(2024, 1, 1, tzinfo=utc).timestamp)
t(datetime(2024, 1, 1, 0, 0, 0, 1, timezone(timedelta(hours=5))).timestamp)
t(datetime(2024, 1, 1).astimezone, 3)
d = datetime(1, 1, 1)
for other in d.replace(tzinfo=utc), timedelta(1), 1, x, date(1, 1, 1), datetime(1, 1, 2), None:
    t(lambda: d - other)
    t(lambda: d + other)
    t(lambda: other - d)
    t(lambda: d < other)
    t(lambda: d == other)
    t(lambda: other == d)
for s in ['2024-02-29T', '2024-02-29 12:30', '20240229T123456,5Z', '2024-W09-4T10+01:30:15.000001', '2024W094 10',
          '2024-W09é07', '2024-02-29\ud80010:00', '2024-02-29T25', '2024-02-30', '2024-02-29T10:1', '2024-02',
          '2024-02-29T10:00:00-00:00', '2024-02-29T10:00:00.1234567', '2024-02-29T10:00Zx', '', 'abcdefghij', 3]:
    t(datetime.fromisoformat, s)
for s in 'T10', '10:30', '1030', '10:30Z', 'T', '', '10:3', '10:30:', '10:30:00+2', '10.5', '24:00', 5:
    t(time.fromisoformat, s)


class D(datetime):
    pass


for v in (D(1, 1, 1), D(1, 1, 1) + timedelta(1), D(1, 1, 1).replace(year=3), D.fromisoformat('20240101'), D.min,
          D(2024, 1, 1, tzinfo=utc).astimezone(timezone(timedelta(hours=3))), D.combine(x, time(5)), D(1, 1, 1).date(),
          D.fromtimestamp(0, utc), D.strptime('1', '%d'), D.fromordinal(5), D.fromisocalendar(2024, 1, 1)):
    print(repr(v))
print(D(1, 1, 1).__reduce__(), datetime.min, datetime.max, datetime.resolution)
print(type(D.now()), type(D.utcnow()), type(D.today()), D.now(utc).tzinfo)


class Fold(tzinfo):
    def utcoffset(self, dt):
        return timedelta(hours=1 + dt.fold)

    def dst(self, dt):
        return timedelta(0)


f = datetime(2024, 1, 1, 5, tzinfo=Fold())
print(f == f.replace(fold=1), f == datetime(2024, 1, 1, 4, tzinfo=utc), hash(f) == hash(f.replace(fold=1)),
      f.replace(fold=1) - f, f.replace(fold=1).isoformat(), f < f.replace(fold=1))
