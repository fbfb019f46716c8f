# close: GeneratorExit, ignoring it, and closing twice.


def polite():
    try:
        yield 1
    except GeneratorExit:
        print("exit")
        raise
    finally:
        print("finally")


def stubborn():
    while True:
        try:
            yield 1
        except GeneratorExit:
            print("ignored")


def quick():
    try:
        yield
    except GeneratorExit:
        return "a value"


p = polite()
next(p)
print(p.close(), p.close())
s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as error:
    print(error)
q = quick()
next(q)
print(q.close())
unstarted = polite()
unstarted.close()
print(next(unstarted, "closed"))


def raises():
    try:
        yield
    finally:
        raise KeyError("while closing")


r = raises()
next(r)
try:
    r.close()
except KeyError as error:
    print(error, repr(error.__context__))
del s
print("end")
