# time, datetime, tzinfo and timezone: what goes wrong, and zones written in Python.
import copy
import pickle
from datetime import *


def t(f, *a, **k):
    try:
        print(repr(f(*a, **k)))
    except Exception as x:
        print(type(x).__name__, x)


for a in [(25,), (1, 60), (1, 1, 60), (1, 1, 1, 10**6), (1, 2, 3, 4, None, 1), (b'\0' * 6,), (b'\0' * 6, 3), ('a',),
          (-1,), ()]:
    t(time, *a)
t(time, fold=2)
t(time, tzinfo=3)
t(time, 1, 2, fold=1, tzinfo=timezone.utc)
for a in [(2024,), (2024, 1, 1, 25), (b'a',), (b'\x07\xe8\x01\x01' + b'\0' * 6, 3), (2024, 1, 1, 1, 1, 1, 1, None, 0),
          (b'\x07\xe8\x81\x01' + b'\0' * 6,)]:
    t(datetime, *a)
t(datetime, 2024, 1, 1, tzinfo=3)
t(datetime, 1, 2, 3, fold=1, tzinfo=timezone.utc)
for v in time(1), datetime(1, 1, 1), datetime(1, 1, 1, 5, 6, 7, 8, timezone.utc):
    t(v.isoformat, 'x')
    t(v.isoformat, 'xx')
    t(v.isoformat, 3)
    t(v.isoformat, timespec=3)
    for spec in 'auto', 'hours', 'minutes', 'seconds', 'milliseconds', 'microseconds', 'days':
        t(v.isoformat, timespec=spec)
utc = timezone.utc
for other in time(1, tzinfo=utc), 3, time(2), time(1, fold=1):
    t(lambda: time(1) < other)
    t(lambda: time(1) == other)
print(time(1, tzinfo=utc) == time(3, tzinfo=timezone(timedelta(hours=2))),
      hash(time(1, tzinfo=utc)) == hash(time(3, tzinfo=timezone(timedelta(hours=2)))))


class Z(tzinfo):
    def __init__(self, r):
        self.r = r

    def utcoffset(self, dt):
        return self.r

    tzname = dst = utcoffset


for r in 3, timedelta(2), timedelta(-1), None, 'a%z', timedelta(hours=-23, microseconds=5):
    for n in 'utcoffset', 'dst', 'tzname':
        t(getattr(time(1, tzinfo=Z(r)), n))
    t(datetime(1, 1, 1, tzinfo=Z(r)).isoformat)
    t(datetime(2021, 1, 1, tzinfo=Z(r)).strftime, '%z')
    t(datetime(2021, 1, 1, tzinfo=Z(r)).strftime, '%Z')
    t(datetime(2001, 1, 1, tzinfo=Z(r)).astimezone, utc)
    t(lambda: str(datetime(2001, 1, 1, tzinfo=utc).astimezone(Z(r))))
    t(datetime(2001, 1, 1, tzinfo=Z(r)).utctimetuple)
    t(datetime(2001, 1, 1, tzinfo=Z(r)).timetuple)
base = tzinfo()
for f in base.utcoffset, base.tzname, base.dst, base.fromutc:
    t(f)
    t(f, None)
    t(f, datetime.max)
print(Z(3).__reduce__()[1:], base.__reduce__())
for a in [(3,), (timedelta(1),), (timedelta(0), 3), (), (timedelta(0), None), (timedelta(0),), (timedelta(0), 'x'),
          (timedelta(1, -1),), (timedelta(hours=-1, seconds=-1, microseconds=5),)]:
    t(timezone, *a)
print(timezone.min, timezone.max, timezone(timedelta(hours=-1, seconds=-1, microseconds=5)), utc)
for f in utc.utcoffset, utc.fromutc, utc.dst, utc.tzname:
    t(f)
    t(f, 3)
    t(f, datetime.max)
    t(f, datetime.max.replace(tzinfo=utc))
t(lambda: utc < utc)
print(utc.__reduce__(), utc.__getinitargs__(), copy.copy(utc) is utc, pickle.loads(pickle.dumps(utc)) is utc)
t(type, 'S', (timezone,), {})
for v in [date(2024, 2, 29), time(1, 2, 3, 4, utc, fold=1), datetime(2024, 1, 2, 3, 4, 5, 6, fold=1),
          timedelta(1, 2, 3), timezone(timedelta(1, -5), 'x'), datetime.max.replace(tzinfo=utc)]:
    for protocol in range(6):
        w = pickle.loads(pickle.dumps(v, protocol))
        print(type(w), w == v, getattr(w, 'fold', None), end=' ')
    print(v.__reduce_ex__(4)[1:])
