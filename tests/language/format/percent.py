# The % operator of str and bytes.

print("%s %r %a %d %i %u" % ("a", "é", "é", 5, -3, 7), "%%" % (),
    "%5s|%-5s|%05d|%+d|% d" % ("a", "b", 42, 5, 5))
print("%x %X %o %#x %#o %c %c" % (255, 255, 8, 255, 8, 65, "z"),
    "%.2f %e %g %G %10.3f|%-10.1f|" % (3.14159, 1e5, 1e-5, 1e20, 2.5, 2.5))
print("%(a)s %(b)05.1f %(a)r" % {"a": "x", "b": 2}, "%*d|%-*d|%.*f" % (5, 42, 5, 42, 2, 3.14159))
print("%s" % (1,), "%s" % [1, 2], "%s %s" % (1, (2, 3)), "%d" % 3.99, "%d" % True, "%s" % None)
print("%.3s|%10.2s|" % ("abcdef", "xyz"), "%d" % 2**70, "%x" % -255, "%i" % 10**20)
for text, value in (("%d", "a"), ("%s %s", (1,)), ("%s", (1, 2)), ("%z", 1), ("%", 1),
        ("%(a)s", 1), ("%(a)s", {}),
                    ("%c", 300000000), ("%c", "ab"), ("%x", 1.5), ("%f", "a"), ("%(a", {}),
        ("%*d", ("a", 1)), ("x", 1), ("%c", -1),
                    ("%o", "x"), ("%.1000000000000000f", 1.0)):
    try:
        print(repr(text), text % value)
    except Exception as error:
        print(repr(text), type(error).__name__, error)
print(b"%s %d %x %c %r %a %b" % (b"bytes", 5, 255, 65, "é", "é", b"b"), b"%5.1f|%-5d|" % (2.25, 3),
    bytearray(b"%d") % 5)
for text, value in ((b"%s", "str"), (b"%b", 5), (b"%c", 256), (b"%d", b"x")):
    try:
        print(text % value)
    except Exception as error:
        print(type(error).__name__, error)
