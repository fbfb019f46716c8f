"""Errors of scopes and of code generation: message and position are CPython's."""
import subprocess
import sys

PROGRAMS = r"""
return
===
def f(): pass
return 1
===
class A:
    return 1
===
yield 1
===
class A: x = yield
===
await x
===
def f(): await x
===
x = [await y for y in z]
===
def f(): [y async for y in z]
===
async def f():
    yield 1
    return 2
===
async def f(): yield from x
===
def f():
    async with a: pass
===
async for x in y: pass
===
break
===
continue
===
def f():
    while 1:
        def g(): break
===
for x in y:
    class A: continue
===
def f(a, a): pass
===
lambda a, *, a: 1
===
def f(a):
    global a
===
def f(a):
    nonlocal a
===
nonlocal x
===
def f():
    nonlocal x
===
def f():
    x = 1
    global x
===
def f():
    print(x)
    global x
===
def f():
    x: int
    global x
===
def f():
    global x
    x: int = 1
===
def f():
    def g():
        x = 1
        nonlocal x
===
def f():
    x = 1
    def g():
        print(x)
        nonlocal x
===
def f():
    x = 1
    def g():
        nonlocal x
        global x
===
def f():
    from a import *
===
class A:
    from a import *
===
[(x := 1) for x in y]
===
[x for x in (y := z)]
===
class A: [(x := 1) for y in z]
===
[[(x := 1) for y in z] for x in w]
===
[(i := 0) for a in b for i in c]
===
def f(): [(yield) for x in y]
===
def f(): ((yield x) for x in y)
===
__debug__ = 1
===
del __debug__
===
def __debug__(): pass
===
def f(__debug__): pass
===
f(__debug__=1)
===
x.__debug__ = 1
===
import __debug__
===
import a as __debug__
===
for __debug__ in x: pass
===
class __debug__: pass
===
(__debug__ := 1)
===
*a, *b = c
===
*a = b
===
x = *a
===
print(*a for a in b)
===
try: pass
except: pass
except A: pass
===
while 1:
    try: pass
    except* A: break
===
def f():
    try: pass
    except* A: return
===
from __future__ import braces
===
from __future__ import nothing
===
x = 1
from __future__ import annotations
===
"doc"
from __future__ import annotations, division
===
from __future__ import annotations
x: (yield 1)
===
from __future__ import annotations
def f(x: (y := 1)): pass
===
f(a=1, a=2)
===
class A(m=1, m=2): pass
===
match x:
    case [*a, *b]: pass
===
match x:
    case {1: a, 1: b}: pass
===
match x:
    case a | b: pass
===
match x:
    case [a, a]: pass
===
match x:
    case _: pass
    case 1: pass
===
match x:
    case y: pass
    case 1: pass
===
match x:
    case A(x=1, x=2): pass
===
match x:
    case f"{a}": pass
===
match x:
    case __debug__: pass
===
def f():
    global x, y
    nonlocal z
===
x: int = 1; global x
===
global x; x: int = 1
===
def f():
    def g(): nonlocal __class__
===
def f(*, a, b=1, **c): return a, b, c
===
def f():
    if 0: return (yield)
===
def f(x):
    try:
        return x
    finally:
        x = 1
===
def f():
    for i in range(3):
        try: continue
        finally: break
===
def f():
    while 1:
        try: return 1
        finally: continue
===
def f():
    for x in y:
        with a as b, c as d:
            try: return b
            finally:
                for q in r: break
===
def f():
    for x in y:
        try:
            try: return g()
            finally: break
        finally:
            h()
===
x = a < b < c is not d in e
===
if a < f() < c and not (d or e is None): pass
===
async def f():
    async with a as b, c:
        async for x in y:
            if await z: break
        else: return [i async for i in j if await k]
===
def f():
    match x:
        case [1, [a, *b], {"k": c, **d}] | [1, [a, *b], {"j": c, **d}] if a: return a, b, c, d
        case A(1, b=[x, _, *_]) as y: pass
        case None | True | -1 | 1 + 2j | a.b: pass
===
def f():
    try: g()
    except* (A, B) as e: h(e)
    except* C: pass
    else: i()
    finally: j()
===
x = 1 if (y := f()) else (z := [y, (y := 2), *y])
===
def f(a):
    b = a + (a := 5) * a
    c[a, (a := 1)] += (a := 2)
    (a.b, a[0]), a = a, (a := 3)
    return a == (a := 4) < a
""".strip("\n").split("\n===\n")


def wanted(program):
    try:
        compile(program, "<string>", "exec")
        return "ok"
    except SyntaxError as e:
        return "|".join([type(e).__name__] + [repr(v) for v in
                        (e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)])


def main():
    tool = sys.argv[1]
    source = "".join(p + "\n\0" for p in PROGRAMS)
    run = subprocess.run([tool, "errors"], input=source.encode(), capture_output=True)
    lines = run.stdout.decode().splitlines()
    failed = 0
    print("1..%d" % len(PROGRAMS))
    for i, program in enumerate(PROGRAMS):
        want, got = wanted(program + "\n"), lines[i] if i < len(lines) else "nothing"
        title = " / ".join(program.splitlines())[:70].replace("#", " ")
        print("%s %d - %s" % ("ok" if got == want else "not ok", i + 1, title))
        if got != want:
            failed += 1
            print("#   got    %s\n#   wanted %s" % (got, want))
    return failed > 0


sys.exit(main())
