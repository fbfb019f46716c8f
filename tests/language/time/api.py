# time and timeit: shapes of results, not durations.
import time
import timeit

print(type(time.time()), type(time.time_ns()), type(time.monotonic()), type(time.perf_counter()),
    type(time.perf_counter_ns()), type(time.process_time()), type(time.monotonic_ns()))
a, b = time.monotonic(), time.monotonic()
print(b >= a, time.perf_counter_ns() <= time.perf_counter_ns(), time.time() > 1.6e9, time.sleep(0),
    time.sleep(0.001))
t = time.gmtime(0)
print(t.tm_year, t[:6], t.tm_wday, t.tm_yday, time.strftime("%Y-%m-%d %H:%M:%S", t),
    time.asctime(t), time.mktime(time.localtime(86400)),
    time.strptime("2024-02-29", "%Y-%m-%d")[:3], time.tzname, time.timezone)
for bad in (lambda: time.sleep(-1), lambda: time.sleep("a"), lambda: time.gmtime("x"),
        lambda: time.strftime(5)):
    try:
        bad()
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
n = []
print(timeit.timeit(lambda: n.append(1), number=5) >= 0, len(n),
    timeit.timeit("x += 1", setup="x = 0", number=10) >= 0,
    len(timeit.repeat("pass", number=1, repeat=3)), timeit.default_timer is time.perf_counter)
print(timeit.timeit("y.append(1)", globals={"y": n}, number=3) > 0, len(n),
    timeit.Timer("pass").autorange()[0] > 0 if False else "skipped")
print(time.perf_counter.__name__, time.get_clock_info("monotonic").monotonic)
