# Names of characters: unicodedata.name and lookup, the error handler namereplace, \N{...}.
import unicodedata as u


def t(f, *a):
    try:
        print(ascii(f(*a)))
    except Exception as e:
        print(type(e).__name__, e)


for c in 'aé\n\x80中가힣㐀龥\U00017000\uffff\ue000\ud800😀\U0010ffff \u0378\U0001f1e6ﷺ\u200d':
    t(u.name, c)
    t(u.name, c, None)
    t(lambda: u.lookup(u.name(c)) == c)
    t(c.encode, 'ascii', 'namereplace')
for bad in 'ab', '', 3, None:
    t(u.name, bad)
t(u.name)
t(u.name, 'a', 'b', 'c')
for name in 'LATIN SMALL LETTER A', 'latin small letter a', 'nope', 'LF', 'HANGUL SYLLABLE GAG', 'CJK UNIFIED IDEOGRAPH-4E2D':
    t(u.lookup, name)
print(all(u.lookup(u.name(c)) == c for c in map(chr, range(0x20, 0x800, 7)) if u.name(c, None)))
print(sum(map(len, (u.name(chr(c), '') for c in range(0xd800)[::57]))))
t(b'\x80'.decode, 'ascii', 'namereplace')
t('aé日z'.encode, 'latin-1', 'namereplace')
