# break, continue and return through finally and with.


def f(kind):
    for i in range(3):
        try:
            if kind == "break" and i == 1:
                break
            if kind == "continue" and i == 1:
                continue
            if kind == "return" and i == 1:
                return "returned"
            print("body", i)
        finally:
            print("finally", i)
    else:
        print("else")
    return "end"


for kind in ("break", "continue", "return", "none"):
    print(kind, f(kind))


def override():
    try:
        return "try"
    finally:
        return "finally"


def swallow():
    for _ in range(2):
        try:
            raise ValueError
        finally:
            continue
    return "swallowed"


def value_kept():
    x = 1
    try:
        return x
    finally:
        x = 2


def nested():
    try:
        try:
            return "inner"
        finally:
            print("first")
    finally:
        print("second")


print(override(), swallow(), value_kept(), nested())
