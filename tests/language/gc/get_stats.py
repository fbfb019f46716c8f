# get_stats: three dictionaries that count collections and what they took.
import gc

gc.disable()
gc.collect()
before = gc.get_stats()
print(len(before), [sorted(d) for d in before])
for _ in range(3):
    a = []
    a.append(a)
del a
gc.collect()
gc.collect(0)
gc.collect(0)
gc.collect(1)
after = gc.get_stats()
for b, a in zip(before, after):
    print({key: a[key] - b[key] for key in sorted(a)})
