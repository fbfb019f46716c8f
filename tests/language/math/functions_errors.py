# What goes wrong: math.
import math

for bad in ("math.sqrt(-1)", "math.log(0)", "math.log(-1)", "math.exp(1000)", "math.factorial(-1)",
        "math.factorial(1.5)", "math.acos(2)", "math.floor('a')", "math.floor(math.nan)",
        "math.ceil(math.inf)", "math.gcd(1.5, 2)", "math.isqrt(-1)", "math.comb(-1, 2)",
        "math.pow(0, -1)", "math.pow(-8, 1 / 3)", "math.sqrt('x')", "math.dist([1], [1, 2])",
            "math.fmod(1, 0)", "math.sin(math.inf)", "math.sqrt()", "math.log(1, 1)",
        "math.fsum(['a'])", "math.ldexp(1.0, 10**10)", "math.gamma(-1)", "math.log(2, 0)",
        "math.sqrt(10**400)", "math.prod(5)", "math.isclose(1, 1, rel_tol=-1)",
        "math.factorial(10**20)", "math.atanh(1)", "math.pow(10, 400)", "math.hypot('a')"):
    try:
        print(bad, eval(bad))
    except Exception as error:
        print(bad, "|", type(error).__name__, error)
