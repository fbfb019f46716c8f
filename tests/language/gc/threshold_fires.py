# With threshold t the allocation that makes the count exceed t collects.
import gc

events = []


def note(phase, info):
    if phase == "start":
        events.append(info["generation"])


gc.collect()
gc.disable()
for t in (5, 10, 50):
    keep = []
    keep.extend([None] * 200)
    gc.collect()
    gc.callbacks.append(note)
    gc.set_threshold(t)
    gc.enable()
    made = 0
    while not events:
        keep[made] = []
        made += 1
    gc.disable()
    gc.callbacks.remove(note)
    print(t, "fired after", made <= t + 1, "generation", events[0])
    events.clear()
    del keep
