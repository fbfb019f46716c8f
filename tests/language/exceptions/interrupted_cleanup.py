# Exceptions raised while cleaning up after exceptions.


class M:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        print("exit", self.name, kind.__name__ if kind else None)
        raise RuntimeError(self.name)


def chain(e):
    out = []
    while e:
        out.append(f"{type(e).__name__}({e})")
        e = e.__context__
    return " <- ".join(out)


try:
    with M("a"), M("b"), M("c"):
        raise ValueError("body")
except RuntimeError as error:
    print(chain(error))
try:
    with M("quiet body"):
        pass
except RuntimeError as error:
    print(chain(error))


def nested():
    try:
        raise KeyError("1")
    finally:
        try:
            raise IndexError("2")
        except IndexError:
            print("inner handled")


try:
    nested()
except KeyError as error:
    print(chain(error))


def gen():
    try:
        yield
    finally:
        raise OSError("in generator")


g = gen()
next(g)
try:
    try:
        g.throw(ValueError("thrown"))
    except OSError as error:
        print(chain(error))
        raise TypeError("last")
except TypeError as error:
    print(chain(error))
