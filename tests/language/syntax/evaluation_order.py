# The order in which parts of an expression are evaluated.


def t(name, value=None):
    print(name, end=" ")
    return value


def f(*args, **kw):
    return None


t("f", f)(t("a"), *t("b", ()), k=t("c"), **t("d", {}))
print()
t("x", 1) + t("y", 2) * t("z", 3)
print()
t("obj", [0])[t("index", 0)] = t("value")
print()
{t("k1"): t("v1"), t("k2", 2): t("v2")}
print()
[t("first"), *t("star", []), t("last")]
print()
t("a", 1) < t("b", 0) < t("never")
print()
t("then") if t("test", True) else t("otherwise")
print()
x = [0, 0]
x[t("i", 0)], x[t("j", 1)] = t("right", (1, 2))
print(x)
d = [5]
d[t("idx", 0)] += t("inc", 2)
print(d)
del x[t("del", 0)]
print(x)
print((lambda a=t("default"): None) and "lambda")
