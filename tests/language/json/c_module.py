# The module _json: the functions behind json, and what they say to bad input.
import json
import json.decoder as d
import json.encoder as e
import json.scanner as s


def t(f, *a, **k):
    try:
        print(f(*a, **k))
    except (Exception, RecursionError) as x:
        print(type(x).__name__, x)


def encoder(markers=None, default=repr, encode=e.c_encode_basestring, nan=False, skip=False):
    return e.c_make_encoder(markers, default, encode, None, ': ', ', ', False, skip, nan)


enc = encoder({}, skip=True, nan=True)
print(enc({(1, 2): 3, 'a': [1, 2, {'b': 1.5}], None: (), 2.5: {}}, 0), enc(1, 0), enc(object, 0))
print(type(enc), [n for n in dir(enc) if n[0] != '_'], enc.skipkeys, enc.sort_keys)
t(enc)
t(enc, 1)
t(enc, _current_indent_level=1, obj=2)
t(enc, 1, 'a')
t(e.c_make_encoder, 1, 2)
t(e.c_make_encoder, None, 2, 3, 4, 5, '6', 7, 8, 9)
t(encoder, 1)
t(encoder(encode=lambda text: 3), 'a', 0)
t(encoder(encode=lambda text: text.upper()), ['a', {'b': 'c'}], 0)
for bad in float('nan'), float('-inf'), {(): 1}, {float('inf'): 1}:
    t(encoder(), bad, 0)
a = []
a.append(a)
t(encoder({}), a, 0)
t(encoder({}, default=lambda o: o), object(), 0)
t(encoder({}, default=lambda o: [o]), {1: 2j}, 0)

for text in 'é"\\/\b\f\n\r\t\0\x7f', '\ud800𝄞\uffff', '':
    print(ascii(e.c_encode_basestring(text)), e.c_encode_basestring_ascii(text))
t(e.c_encode_basestring, 3)
t(e.c_encode_basestring_ascii, b'')

scan = s.c_make_scanner(json.JSONDecoder())
print(type(scan), [n for n in dir(scan) if n[0] != '_'], scan.strict, scan.parse_float)
for args in [(1, 2), ('12', -1), ('12', 5), ('12', 'a'), ('[1, 2.5e3, -0] x', 0), ('',0), ('-', 0)]:
    t(scan, *args)
t(scan, idx=0, string='12')
t(s.c_make_scanner, 1)
for args in [('abc"', 0), ('abc"', 9), ('abc"', -1), (3, 3), ('a\n"', 0), ('a\n"', 0, False),
             ('a', 0), ('\\', 0), ('\\q"', 0), ('\\u12', 0), ('\\u12x4"', 0), ('\\ud834\\udd1e"', 0),
             ('\\ud834\\u0041"', 0), ('\\ud834\\uzzzz"', 0), ('é𝄞\\n"', 0), ('\\u00e9"', 0)]:
    try:
        print(ascii(d.c_scanstring(*args)))
    except Exception as x:
        print(type(x).__name__, x)
