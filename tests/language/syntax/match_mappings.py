# match: mapping patterns.


def f(x):
    match x:
        case {"type": "point", "x": x, "y": y}:
            return "point", x, y
        case {"type": "circle", "r": int(r) | float(r), **rest}:
            return "circle", r, rest
        case {1: one, None: none}:
            return one, none
        case {"nested": {"list": [a, *_]}}:
            return "nested", a
        case {**everything} if len(everything) > 2:
            return "large", sorted(everything)
        case {}:
            return "some mapping"
        case _:
            return "no"


for x in ({"type": "point", "x": 1, "y": 2, "z": 3}, {"type": "circle", "r": 2, "c": "red"},
          {"type": "circle", "r": "x"}, {1: "a", None: "b"}, {"nested": {"list": [7, 8]}},
          {"a": 1, "b": 2, "c": 3}, {}, [], None):
    print(f(x))
import collections

d = collections.defaultdict(list)
match d:
    case {"missing": x}:
        print("created", x)
    case _:
        print("not created", dict(d))
