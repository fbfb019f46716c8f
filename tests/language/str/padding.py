# str: center, ljust, rjust, zfill, strip, expandtabs, join, translate.

for w in (0, 3, 4, 7, 8):
    print(repr("abc".center(w)), repr("abcd".center(w, "*")), repr("abc".ljust(w, ".")),
        repr("abc".rjust(w)), "42".zfill(w), "-42".zfill(w), "+a".zfill(w), "".zfill(w))
print(repr("  a b \n".strip()), repr("xxaxbxx".strip("x")), repr("abcba".lstrip("ab")),
    repr("abcba".rstrip("ab")), repr("\u3000 a\u00a0".strip()), repr("aaa".strip("a")),
    repr(" x ".strip(None)), repr(" x".strip("")))
print(repr("a\tbc\td".expandtabs()), repr("a\tbc\td".expandtabs(4)), repr("a\tb".expandtabs(0)),
    repr("a\n\tb".expandtabs(4)), repr("\t".expandtabs(1)), repr("abcdefgh\tx".expandtabs()))
print("-".join(["a", "b", "c"]), "".join(str(i) for i in range(5)), ", ".join([]),
    "x".join(["one"]), "ab".join("123"), " ".join({"k": 1}))
print("hello".translate({104: "J", 101: None, 108: 76, 111: "00"}),
    "abc".translate(str.maketrans("ab", "xy", "c")), str.maketrans({"a": 1, 98: "z"}),
    str.maketrans("ab", "cd"), "aé".translate({233: 101}))


class Table:
    def __getitem__(self, i):
        if i == ord("b"):
            raise LookupError
        return chr(i + 1)


print("abc".translate(Table()))
