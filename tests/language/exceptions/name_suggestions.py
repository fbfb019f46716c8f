# compare: stderr
# "Did you mean" in reports.
import traceback


class Shape:
    colour = 1
    area = 2


def attempt(f):
    try:
        f()
    except Exception as error:
        traceback.print_exc(limit=0)


counter = 1
attempt(lambda: countr)
attempt(lambda: Shape().color)
attempt(lambda: Shape.aera)
attempt(lambda: prnt(1))
attempt(lambda: [].appendd(1))
attempt(lambda: totally_different_name_here)
