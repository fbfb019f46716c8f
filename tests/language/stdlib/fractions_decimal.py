# fractions, decimal and statistics.
import statistics
from decimal import Decimal, InvalidOperation, ROUND_HALF_UP, getcontext, localcontext
from fractions import Fraction

a, b = Fraction(1, 3), Fraction("2/6")
print(a == b, a + b, a * 3, a ** 2, a / b, Fraction(0.5), Fraction("0.125"), Fraction(10, -4),
    a < 0.34, float(a), int(Fraction(7, 2)), round(Fraction(7, 2)),
    Fraction(3.14159).limit_denominator(100), hash(Fraction(2)) == hash(2), repr(a),
    Fraction(7, 3) % 1, divmod(Fraction(7, 3), 1), sum([Fraction(1, n) for n in range(1, 10)]))
try:
    Fraction(1, 0)
except ZeroDivisionError as error:
    print(error)
x = Decimal("1.10")
print(x + Decimal("2.2"), Decimal(1) / 3, x * 2, x.quantize(Decimal("0.1")),
    Decimal("2.5").to_integral_value(), Decimal("2.5").quantize(Decimal(1),
    rounding=ROUND_HALF_UP), Decimal(0.1), Decimal("NaN"), Decimal("-Infinity"), repr(x),
    x == Decimal("1.1"), Decimal(5) // 2, Decimal("-5") % 3, Decimal(2).sqrt(), Decimal("1E+5"),
    int(Decimal("3.9")), f"{Decimal('1234.5'):,.2f}")
with localcontext() as context:
    context.prec = 5
    print(Decimal(1) / 7, Decimal(2).ln(), getcontext().prec)
for bad in (lambda: Decimal("x"), lambda: Decimal(1) / 0, lambda: Decimal(1) + 1.5):
    try:
        bad()
    except Exception as error:
        print(type(error).__name__)
data = [1, 2, 2, 3, 10]
print(statistics.mean(data), statistics.median(data), statistics.mode(data),
    statistics.stdev(data), statistics.pvariance(data), statistics.quantiles(data),
    statistics.fmean(data), statistics.harmonic_mean([1, 2]))
