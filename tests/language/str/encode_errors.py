# What goes wrong: codecs, error handlers and their messages.

for text in ("'a'.encode('nope')", "b'a'.decode('nope')", "'a'.encode(5)",
        "'é'.encode('ascii', 'nope')", "str(b'a', 'utf-8', 5)", "str('a', 'utf-8')",
        "str(5, 'utf-8')", "b'\\x80'.decode('ascii')", "'\\ud800'.encode()",
        "b'a'.decode('utf-16-le')", "'ab\\udc80'.encode('latin-1')"):
    try:
        print(eval(text))
    except Exception as error:
        print(text, "|", type(error).__name__, error)
