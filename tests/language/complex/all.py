# complex numbers.

a, b = 1 + 2j, 3 - 1j
print(a + b, a - b, a * b, a / b, a ** 2, a ** b, -a, +a, abs(3 + 4j), a.conjugate(), a.real,
    a.imag, a == 1 + 2j, a != b, bool(0j), bool(1j))
print(1 + 1j + 1, 2 * 1j, 1j * 1j, 1j ** 2, 1 / 1j, 1.5 - 1j, (1 + 0j) == 1,
    hash(1 + 0j) == hash(1), hash(1j), hash(1.5 + 2j))
print(complex(), complex(1), complex(1, 2), complex("1+2j"), complex(" -3.5j "),
    complex("1e5-2e-3j"), complex("j"), complex("(1+2j)"), complex("nan+infj"), complex(1j, 1j),
    complex(real=1, imag=2))
print(repr(0j), repr(-0j), repr(complex(-0.0, -0.0)), repr(complex(0, float("inf"))),
    repr(complex(float("nan"), 1)), 1e20 + 1e-20j, str(1j), repr(complex(1.0, -0.0)))


class C:
    def __complex__(self): return 5 + 6j


print(complex(C()), a.__getnewargs__(), sum([1j, 2, 3.5]), [1j, 2] == [0 + 1j, 2 + 0j], 1j in [1j])
try:
    a.real = 5
except AttributeError as error:
    print(error)
