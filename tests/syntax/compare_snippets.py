"""Small texts, right and wrong: the same tree, or the same error at the same place, as CPython."""
import sys

import oracle

VALID = r"""
x
x = 1
x = y = 1, 2
x, *y = z
(x, *y), [a, b] = z
*a, = b
[] = ()
() = []
x: int
x: int = 3
(x): int = 3
x.y: int
x[0]: int = yield
x += 1; y -= 2; z *= 3; a /= 1; b //= 2; c %= 3; d **= 4; e @= 5; f &= 6; g |= 7; h ^= 8; i <<= 1; j >>= 2
x = yield
x = yield from y
x = *a, b
return
return 1, *x
lambda: 0
lambda x, /, y, *z, k=1, **w: (yield)
lambda *, a: a
lambda *a, b=2, **c: 1
lambda a=1, /: a
lambda **k: k
a if b else c if d else e
not a and not b or not c
a < b <= c == d != e >= f > g is h is not i in j not in k
a | b ^ c & d << e >> f + g - h * i / j // k % l @ m ** n
-x ** -y
~-+x
await_ = 1
(a := 1, b := 2)
f(a := 1)
x[a := 1]
x[1:2, ::3, ...]
x[*a]
x[*a, b]
x[a:b:c]
x[:]
x[::]
x[1,]
f(*a, *b, c=1, *d, **e, f=2, **g)
f(x for x in y)
f(a)(b)[c].d
f(a, b=1,)
{**a, 'b': 1, **c}
{1, 2, *x}
{}
{1: 2, 3: 4,}
{x: y for x, y in z if x if y}
{x for x in y}
[x async for x in y]
[x for x in y for z in w if z]
(x for (x, y), *z in w)
(yield)
(yield x, y)
((((x))))
()
(1,)
[1, *x, 2]
print("a" 'b' '''c''')
b'a' b"\x00\377\n"
'\x41\u0041\U00000041\101\N{BULLET}\
continued'
r'\n' R"\"" u'x' U'y'
rb'\n' Br'\x' bR""
'\ud800'
f''
f'a'
f'{x}'
f'{x!r}{y!s:>10}{z!a:{w}.{p}}'
f'{x=}{ y = }{z=!s}{w=:>3}'
f'{{}}{{{x}}}'
f'{x:{y}}'
f'{ {1: 2}[1] }'
f'{x if y else z}'
f'{(lambda x: 1)}'
f'{x != y}{x == y}{x <= y}{x >= y}'
f'a' 'b' f'{c}' u'd'
u'a' f'{b}'
f'''{
x}'''
f'''
{x
+ 1}
{y}'''
rf'\d{x}\n'
f'\N{BULLET}{x}'
f'{x:\n}'
f'{"a" "b"}'
f'{f"{x}"}'
f'{x,}{*y,}'
f'{yield}'
0, 00, 0_0, 1_000, 0xFF, 0o17, 0b1_0, 0XaF, 0O7, 0B1
1., .5, 1e5, 1E-5, 1_0.0_1e1_0, 1j, 1.5J, 1e3j, 0.0, 00.5, 09.5, 0e0, 0777j, 1e400
9223372036854775807, 9223372036854775808, 0xFFFFFFFFFFFFFFFF, 123456789012345678901234567890
0.1, 1e16, 123456789.123, 1e-5, 0.0001, 5e-324, 1.7976931348623157e308, 1e22, 1e15
None, True, False, ...
if x: pass
if x:\n  pass\nelif y:\n  pass\nelif z: pass\nelse:\n  pass
while x: pass\nelse: pass
for x in y: pass
for x, *y in z, *w: pass\nelse: pass
for x.y in z: pass
for x[0], (a, b) in z: pass
async def f():\n  async for x in y: pass\n  async with a as b, c: pass\n  await x\n  return [await y async for z in w]
def f(): pass
def f(a, b=1, *c, d, e=2, **g) -> int: return
def f(a, /): pass
def f(a, /, b): pass
def f(a=1, /, b=2, *, c): pass
def f(*, a=1, b): pass
def f(*a: *b): pass
def f(a: int = 1, *args: str, **kw: dict) -> None: ...
@a\n@b.c(d)\n@(e := f)\ndef g(): pass
@a\nasync def f(): pass
@a\nclass B: pass
class A: pass
class A(): pass
class A(B, *C, metaclass=D, **E):\n  x = 1
with a: pass
with a as b: pass
with a as b, c as d: pass
with (a as b, c as d,): pass
with (a, b): pass
with (a): pass
with (a) as b: pass
with (a, b) as c: pass
with (yield): pass
with a as (b, c): pass
with a as b.c, d as e[0]: pass
with (a as b): pass
with (a).b as c: pass
try: pass\nexcept: pass
try: pass\nexcept A: pass\nexcept (B, C) as d: pass\nelse: pass\nfinally: pass
try: pass\nfinally: pass
try: pass\nexcept* A: pass\nexcept *B as c: pass
raise
raise x
raise x from y
assert x
assert x, y
del x
del x, y.z, w[0]
del (x, y), [z]
del (x)
del x,
global a, b
nonlocal a
import a
import a.b.c as d, e
from a import b
from a.b import (c as d, e,)
from . import a
from .. import a
from ...a import b
from .... import c
from a import *
pass; break; continue;
match x:\n  case 1: pass
match x, y:\n  case 1, 2: pass\n  case _: pass
match *x, y:\n  case [a, *b]: pass
match x:\n  case -1 | 1+2j | -1.5-2j | 'a' 'b' | None | True | False: pass
match x:\n  case a.b.c | d.e: pass
match x:\n  case (a): pass\n  case (a,): pass\n  case (): pass\n  case []: pass\n  case [a, (b, c), *_]: pass
match x:\n  case {}: pass\n  case {'a': b, **rest}: pass\n  case {1: _, None: x, a.b: c,}: pass\n  case {**rest,}: pass
match x:\n  case A(): pass\n  case A.B(a, b, c=d, e=f,): pass\n  case A(a=1): pass
match x:\n  case (1 | 2) as y if y > 1: pass
match x:\n  case *a, b: pass\n  case a,: pass
match (x):\n  case y: pass
match = 1
match.x
match[x]
match(x)
match * y
match -x
match, case = 1, 2
case = 1
_ = 1
print(match, case, _)
match x:\n  case match: pass
type = 1
if x:\n\tpass
if x:\n        a\n\tb
if x:\n    a\n# comment\n    b\n  # comment\nc
x = (\n1,\n# c\n2)
x = 1 \\\n + 2
\\\nx
if x:\n  y = 1; z = 2\nw
\f\nx
if x:\n  a\n\f  b
x # type: int
def f():\n  # type: () -> int\n  pass
ünïcödé = 1
ﬁ = 1
x.ﬁ = ℌ
变量 = "值"
'é' + b'e'
"é"; x
x = '''a\nb'''; y
1if 2else 3
[1for x in y]
0x1for x in y
1 if x else-1
x = [\n]
a = b = c, d = e
a.b = c[d] = e, *f = g
(a) = 1
(a.b) = 1
[a.b, c[0]] = x
(yield) + 1
x = (yield)
x = await y
await x ** 2
-await x
not await x
lambda: (yield)
lambda x=lambda: 1: x
x[lambda: 1]
{lambda: 1: 2}
{**{}, **x}
*a, b
for x in *a, b: pass
print(*a, sep='')
a[b][c](d)(e).f.g
"%s" % x
a if b else lambda: c
x = a if b else c, d
a and b and c
a or b or c or d
(a and b) and c
a is not b
a not in b
a<b>c
a==b
x=1;
x=1;y=2;
if 1:pass;pass;
class A:x=1;y=2
"""

INVALID = r"""
x =
x = = 1
x +
x + + 
(
)
[
]
{
}
(]
[)
{)
(1, 2
[1, 2
{1: 2
{1: 2,
f(
f(a, b
x = (\n1\n2)
x = [1 2]
x = {1 2}
x = {1: 2 3: 4}
x = {1: 2, 3}
x = {1: }
x = {1: , 2: 3}
x = {1: *a}
x = {**a for a in b}
x = {a: b, **c for d in e}
f(a b)
f(a, b c)
f(a=1, b)
f(**a, b)
f(**a, *b)
f(a for a in b, c)
f(a, b for b in c)
f(a, b for b in c, d)
f(a=b for b in c)
f(True=1)
f(None=1)
f(a.b=1)
f(a()=1)
f(1=2)
f(a=)
f(,)
f(a,,b)
f(a := b := c)
f(a.b := 1)
f(*)
f(**)
1 = x
"a" = x
f"{x}" = y
None = 1
True = 1
f() = 1
f() = x = 1
x = f() = 1
a + b = c
-a = b
a and b = c
a < b = c
a if b else c = d
lambda: a = b
[a, b()] = c
(a, 1) = c
(a, b + c) = d
[x for x in y] = z
(x for x in y) = z
{a} = b
{a: b} = c
{} = c
... = x
*a = *b, = c()
a, b += 1
f() += 1
(a, b) += 1
[a] += 1
1 += 1
x += yield = 1
yield = 1
(yield) = 1
yield x = 1
await x = 1
x: int: str
x, y: int
(x, y): int
[x]: int
f(): int
(f).x: int
(f.a).x[0]: int = 1
((f).x): int
((f).x).y: int
(f()).x: int
(f)().x: int
(a, b).x: int
(f).x += 1
(f).x = 1
(f)[0]: int
x: 
x: int = 
a := 1
(a := 1) = 2
(a.b := 1)
(a[0] := 1)
(1 := 2)
((a, b) := 1)
(a, b := 1) = 2
if x = 1: pass
if x.y = 1: pass
if (x = 1): pass
while x = 1: pass
if x
if x:
if x:\npass
if x: pass\nelse
if x: pass\nelse:
if x: pass\nelif
if x: pass\nelif y
if x: pass\nelif y:
else: pass
elif x: pass
while x
while x:
while: pass
for x in y
for x in y:
for x in: pass
for x: pass
for in y: pass
for f() in y: pass
for 1 in y: pass
for x + 1 in y: pass
for (x, 1) in y: pass
for x, y() in z: pass
for x y in z: pass
for *x() in y: pass
[x for 1 in y]
[x for x y in z]
[x for f() in y]
[x for x in]
[x for x in y if]
[x, y for x in z]
[x, for x in y]
{x, y for x in z}
(x, y for x in z)
[*x for x in y]
(*x for x in y)
{*x for x in y}
f(*x for x in y)
(*x)
(**x)
(*x, )(*y)
print "a"
print a
print a, b
exec "a"
exec a in b
print -1
print (a) b
print(a) b
def f
def f:
def f()
def f() pass
def f():
def f():\npass
def f(a, a=): pass
def f(a=1, b): pass
def f(a, b=1, c): pass
def f(*): pass
def f(*, **k): pass
def f(*,): pass
def f(*a, *b): pass
def f(*a, *, b): pass
def f(**a, b): pass
def f(**a, *b): pass
def f(**a, **b): pass
def f(**a=1): pass
def f(*a=1): pass
def f(/): pass
def f(/, a): pass
def f(a, /, /): pass
def f(a, /, b, /): pass
def f(*a, /): pass
def f(*, a, /): pass
def f(a, / *b): pass
def f(a, (b, c)): pass
def f((a)): pass
def f(1): pass
def f(a.b): pass
def f(a b): pass
def f(a,,b): pass
def f(None): pass
def f(a:): pass
def f(a=): pass
def f() ->: pass
def 1(): pass
def f(*a:): pass
lambda a=1, b: 1
lambda *: 1
lambda *, **k: 1
lambda (a, b): 1
lambda a, (b): 1
lambda /: 1
lambda a, /, /: 1
lambda **a, b: 1
lambda *a=1: 1
lambda **a=1: 1
lambda a=: 1
lambda
lambda x
lambda x:
lambda x y: 1
class
class A
class A:
class A:\npass
class A(: pass
class A(B: pass
class A(x for x in y): pass
class A() pass
class 1: pass
async
async x
async pass
async def
async if x: pass
async with
@
@a
@a\nx = 1
@a b\ndef f(): pass
with
with a
with a:
with a as
with a as b
with a as 1: pass
with a as f(): pass
with a as b()
with (a as f(), b): pass
with a as b c: pass
with (a, b
with (a as b)
with (a as b):
with (a as b, c as d)
with a, b
with a,: pass
with: pass
with a as (b, 1): pass
try
try:
try: pass
try:\n  pass
try:\n  pass\nx
try: pass\nexcept
try: pass\nexcept:
try: pass\nexcept A
try: pass\nexcept A:
try: pass\nexcept A as
try: pass\nexcept A as b
try: pass\nexcept A, B: pass
try: pass\nexcept A, B as c: pass
try: pass\nexcept A as b.c: pass
try: pass\nexcept*: pass
try: pass\nexcept*
try: pass\nexcept* A: pass\nexcept B: pass
try: pass\nexcept A: pass\nexcept* B: pass
try: pass\nexcept* A:
try: pass\nelse: pass
try: pass\nfinally
try: pass\nfinally:
try pass
except: pass
finally: pass
raise x from
raise from x
raise x, y
assert
assert x,
assert x, y, z
assert (x, y) z
del
del f()
del 1
del a + b
del (a, b())
del [a, 1]
del *a
del a, *b
del (a for a in b)
del a b
del x.y()
del x = 1
global
global 1
global a.b
global a,
nonlocal
import
import a.
import a as
import a as b.c
import a,
import (a)
import *
from a import
from a import b,
from a import b, c,
from a import (b
from a import (b,,c)
from a import ()
from a import b.c
from a import *, b
from import a
from . import
from .a
from a
from a import b c
return return
return x y
yield yield
break x
continue x
pass x
match x
match x:
match x:\n  pass
match x:\ncase 1: pass
match x:\n  case
match x:\n  case 1
match x:\n  case 1:
match x:\n  case 1:\n  pass
match x:\n  case a as _: pass
match x:\n  case a as 1: pass
match x:\n  case a as b.c: pass
match x:\n  case A(b=1, c): pass
match x:\n  case A(a, b=1, c, d): pass
match x:\n  case 1 + 2: pass
match x:\n  case 1j + 2: pass
match x:\n  case 1 + 2 + 3j: pass
match x:\n  case a + b: pass
match x:\n  case {a: 1}: pass
match x:\n  case {**a, 'b': 1}: pass
match x:\n  case {**_}: pass
match x:\n  case *a: pass
match x:\n  case (*a): pass
match x:\n  case f"x": pass
match x:\n  case _(a): pass
match x:\n  case _.a: pass
match x:\n  case A(_=1): pass
try: except
try: x\ntry: except A
match x:\n  case a | : pass
match x:\n  case [a, b: pass
match x y:\n  case 1: pass
case 1: pass
  x
x\n  y
if x:\n    a\n  b
if x:\n  a\n    b
if x:\n  a\n b
if x:\n\ta\n        b
if x:\n        a\n\tb\n  c
  if x:\n pass
if x:\n\n\n
'
"
'abc
'abc\ndef'
'''abc
'''abc\ndef
f'{
f'{x
f'{x'
f'}'
f'{}'
f'{ }'
f'{!r}'
f'{:x}'
f'{=}'
f'{x!}'
f'{x!z}'
f'{x!rr}'
f'{x!r:'
f'{x:{y'
f'{x:{y:{z}}}'
f'{a b}'
f'{a +}'
f'{a = b}'
f'{(}'
f'{)}'
f'{(]}'
f'{a[}'
f'{\n}'
f'{a\\b}'
f'{#}'
f'{a#}'
f'{lambda x: 1}'
f'{*a}'
f'{**a}'
f'{1a}'
f'{f()=1}'
f'{a.b:=1}'
f'{"a}'
f'{'a'}'
f'a{b c}d' 'e'
f'''
{a b}'''
x = f'{a $ b}'
f'{a:{b c}}'
f'{if}'
f'{a if b}'
f'{print x}'
f'{x'y'}'
b'é'
'a' b'b'
b'a' f'b'
'\x'
'\x4'
'\u123'
'\U12345678'
'\U00110000'
'\N'
'\N{'
'\N{}'
'\N{no such name}'
'é\x'
'abc\xg'
b'\x'
b'\xg'
b'ab\x1'
ur'x'
bu'x'
fb'x'
0777
00001
0_
1_
1__0
0x
0xg
0x_
0o8
0o
0o18
0b2
0b
0b12
1a
1_a
1.e
1e
1e+
1ex
1.5x
1jx
0xfx
0b1x
0o7x
1.2.3
1..
1 2
1 if 2
1 if 2 else
1 if 2 or
a b
a b c
a.1
a.
a..b
.a
a?b
a ! b
a $ b
a <> b
x = $
`a`
a && b
a || b
a++
++
a--
!a
a =! b
a => b
a -> b
a ... b
x = 5 6
x = a b
x = a if
x = not
x = a not b
x = a is
x = a in
x = *
x = *a
x[
x[1
x[]
x[1 2]
x[a b]
x[1:2:3:4]
x[*]
x[**a]
x[a=1]
x {1}
x{a b}
1 {a b}
é é
€
x = €
x€y
a\u00a0b
"a" "b" c
"a" b
'a'b
a'b'
1'b'
if True print(x)
if x then: pass
while x do: pass
elsif x: pass
x = 1 if y else
import a from b
def f(x) {\n}
function f() {}
var x = 1
let x = 1
const x = 1;
x = new Foo()
return x if y
print x if y else z
print "a" % b
print "a", "b" % c
foo bar baz
(a b)
(a, b c)
(a b, c)
[a b for c in d]
[a for b c in d]
{a b: c}
{a: b c}
{a, b c}
{a: b, c d}
{a: b, c d: e}
{a: b, c: d e}
\\ x
x = \\ 1
x = 1 \\
x = 1\\
(\\
x ;; y
; x
x ; ; y
:
,
x,,y
=
==
@ x
# ok\n)
a = (b\nc = d
a = [b\nc = d]
a = (b\n[c\n}
def f(:\n  pass
def f(\n  pass
class A(\n  pass
if (x:\n  pass
if x):\n  pass
x = {\n'a': 1\n'b': 2}
x = [\n1\n2\n]
foo(a, b\nbar()
with open(x) as f\n  pass
for i in range(10)\n  pass
while True\n  pass
def f()\n  pass
class A\n  pass
else\n  pass
if x:\n  pass\nelse\n  pass
try\n  pass
try:\n  pass\nexcept X\n  pass
try:\n  pass\nfinally\n  pass
"""

SINGLE = ["x", "x = 1", "x\n", "if x: pass", "if x: pass\n", "if x:\n  pass\n", "if x:\n  pass",
          "x\ny", "x; y", "x\n\n\n", "x # c", "x # c\n# d\n", "def f():\n  pass\nx", "\n", "# c\n", "", "  x",
          "x +", "(", "if x:", "for x in y:\n", "x y", "'''", "@a", "class A: pass\n\n"]

EVAL = ["x", "x\n", "x\n\n", " x", "\tx", "x y", "x = 1", "x, y", "x, *y", "*x", "", "\n", "# c", "x # c",
        "yield", "lambda: 1", "x;", "(", "x)", "pass", "if x: pass", "x\ny", "f(x for x in y)", "x :=1",
        "(x := 1)", "'a", "1_", "  x\n  ", "\\\nx", "x \\\n", "await x", "print x"]

# Right texts that CPython warns of.
WARNED = [r"'\d'", r"b'\d'", r"'\d\e'", r"f'\d{x}'", r"f'\{x}'", r"'\d' '\e'", r"r'\d'", "'\\é'",
          "1if 2else 3", "0x1for x in y", "1and 2", "1or 2", "[1in x]", "1is x", "1not in x",
          "0b1and 2", "0o7or 2", "1.5if x else 2", "1jif x else 2", "1e5or x", r"'\8'", r"'\400'",
          r"b'\477'", r"f'{x:\d}'", r"f'{x!r:\d}\e'", "1_0if x else y", "f'{1if x else 2}'",
          '"""\n\n\\d"""', "x = (1,\n2if 3else 4)"]

# Completeness, as a notebook's front end asks for it: the text, the answer, the next indentation.
COMPLETE = [
    ("", "complete", 0), ("x = 1", "complete", 0), ("x = 1\n", "complete", 0),
    ("if x:", "incomplete", 4), ("if x:\n", "incomplete", 4), ("if x:\n    y", "incomplete", 4),
    ("if x:\n    y\n", "incomplete", 4), ("if x:\n    y\n\n", "complete", 0),
    ("def f():\n    return 1", "incomplete", 0), ("for x in y:\n    if z:", "incomplete", 8),
    ("(", "incomplete", 0), ("f(a,\n  b", "incomplete", 2), ("[1, 2", "incomplete", 0),
    ("'''abc", "incomplete", 0), ("x = '''abc\n  def", "incomplete", 0), ("x = \\", "incomplete", 0),
    ("@a", "incomplete", 0), ("try:\n    x", "incomplete", 4), ("try:\n    x\nexcept A:", "incomplete", 4),
    ("x =", "invalid", 0), ("x y", "invalid", 0), (")", "invalid", 0), ("'abc", "invalid", 0),
    ("if x", "invalid", 0), ("  x", "invalid", 0), ("1a", "invalid", 0), ("def f(:", "invalid", 0),
    ("if x: pass", "complete", 0), ("# c", "complete", 0), ("x  # (", "complete", 0),
    ("class A:\n    pass", "incomplete", 0), ("\tx", "invalid", 0),
]


def same(tool, mode, text):
    expected = oracle.cpython(mode, text)
    got = tool.ask(mode, text)
    if expected[0] == "tree":
        expected = ("tree", oracle.dump(expected[1]))
    else:
        expected = oracle.comparable(expected)
    if got[0] == "error":
        got = oracle.comparable(got)
    if got == expected:
        return True
    print("%s %r\n  expected %s\n  got      %s" % (mode, text, expected, got))
    return False


def main():
    tool = oracle.Tool(sys.argv[1])
    bad = count = 0
    unescape = lambda s: s.replace("\\n", "\n").replace("\\f", "\f").replace("\\t", "\t").replace("\\\\", "\\")
    lines = VALID.strip("\n").split("\n") + INVALID.strip("\n").split("\n")
    texts = [("exec", s) for s in lines] + [("exec", unescape(s)) for s in lines]
    texts += [("exec", s + "\n") for s in lines] + [("exec", "if 1:\n    " + unescape(s)) for s in lines]
    texts += [("exec", "f(" + s) for s in lines] + [("exec", "(" + s + ")") for s in lines]
    texts += [("exec", "def f():\n  x\n  " + s + "\n  y\n") for s in lines]
    texts += [("eval", s) for s in lines + EVAL]
    texts += [("single", unescape(s)) for s in lines] + [("single", s) for s in SINGLE]
    texts += [("exec", s) for s in SINGLE + EVAL]
    for mode, text in texts:
        if "\\N{" in text and "BULLET" not in text and "no such" not in text:
            continue
        count += 1
        bad += not same(tool, mode, text)
    for text in WARNED:
        count += 1
        expected = oracle.cpython_warnings(text)
        tool.ask("exec", text)
        if tool.warnings != expected:
            bad += 1
            print("warnings of %r: expected %s, got %s" % (text, expected, tool.warnings))
    for text, word, indent in COMPLETE:
        count += 1
        got = tool.ask("complete", text)[1]
        if got != "%s %d" % (word, indent):
            bad += 1
            print("complete? %r: expected %s %d, got %s" % (text, word, indent, got))
    if tool.close() != 0:
        print("syntax-tool did not end well")
        bad += 1
    print("%d texts, %d differ" % (count, bad))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
