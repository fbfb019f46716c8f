# contextmanager, closing, suppress, ExitStack, redirect_stdout, nullcontext.
import contextlib
import io


@contextlib.contextmanager
def tag(name):
    print("<", name)
    try:
        yield name.upper()
    except KeyError as error:
        print("swallowed", error)
    finally:
        print(">", name)


with tag("a") as a, tag("b"):
    print(a)
with tag("c"):
    raise KeyError("k")
try:
    with tag("d"):
        raise ValueError("v")
except ValueError as error:
    print("through", error)


@tag("decorated")
def f(): return "result"


print(f(), f())
with contextlib.suppress(KeyError, IndexError):
    {}["x"]
    print("not reached")
with contextlib.ExitStack() as stack:
    for n in "xyz":
        stack.enter_context(tag(n))
    stack.callback(print, "callback", 1)
    stack.push(lambda *exc: print("pushed", exc[0]))
    print("inside")
with contextlib.ExitStack() as stack:
    stack.enter_context(tag("kept"))
    later = stack.pop_all()
print("not closed yet")
later.close()
out = io.StringIO()
with contextlib.redirect_stdout(out):
    print("captured")
print(repr(out.getvalue()))


class Closes:
    def close(self): print("closed")


with contextlib.closing(Closes()), contextlib.nullcontext(5) as five:
    print(five)


@contextlib.contextmanager
def twice():
    yield 1
    yield 2


@contextlib.contextmanager
def never():
    return
    yield


for bad in (twice, never):
    try:
        with bad():
            pass
    except RuntimeError as error:
        print(error)


class M(contextlib.ContextDecorator):
    def __enter__(self): print("enter")
    def __exit__(self, *a): print("exit")


@M()
def g(): print("in g")


g()
try:
    with contextlib.ExitStack() as stack:
        stack.callback(lambda: 1 / 0)
        raise ValueError("first")
except ZeroDivisionError as error:
    print(error, repr(error.__context__))
