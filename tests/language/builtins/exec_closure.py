# exec() of a code object with free variables.
def outer():
    x = 1

    def inner():
        nonlocal x
        x += 1
        return x

    def argument(y):
        return x + y

    return inner, argument


def t(*a, **k):
    try:
        print(exec(*a, **k))
    except Exception as e:
        print(type(e).__name__, e)


inner, argument = outer()
code, cells = inner.__code__, inner.__closure__
t(code, closure=cells)
t(code, {}, closure=cells)
t(code, {}, {}, closure=cells)
print(inner(), cells[0].cell_contents)
t(code)
t(code, closure=None)
t(code, closure=())
t(code, closure=(1,))
t(code, closure=list(cells))
t(code, closure=cells * 2)
t('1', closure=())
t('1', closure=None)
t(compile('1', '', 'exec'), closure=cells)
t(argument.__code__, closure=cells)
try:
    eval(code)
except TypeError as e:
    print(e)
