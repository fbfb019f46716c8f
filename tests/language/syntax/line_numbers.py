# Line numbers in tracebacks and frames, for statements over several lines.
import sys


def line(depth=0):
    return sys._getframe(1 + depth).f_lineno - BASE


BASE = sys._getframe().f_lineno
print(line(),
      line(),
      (line(),
       line()))
x = [
    line(),
    line(),
]
print(x)
y = (line()
     + line() * 100)
print(y)


def f(
    a,
    b=line(),
):
    return (
        a,
        b,
        line(),
    )


print(f(
    line(),
))


def failing(n):
    try:
        if n == 0:
            return [1,
                    2,
                    undefined,
                    3]
        elif n == 1:
            return max(
                1,
                "a",
            )
        elif n == 2:
            raise ValueError(
                "x"
            )
        elif n == 3:
            for i in (1,
                      2):
                assert i == 1, \
                    "second"
        elif n == 4:
            with open(
                "/no/such/file"
            ) as g:
                pass
        else:
            d = {
                "a": 1,
                "b": {}["missing"],
            }
    except Exception as error:
        return type(error).__name__, error.__traceback__.tb_lineno - BASE


for n in range(6):
    print(n, failing(n))
