# What goes wrong: zip, map, filter, enumerate, reversed, sorted, iter, next, any, all, sum, min, max.

for bad in ("sum(['a', 'b'])", "sum([b'a'], b'')", "max(1, 'a')", "min([None, 1])", "any(5)",
        "list(map(5, [1]))", "list(filter(5, [1]))", "enumerate(5)", "zip(5)",
        "list(map(lambda: 0, [1]))", "max([], key=len)", "sum([1], 'a')", "next([])", "iter(5, 6)",
        "reversed({})" if False else "reversed(5)", "max(key=len)", "zip([], x=1)",
        "enumerate([], 'a')"):
    try:
        print(eval(bad))
    except Exception as error:
        print(bad, "|", type(error).__name__, error)
