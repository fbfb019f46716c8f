# datetime: arithmetic, formatting, parsing.
from datetime import date, datetime, time, timedelta, timezone

d, e = datetime(2024, 2, 29, 13, 5, 7, 123456), date(2023, 12, 31)
print(d, repr(d), d.isoformat(), d.date(), d.time(), e, repr(e), e + timedelta(days=1),
    d - datetime(2024, 1, 1), d.replace(year=2028), d.weekday(), e.isoweekday(), e.isocalendar(),
    d.timetuple().tm_yday, e.toordinal(), date.fromordinal(738000))
print(d.strftime("%Y-%m-%d %H:%M:%S.%f %j %a %B %p %%"), f"{d:%d/%m/%y}",
    datetime.strptime("03 Feb 2021 04:05", "%d %b %Y %H:%M"),
    datetime.fromisoformat("2024-02-29T12:00:00+02:00"), date.fromisoformat("2024-02-29"),
    datetime.combine(e, time(1, 2)), d.ctime())
t = timedelta(days=1, hours=2, minutes=3, seconds=4.5)
print(t, repr(t), t * 2, t / 2, -t, t.total_seconds(), t // timedelta(hours=1),
    t % timedelta(hours=1), divmod(t, timedelta(days=1)), abs(-t), timedelta(weeks=1),
    timedelta(0) == timedelta(), t > timedelta(1), timedelta(microseconds=-1),
    str(timedelta(days=-1, hours=5)))
u = datetime(2024, 1, 1, tzinfo=timezone.utc)
z = timezone(timedelta(hours=5, minutes=30), "IST")
print(u, u.astimezone(z), u.tzname(), z, u == u.astimezone(z), u.timestamp(),
    datetime.fromtimestamp(0, timezone.utc), u.utcoffset(), time(12, 30, tzinfo=z),
    time(1, 2, 3).isoformat(), min(e, date(2020, 1, 1)), hash(e) == hash(date(2023, 12, 31)))
print([str(date(2024, 1, 31) + timedelta(days=30 * i)) for i in range(3)],
    sum(((date(2024, m + 1, 1) - date(2024, m, 1)) for m in range(1, 12)), timedelta()))
