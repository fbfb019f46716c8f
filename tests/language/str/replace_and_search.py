# replace() of single characters and of words, find() where the last letter occurs often, split at one.
cases = ("", "a", "aaaa", "a,b,,c,", "banana" * 9, "x" * 40 + "y", "é,ü,ß", "€,𝄞,", "ab" * 30 + "ac", "a\0b\0")
for text in cases:
    for old, new in (("a", ""), ("a", "b"), ("a", "long"), (",", "é"), ("\0", "-"), ("é", "e"), ("na", "NA"),
                     ("ac", "!"), ("y", "z"), ("", "-"), ("€", "")):
        print(repr(text.replace(old, new)), text.replace(old, new, 2), text.count(old), end=" ")
    print()
    for part in ("a", ",", "na", "ac", "bab", "xy", "\0", "b\0", "é", "€,", "nanab", "xxxxxxxxxxy"):
        print(text.find(part), text.find(part, 3), text.rfind(part), part in text, text.find(part, 1, -1),
              text.split(part), text.partition(part), end=" ")
    print()
print(type(type("S", (str,), {})("a,b").replace(",", ".")).__name__, "".join(c for c in "hello" if c not in "el"))
words = {c: c in "aeiou" for c in "education"}
print(words, [c for c in "abc" if "b" in c], {hash("é" * n) == hash(("é" * (n + 1))[1:]) for n in range(20)})
