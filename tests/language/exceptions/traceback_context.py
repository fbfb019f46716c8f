# compare: stderr
# "During handling of the above exception" in an uncaught report.


def parse(text):
    try:
        return int(text)
    except ValueError:
        return fallback(text)


def fallback(text):
    return text.no_such_method(
        1,
        2,
    )


parse("abc")
