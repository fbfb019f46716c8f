# Numbers, strings and bytes do not move the counter; containers do.
import gc


class Node:
    __slots__ = ("x",)


gc.disable()
gc.collect()
keep = [None] * 1000


def grows(make):
    keep[:] = [None] * 1000
    gc.collect()
    start = gc.get_count()[0]
    for i in range(1000):
        keep[i] = make(i)
    return gc.get_count()[0] - start > 900


print("floats", grows(lambda i: i * 1.5))
print("strings", grows(lambda i: str(i) + "x"))
print("big ints", grows(lambda i: i + 10**30))
print("bytes", grows(lambda i: bytes([i % 256, 1])))
print("ranges", grows(lambda i: range(i)))
print("plain objects", grows(lambda i: object()))
print("nodes", grows(lambda i: Node()))
print("sets", grows(lambda i: {i}))
