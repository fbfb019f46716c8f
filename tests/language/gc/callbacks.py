# gc.callbacks: phases and the info dictionary.
import gc

gc.disable()
gc.collect()
log = []


def note(phase, info):
    log.append((phase, sorted(info.items())))


print(gc.callbacks)
gc.callbacks.append(note)
a = []
a.append(a)
del a
gc.collect()
gc.collect(0)
gc.collect(1)
gc.callbacks.remove(note)
gc.collect()
for entry in log:
    print(entry)
