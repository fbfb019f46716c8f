# math: values.
import math

print(math.pi, math.e, math.tau, math.inf, math.nan, math.sqrt(2), math.exp(1), math.log(10),
    math.log(8, 2), math.log2(8), math.log10(1000), math.log1p(1e-10), math.expm1(1e-10),
    math.pow(2, 0.5), math.cbrt(27))
print(math.sin(1), math.cos(1), math.tan(1), math.asin(1), math.acos(0.5), math.atan(1),
    math.atan2(1, -1), math.sinh(1), math.cosh(1), math.tanh(1), math.asinh(1), math.acosh(2),
    math.atanh(0.5), math.degrees(math.pi), math.radians(180))
print(math.floor(-1.5), math.ceil(-1.5), math.trunc(-1.5), math.floor(1e20), math.fabs(-2),
    math.fmod(-7, 3), math.modf(-1.25), math.frexp(10.0), math.ldexp(0.5, 4),
    math.copysign(1, -0.0), math.hypot(3, 4), math.hypot(1, 2, 3), math.dist([1, 2], [4, 6]))
print(math.gcd(12, 18, 27), math.gcd(), math.lcm(4, 6), math.factorial(20), math.comb(5, 2),
    math.perm(5), math.perm(5, 2), math.isqrt(99), math.prod([1, 2, 3]),
    math.prod([0.5, 2], start=3), math.fsum([0.1] * 10), sum([0.1] * 10), math.comb(2, 5),
    math.gcd(-4, 0))
print(math.isfinite(1e308), math.isinf(-math.inf), math.isnan(math.nan),
    math.isclose(0.1 + 0.2, 0.3), math.isclose(1, 1.1, rel_tol=0.2), math.nextafter(1, 2),
    math.ulp(1.0), math.remainder(7, 4), math.gamma(5), round(math.lgamma(10), 12), math.erf(0.5),
    math.erfc(0.5), math.exp2(10))
print(math.log(10**400), math.log2(2**1000), math.sqrt(10**300), math.floor(True),
    math.log(2**2000, 2), math.log10(10**500))


class F:
    def __float__(self): return 4.0
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
    def __trunc__(self): return "trunc"


print(math.sqrt(F()), math.floor(F()), math.ceil(F()), math.trunc(F()))
