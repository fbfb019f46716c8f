# str.format: fields, attributes, indices, nesting, errors.


class P:
    x = 5
    items = [10, 20]
    table = {"k": "v", "1": "text one", 1: "int one"}


print("{} {} {}".format(1, "a", None), "{1} {0} {1}".format("a", "b"), "{a} {b}".format(a=1, b=2))
print("{0.x} {0.items[1]} {0.table[k]} {0.table[1]}".format(P),
    "{p.items[0]:>5}|{p.x!r}".format(p=P()))
print("{:{}} {:{w}.{p}f}".format("a", 5, 3.14159, w=8, p=2), "{{}} {{{}}}".format(1))
print("{0:{1}{2}5}".format(7, "*", "^"), "{!r:>6} {!s} {!a}".format("a", "é", "é"))
print("{0[0]}{0[1]}".format("ab"), "{[a]}".format({"a": 1}), "{.real}".format(5))
print("{:>10}|{:<10}|{:^10}".format("r", "l", "c"), "{:%H}".format.__name__)
print("{a} {a!r} {b[0]}".format_map({"a": "x", "b": [1]}))
for text, args in (("{}", ()), ("{0} {}", (1, 2)), ("{} {0}", (1, 2)), ("{", ()), ("}", ()),
        ("{a}", ()),
                   ("{0.y}", (P,)), ("{0[9]}", ([1],)), ("{!x}", (1,)), ("{:d}", ("a",)),
        ("{0[}", (1,)),
                   ("{0!}", (1,)), ("{0!rs}", (1,)), ("{2}", (1,)), ("{:{:{}}}", (1, 2, 3)),
        ("{a.}", (1,)), ("{0[]}", ([1],)),
                   ("{-1}", (1,)), ("{ 0}", (1,))):
    try:
        print(repr(text), text.format(*args))
    except Exception as error:
        print(repr(text), type(error).__name__, error)
