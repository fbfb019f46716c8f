# What the module datetime and its classes have, and its texts.
import datetime
import _datetime

print([n for n in dir(_datetime) if not n.startswith('__') and n != 'datetime_CAPI'])
for c in (datetime.date, datetime.time, datetime.datetime, datetime.timedelta, datetime.tzinfo, datetime.timezone):
    print(c, c.__module__, sorted(n for n in vars(c) if n != '__getattribute__'))
    print(c.__doc__)
    for n in sorted(vars(c)):
        if not n.startswith('_') and callable(getattr(c, n)) and isinstance(vars(c)[n].__doc__, str):
            print(n, vars(c)[n].__doc__.splitlines()[0])
d = datetime.datetime(2024, 2, 29, 13, 5, 7, 123456)
print(d.ctime(), d.date().ctime(), d.strftime('%a %d %b %Y %H:%M:%S.%f %j'), d.time().strftime('%H.%M %y'))
print(f'{d:%d/%m}', f'{d.time():%H}', f'{d}', d.timetuple(), d.isocalendar(), d.toordinal(), d.weekday(), d.isoweekday())
