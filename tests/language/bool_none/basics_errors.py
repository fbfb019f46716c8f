# What goes wrong: bool, None, Ellipsis, NotImplemented.

for text in ("True = 1", "None.x", "None()", "None + 1", "None[0]", "None < 1", "bool(1, 2)",
        "type(None)(1)", "...()", "None.x = 1", "len(None)", "iter(None)", "NotImplemented()",
        "type(NotImplemented)(1)", "bool(x=1)"):
    try:
        print(text, eval(text)) if "=" not in text or "(" in text else exec(text)
    except Exception as error:
        print(text, "|", type(error).__name__, error)
