# compare: stderr
# An exception in __del__ is reported on stderr and ignored.


class Bad:
    def __del__(self):
        raise RuntimeError("from del")


b = Bad()
del b
print("went on")
[Bad() for _ in range(2)] and print("in between")
print("end")
