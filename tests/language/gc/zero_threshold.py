# A threshold of zero turns automatic collection off though gc is enabled.
# stress: no, about when collections come
import gc

starts = []
gc.collect()
gc.set_threshold(0)
print(gc.isenabled())
gc.callbacks.append(lambda phase, info: starts.append(phase))
for _ in range(3000):
    a = []
    a.append(a)
print(starts)
gc.callbacks.clear()
del a
print(gc.collect() >= 3000)
