# gzip and zipfile, which stand on zlib.
import gzip
import io
import zipfile

text = b'line of text\n' * 5000
packed = gzip.compress(text, mtime=0)
print(len(packed), gzip.decompress(packed) == text)
with gzip.open('a.gz', 'wt', encoding='utf-8') as f:
    for i in range(1000):
        print('é', i, file=f)
with gzip.open('a.gz', 'rt', encoding='utf-8') as f:
    lines = f.readlines()
print(len(lines), lines[-1])
with gzip.GzipFile('a.gz') as f:
    f.seek(1000)
    print(f.read(20), f.tell())
for bad in b'', b'abc', packed[:20], packed[:-8] + b'12345678', packed[:-4]:
    try:
        print(len(gzip.decompress(bad)))
    except Exception as e:
        print(type(e).__name__, e)
store = io.BytesIO()
with zipfile.ZipFile(store, 'w', zipfile.ZIP_DEFLATED) as z:
    z.writestr(zipfile.ZipInfo('a/b.txt'), text, zipfile.ZIP_DEFLATED)
    z.writestr(zipfile.ZipInfo('c.txt'), 'é')
with zipfile.ZipFile(store) as z:
    print(z.namelist(), z.testzip(), z.read('a/b.txt') == text, z.read('c.txt').decode())
    for info in z.infolist():
        print(info.filename, info.file_size, info.compress_size, hex(info.CRC), info.date_time)
    with z.open('a/b.txt') as f:
        print(f.readline(), f.read(5))
    try:
        z.read('nope')
    except KeyError as e:
        print(e)
try:
    zipfile.ZipFile(io.BytesIO(b'no archive'))
except zipfile.BadZipFile as e:
    print(e)
