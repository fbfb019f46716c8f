# from __future__ import annotations keeps them as text.
from __future__ import annotations


def f(a: undefined + 1, b: list[int] = [], *c: "quoted", **d: x.y[0](3)) -> None | (lambda: 1):
    pass


for name, text in f.__annotations__.items():
    print(name, repr(text))
x: not (a and b) or c < d = 1
print(__annotations__)
for bad in ("x = 1\nfrom __future__ import division", "from __future__ import nothing_like_this",
            "from __future__ import braces"):
    try:
        compile(bad, "<t>", "exec")
    except SyntaxError as error:
        print(error.msg)
