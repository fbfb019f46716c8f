# What goes wrong: dict: every method.

e = {"a": 1}
for text in ("e['x']", "del e['x']", "e.pop('x')", "{}.popitem()", "e[[]]", "e[{}] = 1", "{[]: 1}",
        "dict([1])", "dict([(1,)])", "dict(5)", "e.update(5)", "e < e", "e + e",
        "dict.fromkeys(5)", "e.get()", "e.pop()", "e | [1]", "e.update([(1, 2, 3)])", "hash(e)",
        "[] in e", "e.get([])", "e[1]", "e[None]", "dict(1, 2)", "dict(**{1: 2})",
             "e.setdefault([])", "e.copy(1)", "e.fromkeys()", "e.update(1, 2)", "e['a']['b']",
        "e.x", "e.popitem(1)", "e |= 5", "e['a', 'b']", "{'x': 1}[0]"):
    try:
        exec("print(" + text + ")" if " = " not in text and "del" not in text and "|=" not in text else text)
    except Exception as error:
        print(text, "|", type(error).__name__, error)
