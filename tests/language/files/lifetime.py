# A file that loses its last reference is closed, and what was written is there.
import os


def write():
    f = open("x.txt", "w")
    f.write("written without close")


write()
print(open("x.txt").read())
fds = len(os.listdir("/proc/self/fd"))
for _ in range(50):
    open("x.txt").read()
print(len(os.listdir("/proc/self/fd")) == fds)
with open("x.txt") as f:
    inner = f
try:
    inner.read()
except ValueError as error:
    print(error)
print(os.path.exists("x.txt"), os.remove("x.txt"), os.path.exists("x.txt"))
try:
    os.remove("x.txt")
except FileNotFoundError as error:
    print(error)
