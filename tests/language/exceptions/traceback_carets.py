# compare: stderr
# Which part of a line is marked.
import traceback


def attempt(f):
    try:
        f()
    except Exception:
        traceback.print_exc()


d, n, s = {"k": {}}, None, "s"
attempt(lambda: d["k"]["missing"]["deep"])
attempt(lambda: 1 + 2 * s / 3)
attempt(lambda: n.attr.other)
attempt(lambda: len(s) + len(n) + len(s))
attempt(lambda: (1, 2)[5])
attempt(lambda: s.upper().nothing())
attempt(lambda: [x / 0 for x in (1,)])
attempt(lambda: undefined_name + 1)
attempt(lambda: f"{1 / 0}")


def long_one():
    return (s +
            1)


def assignment():
    d["x"]["y"] = 1


def raises():
    raise ValueError("text") from KeyError("cause")


attempt(long_one)
attempt(assignment)
attempt(raises)
