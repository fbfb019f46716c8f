# str(): of objects, of bytes, and subclasses.

print(repr(str()), str(5), str(1.5), str(None), str([1, "a"]), str("x"), str(b"bytes"),
    str({1: "a"}), str(ValueError("e")), str(int), str(object=7))


class A:
    def __str__(self): return "A.str"


class B:
    def __repr__(self): return "B.repr"


class S(str):
    def __str__(self): return "S.str"


print(str(A()), str(B()), str(S("abc")), S("abc") + "", repr(S("x")), type(str(S("x"))).__name__,
    f"{S('y')}", "%s" % S("z"), "".join([S("j")]))
x = "immutable"
y = x
x += "!"
print(x, y, id(x) != id(y), "a".__len__(), "abc".__iter__().__class__.__name__, "a".__eq__(1),
    "a".__add__("b"), "abc".__mul__(2), "x".__rmul__(2), "a".__mod__(()), "%s".__mod__(1))
print("a\x00b", len("a\x00b"), repr("a\x00b"), "a\x00b" == "a", "\x00" in "a\x00b",
    "a\x00b".split("\x00"), "\x00" < "\x01")
print("tab\t" "nl\\n", 'mixed "quotes"', "it's", repr("it's \"both\""), repr("\\"), "\N{BULLET}",
    "\x41\u0042\U00000043", repr("\xad\u0378\ue000"))
