# Values held only by the interpreter, in the middle of expressions, survive collections.
import gc


def collect_and(value):
    gc.collect()
    return value


class N:
    def __init__(self, *parts):
        self.parts = parts

    def __add__(self, other):
        gc.collect()
        return N(self, other)

    def depth(self):
        return 1 + max([p.depth() for p in self.parts], default=0)


print((N() + N() + N(N())).depth())
print([collect_and([i]) for i in range(4)], {collect_and((i,)): collect_and([i]) for i in range(3)})
print(sorted([[3], [1], [2]], key=lambda v: collect_and([v[0]])),
    "".join(collect_and(str(i)) for i in range(5)))
print(list(map(lambda a, b: collect_and([a, b]), [[1], [2]], ([x] for x in "ab"))),
    *(collect_and([i]) for i in range(2)))
a, *b = collect_and([[1], [2], [3]])
print(a, b, dict(x=collect_and([1]), **{"y": collect_and([2])}),
    f"{collect_and([1])}{collect_and({2: [3]})}")
print(max([[1], [5], [3]], key=lambda v: collect_and(v)), [*collect_and([1]), *collect_and((2,))],
    collect_and([1])[collect_and(0)])


def generator():
    held = [[1]]
    x = yield collect_and(held)
    gc.collect()
    yield held + [x]


g = generator()
next(g)
gc.collect()
print(g.send(["sent"]))
try:
    raise ValueError([collect_and([1])])
except ValueError as error:
    gc.collect()
    print(error.args)
with __import__("contextlib").nullcontext([collect_and([7])]) as value:
    gc.collect()
    print(value)


def default(x=collect_and([9]), *args, **kw):
    gc.collect()
    return x, args, kw


print(default(), default([1], [2], k=[3]), (lambda: collect_and([4]))(),
    type("T", (), {"a": collect_and([5])}).a)
