# Which generation each automatic collection takes: some young ones, then a middle one.
# stress: no, about when collections come
import gc

generations = []
gc.collect()
gc.disable()
gc.callbacks.append(lambda phase, info: phase == "start" and generations.append(info["generation"]))
gc.set_threshold(50, 3, 2)
keep = []
gc.collect()
generations.clear()
gc.enable()
for _ in range(1100):
    keep.append([])
gc.disable()
gc.callbacks.clear()
print(generations[:15])
