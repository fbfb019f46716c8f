# When the reflected method is asked first, and NotImplemented.


class A:
    def __add__(self, other):
        print("A.add", end=" ")
        return NotImplemented

    def __radd__(self, other):
        print("A.radd", end=" ")
        return "A.radd"


class B(A):
    def __radd__(self, other):
        print("B.radd", end=" ")
        return "B.radd"


class C(A):
    pass


class D:
    def __radd__(self, other):
        print("D.radd", end=" ")
        return NotImplemented


class E:
    pass


a = A()
for left, right in ((a, B()), (a, C()), (B(), a), (a, 1), (1, a), (a, D()), (E(), D()), (1, E()),
                    (D(), D()), ("x", E()), ([], E()), (E(), 1.5)):
    try:
        print(type(left).__name__, type(right).__name__, left + right)
    except TypeError as error:
        print(type(left).__name__, type(right).__name__, error)


class F:
    __add__ = None


try:
    F() + 1
except TypeError as error:
    print(error)


class G:
    def __sub__(self, other): return NotImplemented
    def __isub__(self, other): return NotImplemented


try:
    g = G()
    g -= 1
except TypeError as error:
    print(error)
for expression in ("1 + 'a'", "'a' + 1", "[] + ()", "{} + {}", "None + 1", "1 - 'a'", "'a' % 1",
                   "'a' * 'b'", "[1] * 1.5", "1 << 1.5", "1 & 'a'", "~1.5", "-'a'", "+[]",
        "1 // 'a'",
                   "b'a' + 'a'", "(1,) + [2]", "object() * 2", "1 ** 'a'", "divmod(1, 'a')",
                   "{1} + {2}", "{1} | [2]", "{} | []", "print + 1", "int + str", "1 < 'a'",
                   "[] < ()", "None < None", "1j < 2j", "{} < {}", "object() < object()"):
    try:
        print(expression, eval(expression))
    except TypeError as error:
        print(expression, "|", error)
