# Errors of scoping, at compile time and at run time.

sources = {
    "nonlocal at module": "nonlocal x",
    "nonlocal unbound": "def f():\n    nonlocal x",
    "global after use": "def f():\n    print(x)\n    global x",
    "global after assignment": "def f():\n    x = 1\n    global x",
    "parameter and global": "def f(x):\n    global x",
    "parameter and nonlocal": "def f():\n    x = 1\n    def g(x):\n        nonlocal x",
    "both": "def f():\n    x = 1\n    def g():\n        global x\n        nonlocal x",
    "duplicate argument": "def f(a, a): pass",
    "return outside": "return 1",
    "yield outside": "yield 1",
    "break outside": "break",
    "continue outside": "continue",
    "await outside": "await x",
    "return in class": "class C:\n    return 1",
    "default order": "def f(a=1, b): pass",
    "star alone": "def f(*): pass",
    "keyword repeated": "f(a=1, a=2)",
    "positional after keyword": "f(a=1, 2)",
    "positional after **": "f(**a, b)",
}
for name, source in sources.items():
    try:
        compile(source, "<test>", "exec")
        print(name, "| fine")
    except SyntaxError as error:
        print(name, "|", error.msg, error.lineno)


def early():
    try:
        print(later)
    except UnboundLocalError as error:
        print(error)
    later = 1


def removed():
    x = 1
    del x
    try:
        return x
    except UnboundLocalError as error:
        print(error)


def free():
    def inner():
        return late
    try:
        inner()
    except NameError as error:
        print(type(error).__name__, error)
    late = 1
    return inner()


early()
removed()
print(free())
try:
    no_such_name
except NameError as error:
    print(error, error.name)
