# str: indexing, slicing, iteration, concatenation, comparison; narrow and wide strings.

for s in ("abcdef", "äbcdéf", "日本語テスト", "a😀b😀c😀"):
    print(s[0], s[-1], s[1:3], s[::-1], s[::2], s[-3:], s[5:1:-2], s[10:], s[:0] == "", len(s),
        list(s)[1], s * 2, s + "x", s[1:] + s[:1], max(s), min(s), s == s[:3] + s[3:],
        hash(s) == hash("".join(list(s))))
s = "abc"
for action in ("s[0] = 'x'", "del s[0]", "s.x = 1"):
    try:
        exec(action)
    except Exception as error:
        print(action, "|", type(error).__name__, error)
print("a" < "b", "a" < "A", "abc" < "abd", "ab" < "abc", "" < "a", "é" > "z",
    "\uffff" < "\U00010000", sorted(["b", "A", "a", "é", "Z", "", "aa"]), "a" <= "a" >= "a",
    "z" * 0 == "")
print([ord(c) for c in "aé日😀"], chr(97), chr(0x1F600), "".join(map(chr, range(65, 70))),
    list(enumerate("ab")), tuple("xy"), "abc".__contains__("b"), "abc".__getitem__(1),
    list(reversed("abc")), "a" "b" * 2)
