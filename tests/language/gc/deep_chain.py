# A very long chain of dead objects is freed without exhausting the stack.
# stress: no, 200,000 objects take too long to walk
import gc

gc.disable()
gc.collect()
head = None
for _ in range(200000):
    head = [head]
ring = head
while ring[0] is not None:
    ring = ring[0]
ring[0] = head
del head, ring
print(gc.collect())
head = None
for _ in range(200000):
    head = (head, 1)
del head
print("chain dropped")
