# Tuples with names that the library makes: slices, copies and sums are plain tuples.
import copy
import os
import sys
import time
from datetime import date, datetime

for v in time.gmtime(0), date(2024, 2, 29).isocalendar(), datetime(2024, 1, 1).timetuple(), os.stat_result(range(10)):
    print(type(v).__name__, type(v[:]), v[:], v[1:3], tuple(v), v + (1,), v * 1, type(copy.copy(v)), v == tuple(v),
          type(tuple(v)), hash(v) == hash(tuple(v)), type([*v]), (lambda *a: type(a))(*v))
    a, *b = v
    print(a, b, v in {tuple(v)}, isinstance(v, tuple))
for bad in [(), (1, 2, 3), (3,), ([1],)]:
    try:
        time.struct_time(*bad)
    except TypeError as e:
        print(e)
