# A full collection waits until the survivors of the middle generation exceed a quarter of the old.
# stress: no, about when collections come
import gc

generations = []
gc.collect()
gc.disable()
old = [[] for _ in range(20000)]
gc.collect()
gc.callbacks.append(lambda phase, info: phase == "start" and generations.append(info["generation"]))
gc.set_threshold(10, 1, 1)
gc.enable()
young = [[] for _ in range(2000)]
gc.disable()
print("with much old: full", generations.count(2), "middle", generations.count(1) > 10)
generations.clear()
gc.enable()
young += [[] for _ in range(30000)]
gc.disable()
gc.callbacks.clear()
print("after many: full", 1 <= generations.count(2) <= 5)
