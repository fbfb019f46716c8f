# Equal small numbers are the same.
a, b = int("100000"), int("100000")
print(a is b, float("1.5") is float("1.5"))
