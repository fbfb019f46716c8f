# Literals of str and bytes: prefixes, escapes, concatenation.

print('a' "b" '''c''' """d""", 'it''s', "tab\there", r"raw\n", 'new\
line')
print("\x41\u00e9\U0001F600\N{GREEK SMALL LETTER ALPHA}", "\101\0\7".encode(),
    "\a\b\f\v\\\'\"".encode())
print(b"bytes\x00\xff\n", rb"raw\x00", b'a' b"b", Rb"\d", BR'\d')
print(R"\d", u"unicode", """multi
line "quoted" 'text'""")
print(len("\
"), len("é"), len("👍"), "a\\b")
print('\'' == "'", "\q" if False else "ok")
for bad in (r'"\x4"', r'"\u12"', r'"\N{no such}"', "b'é'", "'open", '"""open', r'"\U00110000"',
            "b'\\x1'", "'a\nb'"):
    try:
        print(eval(bad))
    except SyntaxError as error:
        print(bad.encode("unicode_escape").decode(), "|", error.msg)
