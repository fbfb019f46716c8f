# Errors of unpacking.


def attempt(text):
    try:
        exec(text)
    except Exception as error:
        print(text, "|", type(error).__name__, error)


attempt("a, b = 1,")
attempt("a, b = 1, 2, 3")
attempt("a, b = range(10)")
attempt("a, *b, c = [1]")
attempt("a, b = 5")
attempt("a, b = None")
attempt("a, b = 'xyz'")
attempt("a, b = {}")
attempt("(a, b), c = [1, 2], 3, 4")
attempt("[*a, b] = ()")
attempt("f(*5)")
attempt("print(*5)")
attempt("print(**5)")
attempt("print(**{1: 2})")
attempt("[*5]")
attempt("{**5}")
attempt("{*1}")
attempt("for a, b in [1]: pass")
