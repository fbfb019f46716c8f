# abs, divmod, pow, round, hex, oct, bin, chr, ord, hash, id.

print(abs(-5), abs(-1.5), abs(3 + 4j), abs(True), divmod(7, 2), divmod(-7, 2), divmod(7.5, 2),
    pow(2, 10), pow(2, 3, 5), pow(2, -1, 7), pow(2, -2), pow(2.0, 3), pow(base=3, exp=2),
    pow(3, 2, mod=5), pow(-2, 3, 5), pow(0, 0, 1))
print(round(1.5), round(2.5), round(1.25, 1), round(-1.5), round(1234, -2), round(1.0), round(5),
    round(0.5), round(2.675, 2), round(number=1.7))
print(hex(255), hex(-255), oct(8), bin(5), bin(-5), chr(8364), ord("€"), chr(0), ord(b"a"),
    hex(True), bin(0), hash(5), hash(-1), hash("a") == hash("a"), hash((1, 2)) == hash((1, 2)),
    hash(1.0), hash(None) == hash(None))
x = []
print(id(x) == id(x), id(x) == id([]) and False, type(id(x)), callable(len), callable(int),
    callable(5), callable(lambda: 0))
