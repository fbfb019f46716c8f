# What goes wrong: getattr, setattr, delattr, hasattr, vars, dir, globals, locals, isinstance, type.


class C:
    x = 1

    def __init__(self):
        self.y = 2

    def m(self): pass


c = C()


def f(a, b=2):
    c = 3
    before = dict(locals())
    d = 4
    return before, sorted(locals()), sorted(dir())


for bad in ("getattr(c, 5)", "setattr(c, 5, 1)", "vars(5)", "delattr(c, 'nope')",
        "getattr(c, 'nope')", "hasattr(c, 5)", "c.nope", "C.nope", "(5).nope",
        "setattr(5, 'x', 1)", "len.x", "setattr(len, 'x', 1)", "f.nope", "[].nope", "None.nope",
        "c.m.nope", "type.nope", "print.__nope__", "setattr(C.m, 'x', 1)", "c.m.x = 1",
        "object().x = 1"):
    try:
        exec(bad)
        print(bad, "fine")
    except Exception as error:
        print(bad, "|", type(error).__name__, error)
