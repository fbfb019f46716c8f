/*
 * int.c - int: values, arithmetic, conversions to and from C.
 */
#include "types/int.h"

#include <math.h>
#include <stdlib.h>

#include "core/init.h"
#include "core/runtime.h"
#include "numbers/numbers.h"
#include "types/abstract.h"
#include "types/str.h"

static size_t int_bytes(size_t limbs) { return sizeof(mr_bigint) + limbs * sizeof(mp_limb_t); }

static size_t int_size(mr_runtime *rt, mr_object *self)
{
    int64_t size = ((mr_bigint *)self)->size;
    return int_bytes((size_t)(size < 0 ? -size : size));
}

const mr_layout mr_int_layout = {.size = int_size};

/* ---- making ---- */

static mr_value int_alloc(mr_runtime *rt, size_t limbs, bool negative)
{
    mr_bigint *n = mr_object_new(rt, rt->types.int_, int_bytes(limbs), false);
    if (!n)
        return MR_NULL;
    n->size = negative ? -(int64_t)limbs : (int64_t)limbs;
    return mr_from(n);
}

mr_value mr_int_from(mr_runtime *rt, int64_t n)
{
    if (mr_int_fits(n))
        return mr_small_int(n);
    mr_value v = int_alloc(rt, 1, n < 0);
    if (v)
        ((mr_bigint *)mr_obj(v))->limbs[0] = n < 0 ? -(uint64_t)n : (uint64_t)n;
    return v;
}

mr_value mr_int_from_u64(mr_runtime *rt, uint64_t n)
{
    if (n <= (uint64_t)MR_SMALL_INT_MAX)
        return mr_small_int((int64_t)n);
    mr_value v = int_alloc(rt, 1, false);
    if (v)
        ((mr_bigint *)mr_obj(v))->limbs[0] = n;
    return v;
}

mr_value mr_int_from_mpz(mr_runtime *rt, mpz_srcptr z)
{
    size_t limbs = mpz_size(z);
    if (limbs == 0)
        return mr_small_int(0);
    if (limbs == 1) {
        mp_limb_t limb = mpz_getlimbn(z, 0);
        if (limb <= (mp_limb_t)MR_SMALL_INT_MAX || (mpz_sgn(z) < 0 && limb == (mp_limb_t)1 << 48))
            return mr_small_int(mpz_sgn(z) < 0 ? -(int64_t)limb : (int64_t)limb);
    }
    mr_value v = int_alloc(rt, limbs, mpz_sgn(z) < 0);
    if (v)
        memcpy(((mr_bigint *)mr_obj(v))->limbs, mpz_limbs_read(z), limbs * sizeof(mp_limb_t));
    return v;
}

mr_value mr_int_from_double(mr_runtime *rt, double d)
{
    if (isnan(d))
        return mr_raise(rt, rt->exc.ValueError, "cannot convert float NaN to integer");
    if (isinf(d))
        return mr_raise(rt, rt->exc.OverflowError, "cannot convert float infinity to integer");
    if (fabs(d) < 9e18)
        return mr_int_from(rt, (int64_t)d);
    mpz_t z;
    mpz_init_set_d(z, d);
    mr_value v = mr_int_from_mpz(rt, z);
    mpz_clear(z);
    return v;
}

mpz_srcptr mr_int_mpz(mr_value v, mr_mpz_room *room)
{
    if (mr_has_kind(v, MR_KIND_INT)) {
        const mr_bigint *n = (const mr_bigint *)mr_obj(v);
        return mpz_roinit_n(&room->z, n->limbs, n->size);
    }
    int64_t n = mr_is_int(v) ? mr_small_int_value(v) : v == MR_TRUE;
    room->limb = n < 0 ? -(uint64_t)n : (uint64_t)n;
    return mpz_roinit_n(&room->z, &room->limb, n < 0 ? -1 : n > 0);
}

mr_value mr_int_exact(mr_runtime *rt, mr_value v)
{
    if (mr_is_bool(v))
        return mr_small_int(v == MR_TRUE);
    if (mr_is_int(v) || !(mr_obj(v)->flags & MR_FLAG_SUBCLASS))
        return mr_incref(v);
    mr_mpz_room room;
    return mr_int_from_mpz(rt, mr_int_mpz(v, &room));
}

mr_value mr_int_subclass(mr_runtime *rt, mr_type *type, mr_value exact)
{
    mr_mpz_room room;
    mpz_srcptr z = mr_int_mpz(exact, &room);
    mr_value v = mr_type_alloc_var(rt, type, int_bytes(mpz_size(z)));
    if (!v)
        return MR_NULL;
    mr_bigint *n = (mr_bigint *)mr_obj(v);
    n->size = mpz_sgn(z) < 0 ? -(int64_t)mpz_size(z) : (int64_t)mpz_size(z);
    if (n->size)
        memcpy(n->limbs, mpz_limbs_read(z), mpz_size(z) * sizeof(mp_limb_t));
    return mr_type_track(rt, v);
}

/* ---- to C ---- */

int64_t mr_int_value(mr_value v, int *overflow)
{
    *overflow = 0;
    if (mr_is_int(v))
        return mr_small_int_value(v);
    if (mr_is_bool(v))
        return v == MR_TRUE;
    const mr_bigint *n = (const mr_bigint *)mr_obj(v);
    if (n->size == 0)
        return 0;
    if (n->size == 1 && n->limbs[0] <= INT64_MAX)
        return (int64_t)n->limbs[0];
    if (n->size == -1 && n->limbs[0] <= (mp_limb_t)1 << 63)
        return (int64_t)-n->limbs[0];
    *overflow = n->size < 0 ? -1 : 1;
    return n->size < 0 ? INT64_MIN : INT64_MAX;
}

static bool to_int64(mr_runtime *rt, mr_value v, int64_t *out, int *overflow)
{
    if (mr_is_int(v)) {
        *out = mr_small_int_value(v);
        *overflow = 0;
        return true;
    }
    mr_value n = mr_index(rt, v);
    if (!n)
        return false;
    *out = mr_int_value(n, overflow);
    mr_decref(rt, n);
    return true;
}

bool mr_to_int64(mr_runtime *rt, mr_value v, int64_t *out)
{
    int overflow;
    if (!to_int64(rt, v, out, &overflow))
        return false;
    if (overflow)
        mr_raise(rt, rt->exc.OverflowError, "Python int too large to convert to C ssize_t");
    return !overflow;
}

bool mr_to_int32(mr_runtime *rt, mr_value v, int32_t *out)
{
    int64_t n;
    int overflow;
    if (!to_int64(rt, v, &n, &overflow))
        return false;
    *out = (int32_t)n;
    if (overflow || *out != n) {
        mr_raise(rt, rt->exc.OverflowError, "Python int too large to convert to C int");
        return false;
    }
    return true;
}

bool mr_to_index_clamped(mr_runtime *rt, mr_value v, int64_t *out)
{
    int overflow;
    return to_int64(rt, v, out, &overflow);
}

bool mr_to_size(mr_runtime *rt, mr_value v, size_t *out)
{
    int64_t n;
    if (!mr_to_int64(rt, v, &n))
        return false;
    if (n < 0)
        mr_raise(rt, rt->exc.ValueError, "cannot convert negative int");
    *out = (size_t)n;
    return n >= 0;
}

int mr_int_sign(mr_value v)
{
    if (mr_has_kind(v, MR_KIND_INT)) {
        int64_t size = ((const mr_bigint *)mr_obj(v))->size;
        return size < 0 ? -1 : size > 0;
    }
    int64_t n = mr_is_int(v) ? mr_small_int_value(v) : v == MR_TRUE;
    return n < 0 ? -1 : n > 0;
}

int mr_int_compare(mr_value a, mr_value b)
{
    mr_mpz_room x, y;
    int order = mpz_cmp(mr_int_mpz(a, &x), mr_int_mpz(b, &y));
    return order < 0 ? -1 : order > 0;
}

int64_t mr_int_hash(mr_value v)
{
    int64_t hash;
    if (mr_is_int(v)) {
        /* Immediate integers are below the modulus. */
        hash = mr_small_int_value(v);
    } else {
        mr_mpz_room room;
        mpz_srcptr z = mr_int_mpz(v, &room);
        hash = (int64_t)mpz_tdiv_ui(z, ((unsigned long)1 << 61) - 1);
        if (mpz_sgn(z) < 0)
            hash = -hash;
    }
    return hash == -1 ? -2 : hash;
}

/* The 64 leading bits of |z|, the last one also set when bits below it are. */
static uint64_t leading_bits(mpz_srcptr z, size_t bits)
{
    size_t low = bits - 64;
    uint64_t top = 0;
    for (size_t i = 0; i < 2; i++) {
        size_t limb = low / 64 + i;
        mp_limb_t word = mpz_getlimbn(z, (mp_size_t)limb);
        if (i == 0)
            top = word >> low % 64;
        else if (low % 64)
            top |= word << (64 - low % 64);
    }
    return top | (mpz_scan1(z, 0) < low);
}

double mr_int_to_double(mr_runtime *rt, mr_value v)
{
    if (!mr_has_kind(v, MR_KIND_INT))
        return mr_is_int(v) ? (double)mr_small_int_value(v) : v == MR_TRUE;
    mr_mpz_room room;
    mpz_srcptr z = mr_int_mpz(v, &room);
    size_t bits = mpz_sizeinbase(z, 2);
    double d = bits <= 64     ? (double)mpz_getlimbn(z, 0)
               : bits <= 1024 ? ldexp((double)leading_bits(z, bits), (int)(bits - 64))
                              : INFINITY;
    if (isinf(d)) {
        mr_raise(rt, rt->exc.OverflowError, "int too large to convert to float");
        return -1.0;
    }
    return mpz_sgn(z) < 0 ? -d : d;
}

/* ---- arithmetic ---- */

mr_value mr_int_take(mr_runtime *rt, mpz_t z)
{
    mr_value v = mr_int_from_mpz(rt, z);
    mpz_clear(z);
    return v;
}

static mr_value combine(mr_runtime *rt, mr_value a, mr_value b,
                        void (*operation)(mpz_ptr, mpz_srcptr, mpz_srcptr))
{
    mr_mpz_room x, y;
    mpz_srcptr p = mr_int_mpz(a, &x), q = mr_int_mpz(b, &y);
    if (!mr_int_room_for(rt, p, q))
        return MR_NULL;
    mpz_t z;
    mpz_init(z);
    operation(z, p, q);
    return mr_int_take(rt, z);
}

mr_value mr_int_add(mr_runtime *rt, mr_value a, mr_value b)
{
    if (mr_both_int(a, b))
        return mr_int_from(rt, mr_small_int_value(a) + mr_small_int_value(b));
    return combine(rt, a, b, mpz_add);
}

mr_value mr_int_subtract(mr_runtime *rt, mr_value a, mr_value b)
{
    if (mr_both_int(a, b))
        return mr_int_from(rt, mr_small_int_value(a) - mr_small_int_value(b));
    return combine(rt, a, b, mpz_sub);
}

mr_value mr_int_multiply(mr_runtime *rt, mr_value a, mr_value b)
{
    int64_t product;
    if (mr_both_int(a, b) &&
        !__builtin_mul_overflow(mr_small_int_value(a), mr_small_int_value(b), &product))
        return mr_int_from(rt, product);
    return combine(rt, a, b, mpz_mul);
}

static mr_value divide_by_zero(mr_runtime *rt, const char *text)
{
    return mr_raise(rt, rt->exc.ZeroDivisionError, "%s", text);
}

mr_value mr_int_floor_divide(mr_runtime *rt, mr_value a, mr_value b)
{
    if (mr_int_sign(b) == 0)
        return divide_by_zero(rt, "integer division or modulo by zero");
    if (mr_both_int(a, b)) {
        int64_t n = mr_small_int_value(a), d = mr_small_int_value(b), q = n / d;
        return mr_int_from(rt, q - (n % d != 0 && (n < 0) != (d < 0)));
    }
    return combine(rt, a, b, mpz_fdiv_q);
}

mr_value mr_int_remainder(mr_runtime *rt, mr_value a, mr_value b)
{
    if (mr_int_sign(b) == 0)
        return divide_by_zero(rt, "integer modulo by zero");
    if (mr_both_int(a, b)) {
        int64_t n = mr_small_int_value(a), d = mr_small_int_value(b), r = n % d;
        return mr_small_int(r && (r < 0) != (d < 0) ? r + d : r);
    }
    return combine(rt, a, b, mpz_fdiv_r);
}

/* |a| / |b| correctly rounded: a quotient of 55 or 56 bits with the rest in
 * its last bit, rounded once by the conversion, or by hand where the result is
 * subnormal. */
static double divide_rounded(mpz_srcptr a, mpz_srcptr b)
{
    long shift = (long)mpz_sizeinbase(a, 2) - (long)mpz_sizeinbase(b, 2) - 55;
    if (shift < -1200)
        return 0.0;
    if (shift > 1100)
        return INFINITY;
    mpz_t n, d, r;
    mpz_init(n);
    mpz_init(d);
    mpz_init(r);
    if (shift < 0) {
        mpz_mul_2exp(n, a, (mp_bitcnt_t)-shift);
        mpz_abs(d, b);
    } else {
        mpz_set(n, a);
        mpz_mul_2exp(d, b, (mp_bitcnt_t)shift);
    }
    mpz_abs(n, n);
    mpz_abs(d, d);
    mpz_tdiv_qr(n, r, n, d);
    uint64_t q = mpz_get_ui(n) | (mpz_sgn(r) != 0);
    mpz_clear(n);
    mpz_clear(d);
    mpz_clear(r);
    long below = -1074 - shift; /* bits of q smaller than the smallest double */
    if (below <= 3)
        return ldexp((double)q, (int)shift);
    uint64_t half = (uint64_t)1 << (below - 1), rest = below < 64 ? q & (half * 2 - 1) : q;
    uint64_t kept = below < 64 ? q >> below : 0;
    if (below < 64 && (rest > half || (rest == half && kept & 1)))
        kept++;
    return ldexp((double)kept, -1074);
}

mr_value mr_int_true_divide(mr_runtime *rt, mr_value a, mr_value b)
{
    if (mr_int_sign(b) == 0)
        return divide_by_zero(rt, "division by zero");
    if (mr_both_int(a, b))
        return mr_float((double)mr_small_int_value(a) / (double)mr_small_int_value(b));
    if (mr_int_sign(a) == 0)
        return mr_float(0.0);
    mr_mpz_room x, y;
    mpz_srcptr p = mr_int_mpz(a, &x), q = mr_int_mpz(b, &y);
    if (!mr_int_room_for(rt, p, q))
        return MR_NULL;
    double d = divide_rounded(p, q);
    if (isinf(d))
        return mr_raise(rt, rt->exc.OverflowError, "integer division result too large for a float");
    return mr_float(mr_int_sign(a) != mr_int_sign(b) ? -d : d);
}

/* The shift count, or false: negative, or too large when the number is not 0. */
static bool shift_count(mr_runtime *rt, mr_value b, int64_t *count)
{
    int overflow;
    if (mr_int_sign(b) < 0) {
        mr_raise(rt, rt->exc.ValueError, "negative shift count");
        return false;
    }
    *count = mr_int_value(b, &overflow);
    return true;
}

mr_value mr_int_lshift(mr_runtime *rt, mr_value a, mr_value b)
{
    int64_t count;
    if (!shift_count(rt, b, &count))
        return MR_NULL;
    if (mr_int_sign(a) == 0)
        return mr_small_int(0);
    if (mr_is_int(a) && count < 15)
        return mr_int_from(rt, mr_small_int_value(a) * ((int64_t)1 << count));
    mr_mpz_room x;
    mpz_srcptr p = mr_int_mpz(a, &x);
    if (count == INT64_MAX)
        return mr_raise(rt, rt->exc.OverflowError, "too many digits in integer");
    if (!mr_int_room(rt, (double)count + (double)mpz_size(p) * 64))
        return MR_NULL;
    mpz_t z;
    mpz_init(z);
    mpz_mul_2exp(z, p, (mp_bitcnt_t)count);
    return mr_int_take(rt, z);
}

mr_value mr_int_rshift(mr_runtime *rt, mr_value a, mr_value b)
{
    int64_t count;
    if (!shift_count(rt, b, &count))
        return MR_NULL;
    if (mr_is_int(a))
        return mr_small_int(mr_small_int_value(a) >> (count > 63 ? 63 : count));
    mr_mpz_room x;
    mpz_srcptr p = mr_int_mpz(a, &x);
    if (!mr_int_room_for(rt, p, p))
        return MR_NULL;
    mpz_t z;
    mpz_init(z);
    mpz_fdiv_q_2exp(z, p, (mp_bitcnt_t)count);
    return mr_int_take(rt, z);
}

#define BITWISE(name, op, mpz_op)                                                                  \
    mr_value mr_int_##name(mr_runtime *rt, mr_value a, mr_value b)                                 \
    {                                                                                              \
        if (mr_both_int(a, b))                                                                     \
            return mr_small_int(mr_small_int_value(a) op mr_small_int_value(b));                   \
        return combine(rt, a, b, mpz_op);                                                          \
    }
BITWISE(and, &, mpz_and)
BITWISE(or, |, mpz_ior)
BITWISE(xor, ^, mpz_xor)

mr_value mr_int_negate(mr_runtime *rt, mr_value a)
{
    if (!mr_has_kind(a, MR_KIND_INT))
        return mr_int_from(rt, mr_is_int(a) ? -mr_small_int_value(a) : -(a == MR_TRUE));
    mr_mpz_room x;
    mpz_srcptr p = mr_int_mpz(a, &x);
    if (!mr_int_room_for(rt, p, p))
        return MR_NULL;
    mpz_t z;
    mpz_init(z);
    mpz_neg(z, p);
    return mr_int_take(rt, z);
}

static mr_value power_modulo(mr_runtime *rt, mr_value a, mr_value b, mr_value m)
{
    if (mr_int_sign(m) == 0)
        return mr_raise(rt, rt->exc.ValueError, "pow() 3rd argument cannot be 0");
    mr_mpz_room x, y, w;
    mpz_srcptr base = mr_int_mpz(a, &x), exponent = mr_int_mpz(b, &y), modulus = mr_int_mpz(m, &w);
    if (!mr_int_room_for(rt, base, modulus) || !mr_int_room_for(rt, exponent, modulus))
        return MR_NULL;
    mpz_t z;
    mpz_init(z);
    if (mpz_sgn(exponent) < 0 && mpz_cmpabs_ui(modulus, 1) != 0) {
        if (!mpz_invert(z, base, modulus)) {
            mpz_clear(z);
            return mr_raise(rt, rt->exc.ValueError, "base is not invertible for the given modulus");
        }
        mpz_t positive;
        mpz_init(positive);
        mpz_neg(positive, exponent);
        mpz_powm(z, z, positive, modulus);
        mpz_clear(positive);
    } else if (mpz_sgn(exponent) >= 0) {
        mpz_powm(z, base, exponent, modulus);
    }
    mpz_fdiv_r(z, z, modulus);
    return mr_int_take(rt, z);
}

mr_value mr_int_power(mr_runtime *rt, mr_value a, mr_value b, mr_value m)
{
    if (m != MR_NONE)
        return power_modulo(rt, a, b, m);
    if (mr_int_sign(b) < 0) {
        double x = mr_int_to_double(rt, a), y = mr_error(rt) ? 0 : mr_int_to_double(rt, b);
        if (mr_error(rt))
            return MR_NULL;
        if (x == 0)
            return divide_by_zero(rt, "0.0 cannot be raised to a negative power");
        return mr_float(pow(x, y));
    }
    mr_mpz_room x;
    mpz_srcptr base = mr_int_mpz(a, &x);
    int overflow;
    int64_t n = mr_int_value(b, &overflow);
    if (mpz_cmpabs_ui(base, 1) <= 0)
        return n == 0                    ? mr_small_int(1)
               : n % 2 == 0 && !overflow ? mr_int_from(rt, mpz_sgn(base) != 0)
                                         : mr_int_exact(rt, a);
    if (overflow)
        return mr_raise_no_memory(rt);
    if (!mr_int_room(rt, (double)n * (double)mpz_sizeinbase(base, 2)))
        return MR_NULL;
    mpz_t z;
    mpz_init(z);
    mpz_pow_ui(z, base, (unsigned long)n);
    return mr_int_take(rt, z);
}
