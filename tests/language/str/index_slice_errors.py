# What goes wrong: str: indexing, slicing, iteration, concatenation, comparison; narrow and wide strings.

s = "abc"
for text in ("s[3]", "s[-4]", "s['a']", "s[1.0]", "s[None]", "s[0] ", "s[1:'a']", "s[::0]",
        "s + 1", "1 + s", "s * 'a'", "s * -1", "s * 1.5", "s[0:2:1]", "s < 1", "s == 1",
        "s[2**70]", "s[:2**70]", "s[True]", "s * 2**70"):
    try:
        print(text, repr(eval(text)))
    except Exception as error:
        print(text, "|", type(error).__name__, error)
