# os and os.path as far as programs about files need them.
import os
import os.path

os.mkdir("d")
os.makedirs("d/e/f", exist_ok=True)
for n in "cab":
    open(f"d/{n}.txt", "w").close()
print(sorted(os.listdir("d")), os.path.isdir("d"), os.path.isfile("d/a.txt"),
    os.path.exists("nope"), os.path.join("a", "b", "/c", "d"), os.path.split("/a/b.c"),
    os.path.splitext("x.tar.gz"), os.path.basename("/a/b/"), os.path.dirname("a/b"),
    os.path.normpath("a/../b//c/."))
os.rename("d/a.txt", "d/z.txt")
os.rmdir("d/e/f")
print(sorted(os.listdir("d")), [(os.path.relpath(r, "."), sorted(ds), sorted(fs)) for r, ds,
    fs in os.walk("d")])
print(os.stat("d/z.txt").st_size, os.environ.get("NO_SUCH_VARIABLE_SET"),
    os.getenv("HOME") is not None, os.sep, os.linesep == "\n", os.name,
    os.path.abspath("x") == os.path.join(os.getcwd(), "x"))
for action in (lambda: os.mkdir("d"), lambda: os.rmdir("d"), lambda: os.listdir("nope"),
        lambda: os.remove("d"), lambda: os.chdir("nope"), lambda: os.stat("nope"),
        lambda: os.rename("nope", "x")):
    try:
        action()
    except OSError as error:
        print(type(error).__name__, error.errno, error)
os.environ["MEMOIR_TEST_VARIABLE"] = "set"
print(os.environ["MEMOIR_TEST_VARIABLE"], os.getpid() > 0, os.path.getsize("d/z.txt"),
    os.path.commonprefix(["abc", "abd"]), os.path.expanduser("~") != "~")
with os.scandir("d") as entries:
    print(sorted((e.name, e.is_dir()) for e in entries))
fd = os.open("raw", os.O_CREAT | os.O_WRONLY)
print(os.write(fd, b"abc"), os.close(fd), open("raw").read())
