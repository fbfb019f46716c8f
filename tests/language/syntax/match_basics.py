# match: literals, captures, wildcards, alternatives, guards.


def kind(x):
    match x:
        case 0:
            return "zero"
        case -1 | 1:
            return "unit"
        case 1.5 | 2 + 3j:
            return "float or complex"
        case "a" | "b" as letter:
            return "letter " + letter
        case None:
            return "none"
        case True:
            return "true"
        case int(n) if n > 100:
            return f"large {n}"
        case int():
            return "int"
        case str(s):
            return f"str {s}"
        case [] | ():
            return "empty"
        case _:
            return "other"


for x in (0, 1, -1, 1.5, 2 + 3j, "a", "zz", None, True, False, 101, 50, [], (), {}, [1]):
    print(repr(x), kind(x))


def none(x):
    match x:
        case 1:
            return "one"


print(none(2))
match = 5
case = 6
print(match, case)
match [1, 2]:
    case [a, b]:
        print(a, b)
match 1, 2:
    case x, y:
        print(x, y)
