# A scheduler of generators that talk by send.
from collections import deque


def task(name, n, log):
    for i in range(n):
        got = yield f"{name}{i}"
        log.append((name, i, got))
    return f"{name} done"


def run(tasks):
    queue, results, step = deque((t, None) for t in tasks), [], 0
    while queue:
        t, value = queue.popleft()
        try:
            said = t.send(value)
            step += 1
            queue.append((t, f"{said}@{step}"))
        except StopIteration as stop:
            results.append(stop.value)
    return results


log = []
print(run([task("a", 2, log), task("b", 3, log), task("c", 0, log)]))
for entry in log:
    print(entry)


def flatten(x):
    if isinstance(x, list):
        for part in x:
            yield from flatten(part)
    else:
        yield x


print(list(flatten([1, [2, [3, [4, []], 5]], [[6]]])))


def window(it, n):
    held = deque(maxlen=n)
    for x in it:
        held.append(x)
        if len(held) == n:
            yield tuple(held)


print(list(window(range(6), 3)), list(window("ab", 3)))
