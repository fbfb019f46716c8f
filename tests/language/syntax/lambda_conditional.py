# Lambdas and conditional expressions.

print((lambda: 1)(), (lambda x, *a, k=2, **kw: (x, a, k, kw))(1, 2, 3, z=4))
print((lambda x: lambda y: x + y)(1)(2))
f = lambda: (yield 5)
print(list(f()))
print(f.__name__, f.__qualname__)
sign = lambda n: "neg" if n < 0 else "zero" if n == 0 else "pos"
print([sign(n) for n in (-1, 0, 1)])
print(sorted("banana", key=lambda c: (-"banana".count(c), c)))
print((lambda a, /, b: (a, b))(1, b=2))
print([1, 2][True], "yes" if [] or {} or "x" else "no")
