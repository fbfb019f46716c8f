# Text files: modes, reading, writing, newlines, seeking, errors.
import os

with open("t.txt", "w") as f:
    print(f.write("line one\nline two\nline three"), f.name, f.mode, f.closed, f.writable(),
        f.readable())
print(f.closed)
with open("t.txt") as f:
    print(f.read(4), f.readline(), f.tell() > 0, f.readlines(), repr(f.read()))
    f.seek(0)
    print([line for line in f])
with open("t.txt", "a") as f:
    f.writelines(["\nfour", "\nfive"])
print(open("t.txt").read().splitlines()[-2:])
with open("t.txt", "r+") as f:
    f.write("LINE")
    f.seek(0)
    print(f.readline())
try:
    open("t.txt", "x")
except FileExistsError as error:
    print(error)
with open("n.txt", "w", newline="") as f:
    f.write("a\r\nb\rc\n")
for newline in (None, "", "\n", "\r\n"):
    with open("n.txt", newline=newline) as f:
        print(repr(newline), f.readlines())
with open("u.txt", "w", encoding="utf-8") as f:
    f.write("é日😀")
print(os.path.getsize("u.txt"), open("u.txt", encoding="utf-8").read(), open("u.txt", "rb").read())
with open("u.txt", encoding="ascii", errors="replace") as f:
    print(f.read())
for action in (lambda: open("missing"), lambda: open("."), lambda: open("t.txt", "q"),
        lambda: open("t.txt", "rw"), lambda: open(""), lambda: open("u.txt",
        encoding="ascii").read(), lambda: f.read(), lambda: open("t.txt").write("x"),
        lambda: open("t.txt", "w").read(), lambda: open("t.txt", "rb", encoding="utf-8"),
               lambda: open("a\0b"), lambda: open(None), lambda: open("t.txt", encoding="nope"),
        lambda: open("t.txt", "b"), lambda: open("missing/dir/x", "w"),
        lambda: open("t.txt", "w").write(5), lambda: open("t.txt", "w").write(b"x")):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, error)
f = open("t.txt")
g = iter(f)
print(g is f, f.fileno() > 2, f.isatty(), f.encoding, repr(f))
f.close()
f.close()
