# What goes wrong: collections.deque.
from collections import deque

d = deque([1, 2, 3])
d[1] = "set"
m = deque(maxlen=3)
for text in ("deque().pop()", "deque().popleft()", "d[99]", "d.remove(99)", "d.index(99)",
        "deque(5)", "deque([], -1)", "m.insert(0, 1)", "d['a']", "hash(d)", "d + [1]",
        "d.rotate('a')", "deque(maxlen='x')", "d[1:2]", "m.maxlen = 5", "del d[99]", "d < [1]"):
    try:
        exec("print(" + text + ")" if " = " not in text and "del" not in text else text)
    except Exception as error:
        print(text, "|", type(error).__name__, error)
