# Messages and places of syntax errors.

sources = [
    "x = ", "1 +", "f(", "(1, 2", "[1, 2", "{1: 2", "(]", "a b", "if x", "if x = 1: pass", "def f:",
    "class", "for x", "for 1 in x: pass", "x = = 1", "1 = x", "f() = 1", "a + b = c", "None = 1",
    "True = 1", "x + 1 += 2", "(a, b) += 1", "'a' = 1", "[a, 1] = 2", "import", "from x import",
    "from . import *x", "import a.b as", "lambda x", "x if y", "print 1", "print 'a'", "exec 'a'",
    "a ? b", "a $ b", "a = b = ", "while", "try: pass", "try:\n    pass\nfinally",
    "except: pass", "with x as 1: pass", "raise a from", "return", "*a", "*a = 1", "a = *b",
    "**a", "f(**a, *b)", "f(x for x in y, 1)", "{**a for a in b}", "[*a for a in b]", "x.1",
    "x[", "x[]", "x()()(", "not", "a not b", "a is not", "async x", "await", "def f(x, x): pass",
    "def f(*a, *b): pass", "def f(**a, b): pass", "def f(a, /, b, /): pass", "@", "@x", ")", "}",
    "]", "\\ x", "del f()", "global 1", "nonlocal", "assert", "pass x", "break 1", "else", "a; ; b",
    "f'{'", "f'{}'", "f'{a'", "f'}'", "f'{a!x}'", "f'{a b}'", "f'{*}'", "0a", "a = yield = 1",
    "def f(): x = yield = 1", "from a import (b", "from a import b,", "class C(: pass",
    "x: int: str", "(x): int = 1, 2 = 3", "match x:\n    case 1", "{1, 2: 3}", "{1: 2, 3}",
    "f(a=1=2)", "f(1=2)", "f(a.b=2)", "f(True=1)", "lambda: (yield) = 1", "a, b += 1",
]
for source in sources:
    try:
        compile(source, "<test>", "exec")
        print(repr(source), "| fine")
    except SyntaxError as error:
        print(repr(source), "|", type(error).__name__, "|", error.msg, "|", error.lineno,
              error.offset, error.end_lineno, error.end_offset)
