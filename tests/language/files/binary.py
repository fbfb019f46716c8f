# Binary files: bytes, seeking, readinto, truncation, buffering.
import os

with open("b.bin", "wb") as f:
    print(f.write(bytes(range(100))), f.tell())
with open("b.bin", "rb") as f:
    print(f.read(3), f.seek(50), f.read(2), f.seek(-2, os.SEEK_END), f.read(), f.seek(-5, 1),
        f.tell(), f.peek(1)[:1], f.read(1))
    buffer = bytearray(4)
    f.seek(10)
    print(f.readinto(buffer), buffer, f.seekable(), f.mode)
with open("b.bin", "r+b") as f:
    f.seek(10)
    f.write(b"XYZ")
    f.truncate(15)
print(os.path.getsize("b.bin"), open("b.bin", "rb").read())
with open("b.bin", "ab") as f:
    f.write(b"end")
    f.flush()
    print(f.tell())
with open("b.bin", "rb", buffering=0) as f:
    print(type(f).__name__, f.read(2), f.readall()[-3:])
with open("l.bin", "wb") as f:
    f.writelines([b"a\n", b"b\n", b"c"])
with open("l.bin", "rb") as f:
    print(f.readline(), list(f), f.readlines())
for action in (lambda: open("b.bin", "rb").write(b"x"), lambda: open("b.bin", "wb").write("text"),
        lambda: open("l.bin", "rb").seek(-1), lambda: open("l.bin", "rb", buffering=1).read(1),
        lambda: open("l.bin", buffering=0)):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)
import io

raw = io.BytesIO(b"abc")
print(raw.read(1), raw.getvalue(), raw.write(b"ZZZ"), raw.getvalue(), raw.seek(0), raw.readlines(),
    raw.getbuffer()[0], raw.tell())
text = io.StringIO("one\ntwo\n")
print(text.readline(), text.read(), text.write("three"), repr(text.getvalue()), text.seek(0),
    list(text), text.truncate(3), repr(text.getvalue()))
wrapped = io.TextIOWrapper(io.BytesIO("é\r\n".encode()), encoding="utf-8")
print(repr(wrapped.read()), wrapped.encoding, isinstance(wrapped, io.TextIOBase))
