/*
 * math_integers.c - math's functions of integers, on GMP.
 */
#include <math.h>

#include "core/runtime.h"
#include "modules/math.h"
#include "numbers/numbers.h"
#include "types/abstract.h"

static mr_value fold(mr_runtime *rt, const mr_value *args, size_t nargs, mr_value kwnames,
                     const char *name, unsigned long start,
                     void (*f)(mpz_ptr, mpz_srcptr, mpz_srcptr))
{
    if (kwnames)
        return mr_raise(rt, rt->exc.TypeError, "math.%s() takes no keyword arguments", name);
    mpz_t z;
    mpz_init_set_ui(z, start);
    for (size_t i = 0; i < nargs; i++) {
        mr_value n = mr_index(rt, args[i]);
        if (!n) {
            mpz_clear(z);
            return MR_NULL;
        }
        mr_mpz_room room;
        f(z, z, mr_int_mpz(n, &room));
        mr_decref(rt, n);
    }
    return mr_int_take(rt, z);
}

MR_MATH_FUNCTION(gcd) { return fold(rt, args, nargs, kwnames, "gcd", 0, mpz_gcd); }
MR_MATH_FUNCTION(lcm) { return fold(rt, args, nargs, kwnames, "lcm", 1, mpz_lcm); }

MR_MATH_FUNCTION(isqrt)
{
    mr_value n = mr_index(rt, args[0]);
    if (!n)
        return MR_NULL;
    if (mr_int_sign(n) < 0) {
        mr_decref(rt, n);
        return mr_raise(rt, rt->exc.ValueError, "isqrt() argument must be nonnegative");
    }
    mr_mpz_room room;
    mpz_t z;
    mpz_init(z);
    mpz_sqrt(z, mr_int_mpz(n, &room));
    mr_decref(rt, n);
    return mr_int_take(rt, z);
}

MR_MATH_FUNCTION(factorial)
{
    mr_value n = mr_index(rt, args[0]);
    if (!n)
        return MR_NULL;
    int overflow;
    int64_t k = mr_int_value(n, &overflow);
    mr_decref(rt, n);
    if (k < 0)
        return mr_raise(rt, rt->exc.ValueError, "factorial() not defined for negative values");
    if (overflow)
        return mr_raise(rt, rt->exc.OverflowError,
                        "factorial() argument should not exceed 9223372036854775807");
    if (!mr_int_room(rt, (double)k * log2((double)k + 2)))
        return MR_NULL;
    mpz_t z;
    mpz_init(z);
    mpz_fac_ui(z, (unsigned long)k);
    return mr_int_take(rt, z);
}

/* n and k as non-negative integers, owned. */
static bool counts(mr_runtime *rt, const mr_value *args, mr_value *n, mr_value *k)
{
    *n = mr_index(rt, args[0]);
    *k = *n ? mr_index(rt, args[1]) : MR_NULL;
    if (*k && mr_int_sign(*n) < 0)
        mr_raise(rt, rt->exc.ValueError, "n must be a non-negative integer");
    else if (*k && mr_int_sign(*k) < 0)
        mr_raise(rt, rt->exc.ValueError, "k must be a non-negative integer");
    if (*k && !mr_error(rt))
        return true;
    mr_decref(rt, *n);
    mr_decref(rt, *k);
    return false;
}

MR_MATH_FUNCTION(comb)
{
    mr_value n, k;
    if (!mr_arity(rt, "comb", nargs, kwnames, 2, 2) || !counts(rt, args, &n, &k))
        return MR_NULL;
    mr_value result = mr_small_int(0);
    if (mr_int_compare(k, n) <= 0) {
        mr_value other = mr_int_subtract(rt, n, k);
        int overflow;
        int64_t least =
            other ? mr_int_value(mr_int_compare(k, other) < 0 ? k : other, &overflow) : 0;
        mr_decref(rt, other);
        mr_mpz_room room;
        mpz_srcptr z = mr_int_mpz(n, &room);
        if (overflow) {
            result = mr_raise(rt, rt->exc.OverflowError,
                              "min(n - k, k) must not exceed 9223372036854775807");
        } else if (!mr_int_room(rt, (double)least * (double)mpz_sizeinbase(z, 2))) {
            result = MR_NULL;
        } else {
            mpz_t c;
            mpz_init(c);
            mpz_bin_ui(c, z, (unsigned long)least);
            result = mr_int_take(rt, c);
        }
    }
    mr_decref(rt, n);
    mr_decref(rt, k);
    return result;
}

MR_MATH_FUNCTION(perm)
{
    mr_value n, k;
    if (!mr_arity(rt, "perm", nargs, kwnames, 1, 2))
        return MR_NULL;
    if (nargs == 1 || args[1] == MR_NONE)
        return math_factorial(rt, self, args, 1, MR_NULL);
    if (!counts(rt, args, &n, &k))
        return MR_NULL;
    mr_value result = mr_small_int(0);
    if (mr_int_compare(k, n) <= 0) {
        int overflow;
        int64_t times = mr_int_value(k, &overflow);
        mr_mpz_room room;
        mpz_srcptr z = mr_int_mpz(n, &room);
        if (overflow || !mr_int_room(rt, (double)times * (double)mpz_sizeinbase(z, 2))) {
            result = overflow ? mr_raise(rt, rt->exc.OverflowError,
                                         "k must not exceed 9223372036854775807")
                              : MR_NULL;
        } else {
            mpz_t product, factor;
            mpz_init_set_ui(product, 1);
            mpz_init_set(factor, z);
            for (int64_t i = 0; i < times; i++) {
                mpz_mul(product, product, factor);
                mpz_sub_ui(factor, factor, 1);
            }
            mpz_clear(factor);
            result = mr_int_take(rt, product);
        }
    }
    mr_decref(rt, n);
    mr_decref(rt, k);
    return result;
}
