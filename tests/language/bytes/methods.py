# bytes: construction, methods.

print(bytes(), bytes(3), bytes([65, 66]), bytes("é", "utf-8"), bytes(b"x"), bytes(range(3)),
    bytes((1, 2)), b"abc"[0], b"abc"[0:1], b"abc"[-1], list(b"ab"), b"a" + b"b", b"ab" * 2,
    b"a" in b"abc", 97 in b"abc", len(b"a\x00"))
b = b"Hello World, hello"
print(b.find(b"o"), b.find(111), b.rfind(b"l"), b.index(b"W"), b.count(b"l"), b.count(108),
    b.startswith(b"He"), b.endswith((b"x", b"lo")), b.replace(b"l", b"L", 2), b.split(),
    b.split(b"o"), b.rsplit(b" ", 1), b.partition(b" "), b.rpartition(b"l"))
print(b.upper(), b.lower(), b.title(), b.swapcase(), b.capitalize(), b.center(24, b"*"),
    b.ljust(20, b"."), b.rjust(20), b"42".zfill(5), b" x ".strip(), b"xxaxx".strip(b"x"),
    b"a\tb".expandtabs(4), b"a\nb\r\nc".splitlines(), b",".join([b"a", bytearray(b"b")]))
print(b.isalpha(), b"abc".isalpha(), b"12".isdigit(), b"a1".isalnum(), b" ".isspace(),
    b"A".isupper(), b"a".islower(), b"Ab".istitle(), b"\x80".isascii(), b"abc".removeprefix(b"a"),
    b"abc".removesuffix(b"c"))
print(b.hex(), b"\x01\xff".hex("-"), b"\x01\x02\x03\x04".hex(":", 2), bytes.fromhex("01 fF0a"),
    b"abc".translate(bytes(reversed(range(256)))), b"abc".translate(None, b"b"),
    bytes.maketrans(b"a", b"z")[97], b"abc".decode())
print(b"a" < b"b", b"a" == "a", b"a" == bytearray(b"a"), hash(b"a") == hash(bytes([97])),
    sorted([b"b", b"a"]), b"abc"[::-1], max(b"abc"), tuple(b"ab"), b"%d" % 5,
    repr(b"'\"\\\n\x00\xff"))


class B:
    def __bytes__(self): return b"from method"


class I:
    def __index__(self): return 2


print(bytes(B()), bytes(I()), bytes(bytearray(b"x")), bytes(memoryview(b"mv")))
