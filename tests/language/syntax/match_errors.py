# match: what the compiler refuses, and what captures keep.

sources = [
    "match x:\n    case a:\n        pass\n    case b:\n        pass",
    "match x:\n    case _:\n        pass\n    case 1:\n        pass",
    "match x:\n    case a | 1:\n        pass",
    "match x:\n    case (a | b):\n        pass",
    "match x:\n    case [a, a]:\n        pass",
    "match x:\n    case [*a, *b]:\n        pass",
    "match x:\n    case {1: a, 1: b}:\n        pass",
    "match x:\n    case {**rest, 'a': 1}:\n        pass",
    "match x:\n    case {a: 1}:\n        pass",
    "match x:\n    case C(a=1, a=2):\n        pass",
    "match x:\n    case C(a=1, 2):\n        pass",
    "match x:\n    case 1 + 2:\n        pass",
    "match x:\n    case a.b as 1:\n        pass",
    "match x:\n    case 1 as _:\n        pass",
    "match x:\n    case [a] | [b]:\n        pass",
    "match x:\n    case -a:\n        pass",
    "match x:\n    case f'{a}':\n        pass",
    "match x:\n    pass",
]
for source in sources:
    try:
        compile(source, "<t>", "exec")
        print("fine:", source.splitlines()[1].strip())
    except SyntaxError as error:
        print(source.splitlines()[1].strip(), "|", error.msg)


def binds():
    match (1, 2):
        case (a, 3):
            pass
        case (b, c) if c > 5:
            pass
        case _:
            pass
    return sorted(locals().items())


print(binds())
