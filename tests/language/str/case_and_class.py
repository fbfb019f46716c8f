# str: changes of case and classification, over Unicode.

words = ["hello World", "ÄÖÜ ß", "ǆ ǅ Ǆ", "ﬁ ﬂ", "İstanbul ı", "ΑΣ ΌΔΟΣ", "they're bill's",
    "123abc DEF", "", "ŉ", "日本", "Ⅷ ⅷ", "ΐ", "x²"]
for w in words:
    print(repr(w), w.upper(), w.lower(), w.title(), w.capitalize(), w.swapcase(), w.casefold())
chars = ["a", "A", "1", "²", "½", "٣", "一", " ", "\t", "\u00a0", "_", "é", "ß", "ª", "ǅ", "Ⅷ",
    "\n", "€", "\u200b", "\ud800", "😀", "", "aB", "12", "a1", "\u0301", "\x00", "\x7f", "\u2028",
    "௧"]
for c in chars:
    print(ascii(c), *("1" if f(c) else "0" for f in (str.isalpha, str.isdigit, str.isdecimal,
        str.isnumeric, str.isalnum, str.isspace, str.isupper, str.islower, str.istitle,
        str.isprintable, str.isidentifier, str.isascii)))
print("Hello World".istitle(), "HELLO".isupper(), "HELLO 1".isupper(), "1".isupper(),
    "Hello world".istitle(), "abc1".islower(), "A1a".istitle(), "'".istitle())
