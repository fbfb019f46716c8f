# Ten young collections raise the middle counter; the eleventh trip takes the middle generation.
import gc

gc.disable()
gc.collect()
trace = []
for i in range(4):
    gc.collect(0)
    trace.append(gc.get_count()[1:])
gc.collect(1)
trace.append(gc.get_count()[1:])
gc.collect(1)
trace.append(gc.get_count()[1:])
gc.collect(2)
trace.append(gc.get_count()[1:])
print(trace)
