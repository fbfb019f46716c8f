# contextvars under Context.run, nested, first of all in a fresh program.
import contextvars

c = contextvars.copy_context()
print(c.run(lambda: "in the first context"))
v = contextvars.ContextVar("v", default=0)


def inner(n):
    token = v.set(n)
    print("inner", v.get(), contextvars.copy_context()[v])
    v.reset(token)
    v.set(n + 1)
    return v.get()


print(c.run(inner, 1), v.get(), c[v])
d = c.copy()
print(c.run(d.run, inner, 5), c[v], d[v])
try:
    c.run(c.run, print)
except RuntimeError as e:
    print(str(e).split(":")[0])
try:
    c.run(lambda: 1 / 0)
except ZeroDivisionError:
    print(v.get())
