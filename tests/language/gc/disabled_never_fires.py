# No automatic collection while disabled, whatever is allocated.
import gc

starts = []
gc.disable()
gc.callbacks.append(lambda phase, info: starts.append(phase))
for _ in range(5000):
    a = []
    a.append(a)
print(starts)
del a
print(gc.collect())
print(starts)
