# zlib: at once and in pieces, limits, dictionaries, copies, broken data.
import copy
import zlib


def t(f, *a, **k):
    try:
        r = f(*a, **k)
        print(r if not isinstance(r, bytes) or len(r) < 60 else (len(r), zlib.crc32(r)))
    except Exception as e:
        print(type(e).__name__, e)


text = b'The quick brown fox jumps over the lazy dog. ' * 2000 + bytes(range(256)) * 9
for level in -1, 0, 1, 6, 9:
    packed = zlib.compress(text, level)
    print(level, len(packed), zlib.crc32(packed), zlib.decompress(packed) == text)
for bits in 15, -15, 31, 9, -9:
    c = zlib.compressobj(6, zlib.DEFLATED, bits)
    packed = c.compress(text[:5000]) + c.compress(b'') + c.flush(zlib.Z_SYNC_FLUSH) + c.compress(text[5000:]) + c.flush()
    d = zlib.decompressobj(bits)
    out = b''.join(d.decompress(packed[i:i + 100]) for i in range(0, len(packed), 100)) + d.flush()
    print(bits, out == text, d.eof, d.unused_data, d.unconsumed_tail, zlib.decompress(packed, bits) == text)
packed = zlib.compress(text)
d = zlib.decompressobj()
data, steps = packed + b'tail', []
while not d.eof:
    out = d.decompress(data, 20000)
    data = d.unconsumed_tail
    steps.append((len(out), bool(data)))
print(steps, d.unused_data, d.decompress(b'more'), d.unused_data, d.unconsumed_tail, d.eof)
d = zlib.decompressobj()
print(len(d.decompress(packed, 100)), len(d.unconsumed_tail) > 0, len(d.flush()), d.eof)
e = zlib.decompressobj()
head = e.decompress(packed[:200])
f, g = e.copy(), copy.deepcopy(e)
print(head + f.decompress(packed[200:]) == text, head + g.decompress(packed[200:]) == text,
      head + e.decompress(packed[200:]) == text)
c = zlib.compressobj()
first = c.compress(text[:3000])
c2 = c.copy()
print(zlib.decompress(first + c.compress(b'x') + c.flush())[-3:], zlib.decompress(first + c2.flush())[-3:])
words = b'quick brown fox'
c = zlib.compressobj(zdict=words)
packed = c.compress(words * 3) + c.flush()
t(zlib.decompressobj(zdict=words).decompress, packed)
t(zlib.decompressobj().decompress, packed)
t(zlib.decompressobj(zdict=b'other').decompress, packed)
t(c.compress, b'after the end')
t(c.flush)
t(c.copy)
packed = zlib.compress(text)
for bad in b'', b'nonsense', packed[:50], packed[:-1], packed[:-4] + b'abcd', packed + b'x', packed[:30] + b'\xff' * 40:
    t(zlib.decompress, bad)
    t(zlib.decompressobj().decompress, bad)
t(zlib.compress, 'text')
t(zlib.compress, b'a', 77)
t(zlib.compress, b'a', 'x')
t(zlib.decompress, b'a', 77)
t(zlib.compressobj, 6, 7)
t(zlib.decompressobj, 99)
t(zlib.decompressobj, zdict=3)
t(zlib.decompressobj().decompress, packed, -1)
t(zlib.decompressobj().flush, 0)
for f in zlib.crc32, zlib.adler32:
    print(f(b''), f(b'abc'), f(bytearray(b'abc'), 7), f(text), f(b'abc', -1), f(b'x', 2**40 + 5), f(memoryview(b'abc')[1:]))
    t(f, 'abc')
    t(f)
print(zlib.error.__name__, zlib.error.__bases__, zlib.MAX_WBITS, zlib.DEF_BUF_SIZE, zlib.Z_FINISH, type(c).__name__)
