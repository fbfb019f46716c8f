# What goes wrong: datetime: arithmetic, formatting, parsing.
from datetime import date, datetime, time, timedelta, timezone

d, e = datetime(2024, 2, 29, 13, 5, 7, 123456), date(2023, 12, 31)
u = datetime(2024, 1, 1, tzinfo=timezone.utc)
for bad in (lambda: date(2023, 2, 29), lambda: datetime(2024, 13, 1), lambda: time(25),
        lambda: date(2024, 1, 1) + 5, lambda: d - u, lambda: d < e,
        lambda: datetime.strptime("x", "%Y"), lambda: date(0, 1, 1),
        lambda: timedelta(days=10**10), lambda: date("x"), lambda: datetime.fromisoformat("nope"),
        lambda: date.max + timedelta(1), lambda: timezone(timedelta(days=2)), lambda: d < u):
    try:
        print(bad())
    except Exception as error:
        print(type(error).__name__, error)
