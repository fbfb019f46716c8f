/*
 * math.c - the module math: functions of floats. Integers: math_integers.c.
 */
#include "modules/math.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "core/runtime.h"
#include "numbers/numbers.h"
#include "types/abstract.h"
#include "types/containers.h"

#define NATIVE(name)                                                                        \
    static mr_value name(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs, \
                         mr_value kwnames)

static mr_value domain(mr_runtime *rt)
{
    return mr_raise(rt, rt->exc.ValueError, "math domain error");
}
static mr_value range(mr_runtime *rt)
{
    return mr_raise(rt, rt->exc.OverflowError, "math range error");
}

/* Applies f: nan out of no nan is a domain error; infinity out of something
 * finite is a range error where the function can overflow, else a domain error. */
static mr_value apply(mr_runtime *rt, mr_value v, double (*f)(double), bool can_overflow)
{
    double x;
    if (!mr_to_double(rt, v, &x))
        return MR_NULL;
    double y = f(x);
    if (isnan(y) && !isnan(x))
        return domain(rt);
    if (isinf(y) && isfinite(x))
        return can_overflow ? range(rt) : domain(rt);
    return mr_float(y);
}

#define FUNCTION(name, overflow)                                                                   \
    NATIVE(math_##name) { return apply(rt, args[0], name, overflow); }
FUNCTION(acos, false)
FUNCTION(acosh, false)
FUNCTION(asin, false)
FUNCTION(asinh, false)
FUNCTION(atan, false)
FUNCTION(atanh, false)
FUNCTION(cbrt, false)
FUNCTION(cos, false)
FUNCTION(cosh, true)
FUNCTION(erf, false)
FUNCTION(erfc, false)
FUNCTION(exp, true)
FUNCTION(exp2, true)
FUNCTION(expm1, true)
FUNCTION(fabs, false)
FUNCTION(log1p, false)
FUNCTION(sin, false)
FUNCTION(sinh, true)
FUNCTION(sqrt, false)
FUNCTION(tan, false)
FUNCTION(tanh, false)

static double gamma_of(double x) { return x == floor(x) && x <= 0 ? NAN : tgamma(x); }
static double log_gamma_of(double x)
{
    return x == floor(x) && x <= 0 && isfinite(x) ? NAN : lgamma(x);
}
NATIVE(math_gamma) { return apply(rt, args[0], gamma_of, true); }
NATIVE(math_lgamma) { return apply(rt, args[0], log_gamma_of, true); }

#define FUNCTION2(name, function)                                                                  \
    NATIVE(math_##name)                                                                            \
    {                                                                                              \
        double x, y;                                                                               \
        if (!mr_arity(rt, #name, nargs, kwnames, 2, 2) || !mr_to_double(rt, args[0], &x) ||        \
            !mr_to_double(rt, args[1], &y))                                                        \
            return MR_NULL;                                                                        \
        return function;                                                                           \
    }

static mr_value checked_fmod(mr_runtime *rt, double x, double y)
{
    if (isinf(y) && isfinite(x))
        return mr_float(x);
    double r = fmod(x, y);
    return isnan(r) && !isnan(x) && !isnan(y) ? domain(rt) : mr_float(r);
}

static mr_value checked_remainder(mr_runtime *rt, double x, double y)
{
    double r = remainder(x, y);
    return isnan(r) && !isnan(x) && !isnan(y) ? domain(rt) : mr_float(r);
}

static mr_value checked_pow(mr_runtime *rt, double x, double y)
{
    double r = pow(x, y);
    if (isfinite(x) && isfinite(y)) {
        if (isnan(r) || (isinf(r) && x == 0))
            return domain(rt);
        if (isinf(r))
            return range(rt);
    }
    return mr_float(r);
}

FUNCTION2(atan2, mr_float(atan2(x, y)))
FUNCTION2(copysign, mr_float(copysign(x, y)))
FUNCTION2(nextafter, mr_float(nextafter(x, y)))
FUNCTION2(fmod, checked_fmod(rt, x, y))
FUNCTION2(remainder, checked_remainder(rt, x, y))
FUNCTION2(pow, checked_pow(rt, x, y))

/* ---- logarithms: also of integers beyond floats ---- */

static mr_value log_of(mr_runtime *rt, mr_value v, double (*f)(double))
{
    if (mr_is_integer(v)) {
        if (mr_int_sign(v) <= 0)
            return domain(rt);
        mr_mpz_room room;
        mpz_srcptr z = mr_int_mpz(v, &room);
        if (mpz_sizeinbase(z, 2) > 1000) {
            long exponent;
            double mantissa = mpz_get_d_2exp(&exponent, z);
            return mr_float(f(mantissa) + f(2.0) * (double)exponent);
        }
    }
    double x;
    if (!mr_to_double(rt, v, &x))
        return MR_NULL;
    return x <= 0 ? domain(rt) : mr_float(f(x));
}

NATIVE(math_log)
{
    if (!mr_arity(rt, "log", nargs, kwnames, 1, 2))
        return MR_NULL;
    mr_value x = log_of(rt, args[0], log);
    if (!x || nargs == 1)
        return x;
    mr_value base = log_of(rt, args[1], log);
    return base ? mr_binary_op(rt, MR_OP_TRUE_DIVIDE, x, base) : MR_NULL;
}
NATIVE(math_log2) { return log_of(rt, args[0], log2); }
NATIVE(math_log10) { return log_of(rt, args[0], log10); }

/* ---- rounding ---- */

static mr_value round_by(mr_runtime *rt, mr_value v, mr_value name, double (*f)(double))
{
    if (mr_is_float(v))
        return mr_int_from_double(rt, f(mr_float_value(v)));
    mr_value method = mr_lookup_special(rt, v, name);
    if (method) {
        mr_value result = mr_call0(rt, method);
        mr_decref(rt, method);
        return result;
    }
    double x;
    return mr_error(rt) || !mr_to_double(rt, v, &x) ? MR_NULL : mr_int_from_double(rt, f(x));
}
NATIVE(math_ceil) { return round_by(rt, args[0], MR_NAME(rt, __ceil__), ceil); }
NATIVE(math_floor) { return round_by(rt, args[0], MR_NAME(rt, __floor__), floor); }
NATIVE(math_trunc)
{
    if (mr_is_float(args[0]))
        return mr_int_from_double(rt, mr_float_value(args[0]));
    mr_value method = mr_lookup_special(rt, args[0], MR_NAME(rt, __trunc__));
    if (!method)
        return mr_error(rt) ? MR_NULL
                            : mr_raise(rt, rt->exc.TypeError,
                                       "type %T doesn't define __trunc__ method", args[0]);
    mr_value result = mr_call0(rt, method);
    mr_decref(rt, method);
    return result;
}

NATIVE(math_frexp)
{
    double x;
    int e = 0;
    if (!mr_to_double(rt, args[0], &x))
        return MR_NULL;
    if (isfinite(x) && x != 0)
        x = frexp(x, &e);
    return mr_tuple_pack(rt, 2, mr_float(x), mr_small_int(e));
}

NATIVE(math_ldexp)
{
    double x;
    if (!mr_arity(rt, "ldexp", nargs, kwnames, 2, 2) || !mr_to_double(rt, args[0], &x))
        return MR_NULL;
    if (!mr_is_integer(args[1]))
        return mr_raise(rt, rt->exc.TypeError, "Expected an int as second argument to ldexp.");
    int overflow;
    int64_t e = mr_int_value(args[1], &overflow);
    if (x == 0 || !isfinite(x))
        return mr_float(x);
    double y = ldexp(x, e > 5000 ? 5000 : e < -5000 ? -5000 : (int)e);
    return isinf(y) ? range(rt) : mr_float(y);
}

NATIVE(math_modf)
{
    double x, whole;
    if (!mr_to_double(rt, args[0], &x))
        return MR_NULL;
    double fraction = modf(x, &whole);
    return mr_tuple_pack(rt, 2, mr_float(fraction), mr_float(whole));
}

NATIVE(math_degrees)
{
    double x;
    return mr_to_double(rt, args[0], &x) ? mr_float(x * (180.0 / M_PI)) : MR_NULL;
}
NATIVE(math_radians)
{
    double x;
    return mr_to_double(rt, args[0], &x) ? mr_float(x * (M_PI / 180.0)) : MR_NULL;
}
NATIVE(math_ulp)
{
    double x;
    if (!mr_to_double(rt, args[0], &x))
        return MR_NULL;
    x = fabs(x);
    if (!isfinite(x))
        return mr_float(x);
    double next = nextafter(x, INFINITY);
    return mr_float(isinf(next) ? x - nextafter(x, -INFINITY) : next - x);
}

#define TEST(name)                                                                                 \
    NATIVE(math_##name)                                                                            \
    {                                                                                              \
        double x;                                                                                  \
        return mr_to_double(rt, args[0], &x) ? mr_bool(name(x) != 0) : MR_NULL;                    \
    }
TEST(isfinite)
TEST(isinf)
TEST(isnan)

NATIVE(math_isclose)
{
    mr_value out[4];
    double a, b, relative = 1e-9, absolute = 0;
    if (!mr_bind(rt, "isclose(a, b, *, rel_tol=, abs_tol=)", args, nargs, kwnames, out) ||
        !mr_to_double(rt, out[0], &a) || !mr_to_double(rt, out[1], &b) ||
        (out[2] && !mr_to_double(rt, out[2], &relative)) ||
        (out[3] && !mr_to_double(rt, out[3], &absolute)))
        return MR_NULL;
    if (relative < 0 || absolute < 0)
        return mr_raise(rt, rt->exc.ValueError, "tolerances must be non-negative");
    if (a == b)
        return MR_TRUE;
    if (isinf(a) || isinf(b))
        return MR_FALSE;
    double difference = fabs(b - a);
    return mr_bool(difference <= fabs(relative * b) || difference <= fabs(relative * a) ||
                   difference <= absolute);
}

/* ---- several numbers ---- */

/* The doubles of an iterable in a malloc'd array; NULL with an exception set. */
static double *doubles(mr_runtime *rt, mr_value iterable, size_t *n)
{
    mr_value list = mr_list_from(rt, iterable);
    double *out = list ? malloc((mr_as_list(list)->length + 1) * sizeof *out) : NULL;
    if (list && !out)
        mr_raise_no_memory(rt);
    *n = out ? mr_as_list(list)->length : 0;
    for (size_t i = 0; out && i < *n; i++) {
        if (!mr_to_double(rt, mr_as_list(list)->items[i], &out[i])) {
            free(out);
            out = NULL;
        }
    }
    mr_decref(rt, list);
    return out;
}

/* Length of a vector: scaled by the largest part, summed with the rounding
 * errors carried along (Neumaier 1974; products split by fma). */
static double vector_length(const double *v, size_t n)
{
    double largest = 0;
    bool nan = false;
    for (size_t i = 0; i < n; i++) {
        if (isinf(v[i]))
            return INFINITY;
        nan |= isnan(v[i]);
        largest = fmax(largest, fabs(v[i]));
    }
    if (nan)
        return NAN;
    if (largest == 0 || n <= 1)
        return largest;
    int e;
    frexp(largest, &e);
    double sum = 0, carry = 0;
    for (size_t i = 0; i < n; i++) {
        double x = ldexp(v[i], -e), square = x * x, rest = fma(x, x, -square), next = sum + square;
        carry += (fabs(sum) >= square ? (sum - next) + square : (square - next) + sum) + rest;
        sum = next;
    }
    double h = sqrt(sum + carry);
    /* One step of Newton's method with the exact residue. */
    double square = h * h, residue = ((sum - square) + carry) - fma(h, h, -square);
    return ldexp(h + residue / (2 * h), e);
}

NATIVE(math_hypot)
{
    mr_value tuple = kwnames ? MR_NULL : mr_tuple_new(rt, args, nargs);
    size_t n;
    double *v = tuple ? doubles(rt, tuple, &n) : NULL;
    mr_decref(rt, tuple);
    if (!v)
        return mr_error(rt)
                   ? MR_NULL
                   : mr_raise(rt, rt->exc.TypeError, "math.hypot() takes no keyword arguments");
    double length = vector_length(v, n);
    free(v);
    return mr_float(length);
}

NATIVE(math_dist)
{
    if (!mr_arity(rt, "dist", nargs, kwnames, 2, 2))
        return MR_NULL;
    size_t n, m;
    double *p = doubles(rt, args[0], &n), *q = p ? doubles(rt, args[1], &m) : NULL;
    mr_value result = MR_NULL;
    if (q && n != m) {
        mr_raise(rt, rt->exc.ValueError, "both points must have the same number of dimensions");
    } else if (q) {
        for (size_t i = 0; i < n; i++)
            p[i] -= q[i];
        result = mr_float(vector_length(p, n));
    }
    free(p);
    free(q);
    return result;
}

/* Exact sum by growing partial sums that do not overlap (Shewchuk 1997). */
NATIVE(math_fsum)
{
    size_t n;
    double *x = doubles(rt, args[0], &n);
    if (!x)
        return MR_NULL;
    double *partials = malloc((n + 1) * sizeof *partials), special = 0, infinities = 0;
    if (!partials) {
        free(x);
        return mr_raise_no_memory(rt);
    }
    size_t count = 0;
    bool overflow = false;
    for (size_t k = 0; k < n && !overflow; k++) {
        double high = x[k];
        if (!isfinite(high)) {
            special += high;
            infinities += isinf(high) ? high : 0;
            continue;
        }
        size_t kept = 0;
        for (size_t i = 0; i < count; i++) {
            double a = high, b = partials[i];
            if (fabs(a) < fabs(b)) {
                double t = a;
                a = b;
                b = t;
            }
            high = a + b;
            double low = b - (high - a);
            if (low != 0)
                partials[kept++] = low;
        }
        overflow = isinf(high);
        partials[kept++] = high;
        count = kept;
    }
    free(x);
    double sum = 0, low = 0;
    if (count > 0) {
        sum = partials[--count];
        while (count > 0) {
            double a = sum, b = partials[--count];
            sum = a + b;
            low = b - (sum - a);
            if (low != 0)
                break;
        }
        /* Half-way cases go to even across several partial sums. */
        if (count > 0 &&
            ((low < 0 && partials[count - 1] < 0) || (low > 0 && partials[count - 1] > 0))) {
            double b = low * 2, a = sum + b;
            if (b == a - sum)
                sum = a;
        }
    }
    free(partials);
    if (special != 0 || isnan(special)) {
        if (isnan(infinities))
            return mr_raise(rt, rt->exc.ValueError, "-inf + inf in fsum");
        return mr_float(special);
    }
    return overflow ? mr_raise(rt, rt->exc.OverflowError, "intermediate overflow in fsum")
                    : mr_float(sum);
}

NATIVE(math_prod)
{
    mr_value out[2];
    if (!mr_bind(rt, "prod(iterable, /, *, start=)", args, nargs, kwnames, out))
        return MR_NULL;
    mr_value it = mr_iter(rt, out[0]), product = out[1] ? mr_incref(out[1]) : mr_small_int(1), item;
    while (it && product && (item = mr_next(rt, it))) {
        mr_replace(rt, &product, mr_binary_op(rt, MR_OP_MULTIPLY, product, item));
        mr_decref(rt, item);
    }
    mr_decref(rt, it);
    if (mr_error(rt))
        mr_clear(rt, &product);
    return product;
}

static bool setup(mr_runtime *rt, mr_value module)
{
    return mr_module_add(rt, module, "pi", mr_float(M_PI)) &&
           mr_module_add(rt, module, "e", mr_float(M_E)) &&
           mr_module_add(rt, module, "tau", mr_float(2 * M_PI)) &&
           mr_module_add(rt, module, "inf", mr_float(INFINITY)) &&
           mr_module_add(rt, module, "nan", mr_float(NAN));
}

#define ONE(name) {#name, math_##name, MR_ARGS_ONE, NULL}
#define ANY(name) {#name, math_##name, MR_ARGS_ANY, NULL}
static const mr_method_def functions[] = {
    ONE(acos),      ONE(acosh),   ONE(asin),  ONE(asinh),     ONE(atan),     ANY(atan2),
    ONE(atanh),     ONE(cbrt),    ONE(ceil),  ANY(comb),      ANY(copysign), ONE(cos),
    ONE(cosh),      ONE(degrees), ANY(dist),  ONE(erf),       ONE(erfc),     ONE(exp),
    ONE(exp2),      ONE(expm1),   ONE(fabs),  ONE(factorial), ONE(floor),    ANY(fmod),
    ONE(frexp),     ONE(fsum),    ONE(gamma), ANY(gcd),       ANY(hypot),    ANY(isclose),
    ONE(isfinite),  ONE(isinf),   ONE(isnan), ONE(isqrt),     ANY(lcm),      ANY(ldexp),
    ONE(lgamma),    ANY(log),     ONE(log10), ONE(log1p),     ONE(log2),     ONE(modf),
    ANY(nextafter), ANY(perm),    ANY(pow),   ANY(prod),      ONE(radians),  ANY(remainder),
    ONE(sin),       ONE(sinh),    ONE(sqrt),  ONE(tan),       ONE(tanh),     ONE(trunc),
    ONE(ulp),       {0},
};

extern const mr_module_spec mr_module_math;
const mr_module_spec mr_module_math = {
    .name = "math",
    .doc = "Mathematical functions of real numbers.",
    .functions = functions,
    .setup = setup,
};
