# Deep unwinding runs every finally and __exit__ once, inside out.

trace = []


class M:
    def __init__(self, n):
        self.n = n

    def __enter__(self):
        trace.append(f"+{self.n}")

    def __exit__(self, *a):
        trace.append(f"-{self.n}")


def level(n):
    with M(n):
        try:
            if n == 4:
                raise ValueError("bottom")
            level(n + 1)
        finally:
            trace.append(f"f{n}")


try:
    level(0)
except ValueError as error:
    print(error)
print(" ".join(trace))
depth = 0
tb = None
try:
    level(0)
except ValueError as error:
    tb = error.__traceback__
while tb:
    depth += 1
    tb = tb.tb_next
print(depth)
