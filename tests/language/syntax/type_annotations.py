# Annotations: evaluated or not, where they are kept.


def loud(x):
    print("evaluated", x)
    return x


x: loud("x") = 1
y: loud("y")


def f(a: loud("a"), b: loud("b") = loud("default")) -> loud("return"):
    local: no_such_name_needed
    local2: undefined = 5
    return local2


print(f(1), f.__annotations__)
print(__annotations__)


class C:
    a: int
    b: str = "s"
    print("in class", __annotations__)


print(C.__annotations__, hasattr(C, "a"), C.b)
try:
    def g(a: undefined_name): pass
except NameError as error:
    print(error)
l = [1]
l[0]: int = 5
print(l)
o = C()
o.attr: int = 3
print(o.attr)
