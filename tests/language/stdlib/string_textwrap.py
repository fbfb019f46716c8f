# string, textwrap, shlex-like splitting, pprint, difflib.
import difflib
import pprint
import string
import textwrap

print(string.ascii_letters, string.digits, string.hexdigits, string.punctuation,
    repr(string.whitespace), string.capwords("hello  wORLD"))
t = string.Template("$who likes ${what}, $$5, $missing")
print(t.safe_substitute(who="tim", what="kung"), string.Formatter().format("{0} {a:>4}", 1, a=2),
    list(string.Formatter().parse("a{b!r:c}d")))
for bad in (lambda: t.substitute(who=1), lambda: string.Template("$").substitute(),
        lambda: string.Formatter().format("{}")):
    try:
        bad()
    except (KeyError, ValueError, IndexError) as error:
        print(type(error).__name__, error)
text = "The quick brown fox jumped over the lazy dog and some-hyphenated words that_are_very_long_indeed."
print(textwrap.fill(text, 30), textwrap.wrap("a b c d", 3), textwrap.shorten(text, 30),
    textwrap.indent("a\n\nb", "> "), textwrap.dedent("  a\n    b\n  c"),
    textwrap.fill("x" * 25, 10), sep="\n")
print(textwrap.wrap(text, 20, initial_indent="* ", subsequent_indent="  "))
pprint.pprint({"key" + str(i): list(range(i * 3)) for i in range(6)}, width=50)
pprint.pprint([[1, 2], {"a": {"b": {"c": 1}}}, ("t",), "s" * 10], width=20, compact=True)
print(pprint.pformat({"b": 1, "a": 2}), pprint.pformat({3, 1, 2}))
print(*difflib.unified_diff("a b c".split(), "a x c d".split(), lineterm=""), sep="\n")
print(difflib.get_close_matches("appel", ["ape", "apple", "peach"]),
    round(difflib.SequenceMatcher(None, "abcd", "bcde").ratio(), 3))
