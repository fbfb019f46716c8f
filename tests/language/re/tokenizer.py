# A tokenizer and a few classic patterns.
import re

spec = [("NUMBER", r"\d+(\.\d*)?"), ("ASSIGN", r":="), ("ID", r"[A-Za-z_]\w*"),
    ("OP", r"[+\-*/()]"), ("NEWLINE", r"\n"), ("SKIP", r"[ \t]+"), ("BAD", r".")]
master = re.compile("|".join(f"(?P<{n}>{p})" for n, p in spec))
for m in master.finditer("x := 3.5 + (y2 * 10)\n? z"):
    if m.lastgroup != "SKIP":
        print(m.lastgroup, repr(m.group()), m.start())
scanner = re.Scanner([(r"\d+", lambda s, t: int(t)), (r"\w+", lambda s, t: t), (r"\s+", None)])
print(scanner.scan("abc 12 de"))
email = re.compile(r"^[\w.+-]+@[\w-]+\.[\w.-]+$")
print([bool(email.match(s)) for s in ("a@b.co", "a.b+c@d-e.org", "@b.co", "a@b")])
print(re.findall(r'"((?:[^"\\]|\\.)*)"', r'say "a \"quoted\" word" and "two"'),
    re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", "1234567"))
text = "a" * 50 + "b"
print(re.match(r"(a+)+b", text) is not None, re.match(r"(?:a?){20}a{20}", "a" * 20) is not None)
words = re.compile(r"\b(\w)(\w*)\b")
print(words.sub(lambda m: m[1].upper() + m[2], "the quick  brown fox"), words.findall("ab c"))
print(re.split(r"\W+", "Words, words, words."),
    [m.groupdict() for m in re.finditer(r"(?P<k>\w+)=(?P<v>\w+)", "a=1 b=2")])
long = "x" * 100000
print(len(re.findall("x", long)), re.sub("x", "", long) == "", re.search("(x*)y", long[:2000]),
    re.match("(?:x|y)*", long).end())
