# throw: handled, passed on, and thrown into unstarted and finished generators.


def g():
    while True:
        try:
            x = yield "ready"
            print("got", x)
        except ValueError as error:
            print("handled", error)
            yield "recovered"
        finally:
            print("finally")


a = g()
print(next(a))
print(a.throw(ValueError("v")))
print(next(a))
try:
    a.throw(KeyError("k"))
except KeyError as error:
    print("out came", error)
print(next(a, "finished"))
b = g()
try:
    b.throw(ValueError("unstarted"))
except ValueError as error:
    print(error)
print(next(b, "finished"))
c = g()
next(c)
for bad in (5, "x", None):
    try:
        c.throw(bad)
    except TypeError as error:
        print(error)
try:
    c.throw(KeyError, "with value")
except KeyError as error:
    print(error.args)


def returns():
    try:
        yield 1
    except ValueError:
        return "returned"


r = returns()
next(r)
try:
    r.throw(ValueError)
except StopIteration as stop:
    print(stop.value)
try:
    r.throw(ValueError("after end"))
except ValueError as error:
    print(error)
