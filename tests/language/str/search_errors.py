# What goes wrong: str: find, index, count, startswith, endswith, in, replace, partition, split.

s = "hello world, hello moon"
for text in ("s.index('zz')", "s.rindex('zz')", "s.find(5)", "5 in s", "s.split('')",
        "s.partition('')", "s.replace('a')", "s.startswith(5)", "s.startswith((5,))", "s.count()",
        "s.split(5)", "s.endswith(['a'])", "s.replace(1, 2)", "s.rsplit('')", "s.find()",
        "s.splitlines(1, 2)"):
    try:
        print(eval(text))
    except (ValueError, TypeError) as error:
        print(text, "|", type(error).__name__, error)
