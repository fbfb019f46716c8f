# What goes wrong: re: match, search, findall, groups, flags.
import re

m = re.match(r"(\w+) (?P<second>\w+)(x)?", "hello world!")
for text in ("re.match('a', b'a')", "re.match('a', 5)", "m.group(9)", "m.group('x')",
        "re.sub('a', r'\\9', 'a')", "re.sub('a', 5, 'a')", "re.compile(5)", "m['q']",
        "re.sub('a', r'\\q', 'a')", "re.search(b'a', 'a')"):
    try:
        print(eval(text))
    except Exception as error:
        print(text, "|", type(error).__name__, error)
