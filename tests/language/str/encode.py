# Codecs and error handlers.

for s in ("abc", "é", "日本", "😀", "a\x80b", ""):
    for codec in ("utf-8", "ascii", "latin-1", "utf-16-le", "utf-32-be", "utf-8-sig", "cp1252"):
        try:
            b = s.encode(codec)
            print(ascii(s), codec, b, b.decode(codec) == s)
        except UnicodeEncodeError as error:
            print(ascii(s), codec, error)
for handler in ("ignore", "replace", "xmlcharrefreplace", "backslashreplace", "namereplace",
        "surrogateescape", "surrogatepass"):
    try:
        print(handler, "aé日\ud800z".encode("ascii", handler))
    except UnicodeEncodeError as error:
        print(handler, error)
for raw in (b"abc", b"\xff", b"\xc3\xa9", b"\xc3", b"a\xe2\x82", b"\xed\xa0\x80",
        b"\xf0\x9f\x98\x80", b"\xc0\x80", b"a\x80\x81b", b"\xf5\x80", b"\xe2\x28\xa1"):
    for handler in ("strict", "ignore", "replace", "backslashreplace", "surrogateescape"):
        try:
            print(raw, handler, ascii(raw.decode("utf-8", handler)))
        except UnicodeDecodeError as error:
            print(raw, handler, error)
print(b"\x80\xe9".decode("latin-1"), b"\x80".decode("cp1252"),
    "\udcff".encode("utf-8", "surrogateescape"), "é".encode(encoding="utf8", errors="strict"),
    str(b"abc", "ascii"), str(b"\xe9", "latin1"), "a".encode("UTF_8"), "é".encode("u8"))
print(b"\xff\xfea\x00".decode("utf-16"), b"\xfe\xff\x00a".decode("utf-16"), "a".encode("utf-16"),
    b"\xef\xbb\xbfa".decode("utf-8-sig"))
