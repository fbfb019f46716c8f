# send: values in and out, and the errors of a generator not started.


def averager():
    total = count = 0
    average = None
    while True:
        x = yield average
        if x is None:
            return "done", average
        total += x
        count += 1
        average = total / count


g = averager()
print(next(g), g.send(10), g.send(20), g.send(3))
try:
    g.send(None)
except StopIteration as stop:
    print(stop.value)
g = averager()
try:
    g.send(1)
except TypeError as error:
    print(error)
try:
    next(g)
    g.send(5)
    print("running", g.gi_running, g.gi_frame is not None)
finally:
    g.close()
print(list(g), g.gi_frame)


def echo():
    got = []
    for _ in range(3):
        got.append((yield))
    yield got


e = echo()
next(e)
e.send("a")
next(e)
print(e.send("c"))
x = (yield_ for yield_ in "ab")
print(x.send(None), next(x), next(x, "end"))
