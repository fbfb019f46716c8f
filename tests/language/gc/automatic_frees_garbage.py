# Rings of garbage are taken by themselves once enough of them were made.
import gc
import weakref


class Node:
    pass


gc.collect()
dead = 0


def died(_):
    global dead
    dead += 1


refs = []
for _ in range(5000):
    n = Node()
    n.me = n
    refs.append(weakref.ref(n, died))
del n
print("most are gone:", dead > 3000)
gc.collect()
print("all are gone:", dead)
