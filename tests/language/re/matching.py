# re: match, search, findall, groups, flags.
import re

m = re.match(r"(\w+) (?P<second>\w+)(x)?", "hello world!")
print(m, m.group(), m.group(1), m.group("second"), m.group(1, 2), m.groups(), m.groups("none"),
    m.groupdict(), m.span(), m.start(2), m.end(2), m.span(3), m[1], m["second"], m.lastindex,
    m.lastgroup, m.pos, m.endpos, m.string, m.re.pattern, m.expand(r"\2-\1"))
print(re.search("o", "hello world").start(), re.match("o", "hello"), re.fullmatch("a+", "aaa"),
    re.fullmatch("a+", "aab"), re.findall(r"\d+", "1 22 333"), re.findall(r"(\w)(\d)", "a1 b2"),
    re.findall("(a)|b", "ab"), re.findall("", "ab"), [x.span() for x in re.finditer("a*", "baac")])
print(re.split(r"[,;]\s*", "a, b;c"), re.split("(,)", "a,b,c"), re.split(",", "a,b,c", maxsplit=1),
    re.split("x*", "axbc"), re.sub(r"\d", "#", "a1b2"), re.sub("(a)(b)", r"\2\1", "abab"),
    re.sub("a", lambda m: m.group().upper(), "banana", count=2), re.subn("a", "", "banana"),
    re.sub("x*", "-", "abc"), re.sub(r"(?P<n>b)", r"[\g<n>\g<0>]", "abc"))
print(re.findall("ab+?", "abbb"), re.findall("a{2,3}", "aaaaa"),
    re.search("(?i)HELLO", "Hello").group(), re.findall("^.", "a\nb", re.M),
    re.findall("a.b", "a\nb", re.S), re.search("a  b # comment\n c", "abc", re.X).group(),
    re.findall(r"\bfoo\b", "foo food foo"), re.search("(?<=a)b", "ab").span(),
    re.findall("a(?!b)", "abac"), re.search("(?<!a)b", "abcb").start(),
    re.search(r"(\w)\1", "hello").group(), re.match("(?:a|ab)(?:c|bcd)(d*)", "abcd").groups(),
    re.findall(r"\w+", "é日本 x_1"), re.findall(r"\w+", "é a", re.A))
p = re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)", re.I)
print(p, p.pattern, p.groups, p.groupindex, p.flags, p.search("on 2024-05", 2).groupdict(),
    p.match("x2024-05", 1), p.fullmatch("2024-05") is not None, p == re.compile(p.pattern, re.I),
    p.sub("D", "2024-05 2023-01"))
print(re.escape("a.b*c[d]-é "), re.findall(b"\\d", b"1a2"), re.sub(b"a", b"b", b"aa"),
    re.match("(a)?(b)?", "b").groups(), re.match("(?P<a>x)(?P<b>y)?", "x").lastgroup,
    re.search("$", "a\n").span(), re.search(r"\Z", "a\n").span(), re.findall(r"(?s:.)\S", "\na b"),
    re.match("(?>a+)a", "aaa"), re.match("a++", "aaa").group())
for bad in ("(", ")", "[", "*", "a**", "(?P<n>a)(?P<n>b)", r"\1", "(?P<1a>x)", "(?z)", "a{2,1}",
        "[b-a]", "(?<=a*)b", r"\q", "(?P=x)", "(?", "[a", "\\", "(?#", "(?(1)a|b|c)"):
    try:
        re.compile(bad)
        print(bad, "compiled")
    except re.error as error:
        print(repr(bad), error, error.pos)
