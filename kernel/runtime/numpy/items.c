/*
 * items.c - single items: reading, storing, casting; dtypes' sizes, names and promotion.
 */
#pragma GCC optimize("O3")
#include <math.h>

#include "core/runtime.h"
#include "numpy/ndarray.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str.h"

static const struct {
    const char *name;
    uint8_t size;
} dtypes[NP_DTYPES] = {
    [NP_BOOL] = {"bool", 1},     [NP_INT8] = {"int8", 1},       [NP_UINT8] = {"uint8", 1},
    [NP_INT16] = {"int16", 2},   [NP_UINT16] = {"uint16", 2},   [NP_INT32] = {"int32", 4},
    [NP_UINT32] = {"uint32", 4}, [NP_INT64] = {"int64", 8},     [NP_UINT64] = {"uint64", 8},
    [NP_FLOAT32] = {"float32", 4}, [NP_FLOAT64] = {"float64", 8},
};

size_t np_size(enum np_dtype d) { return dtypes[d].size; }
const char *np_name(enum np_dtype d) { return dtypes[d].name; }

/* The smallest type that holds all values of both: a signed integer wider than
 * the unsigned one, or float64; 8 and 16 bits fit float32. */
enum np_dtype np_promote(enum np_dtype a, enum np_dtype b)
{
    if (a == b)
        return a;
    if (a > b) {
        enum np_dtype t = a;
        a = b;
        b = t;
    }
    if (a == NP_BOOL || b == NP_FLOAT64)
        return b;
    if (b == NP_FLOAT32)
        return np_size(a) <= 2 ? NP_FLOAT32 : NP_FLOAT64;
    if (np_is_unsigned(a) == np_is_unsigned(b))
        return b;
    enum np_dtype with_sign = np_is_unsigned(a) ? b : a, without = np_is_unsigned(a) ? a : b;
    if (np_size(with_sign) > np_size(without))
        return with_sign;
    switch (without) {
    case NP_UINT8: return NP_INT16;
    case NP_UINT16: return NP_INT32;
    case NP_UINT32: return NP_INT64;
    default: return NP_FLOAT64;
    }
}

/* X(dtype, C type) */
#define NP_TYPES(X)                                                                                \
    X(NP_BOOL, uint8_t) X(NP_INT8, int8_t) X(NP_UINT8, uint8_t) X(NP_INT16, int16_t)               \
    X(NP_UINT16, uint16_t) X(NP_INT32, int32_t) X(NP_UINT32, uint32_t) X(NP_INT64, int64_t)        \
    X(NP_UINT64, uint64_t) X(NP_FLOAT32, float) X(NP_FLOAT64, double)

/* ---- casting ---- */

/* A double as an integer of 64 bits, as the machine does it where it is defined. */
static int64_t whole(double d)
{
    if (d >= -9223372036854775808.0 && d < 9223372036854775808.0)
        return (int64_t)d;
    return d >= 9223372036854775808.0 && d < 18446744073709551616.0 ? (int64_t)(uint64_t)d
                                                                    : INT64_MIN;
}

#define CAST_LOOP(TO, FROM, expression)                                                            \
    if (in_stride == (int64_t)sizeof(FROM) && out_stride == (int64_t)sizeof(TO)) {                 \
        const FROM *a = (const FROM *)(const void *)in;                                            \
        TO *b = (TO *)(void *)out;                                                                 \
        for (int64_t i = 0; i < n; i++) {                                                          \
            const FROM v = a[i];                                                                   \
            b[i] = expression;                                                                     \
        }                                                                                          \
    } else {                                                                                       \
        for (int64_t i = 0; i < n; i++) {                                                          \
            FROM v;                                                                                \
            memcpy(&v, in + i * in_stride, sizeof v);                                              \
            TO w = expression;                                                                     \
            memcpy(out + i * out_stride, &w, sizeof w);                                            \
        }                                                                                          \
    }
#define CAST_FROM(to_dtype, TO, convert_integer, convert_float)                                    \
    case to_dtype:                                                                                 \
        switch (from) {                                                                            \
        case NP_BOOL: CAST_LOOP(TO, uint8_t, convert_integer) break;                              \
        case NP_INT8: CAST_LOOP(TO, int8_t, convert_integer) break;                               \
        case NP_UINT8: CAST_LOOP(TO, uint8_t, convert_integer) break;                             \
        case NP_INT16: CAST_LOOP(TO, int16_t, convert_integer) break;                             \
        case NP_UINT16: CAST_LOOP(TO, uint16_t, convert_integer) break;                           \
        case NP_INT32: CAST_LOOP(TO, int32_t, convert_integer) break;                             \
        case NP_UINT32: CAST_LOOP(TO, uint32_t, convert_integer) break;                           \
        case NP_INT64: CAST_LOOP(TO, int64_t, convert_integer) break;                             \
        case NP_UINT64: CAST_LOOP(TO, uint64_t, convert_integer) break;                           \
        case NP_FLOAT32: CAST_LOOP(TO, float, convert_float) break;                               \
        default: CAST_LOOP(TO, double, convert_float) break;                                      \
        }                                                                                          \
        break;

void np_cast(enum np_dtype to, char *out, int64_t out_stride, enum np_dtype from, const char *in,
             int64_t in_stride, int64_t n)
{
    if (to == from && out_stride == in_stride && in_stride == (int64_t)np_size(to)) {
        memcpy(out, in, (size_t)n * np_size(to));
        return;
    }
    switch (to) {
        CAST_FROM(NP_BOOL, uint8_t, v != 0, v != 0)
        CAST_FROM(NP_INT8, int8_t, (int8_t)v, (int8_t)whole(v))
        CAST_FROM(NP_UINT8, uint8_t, (uint8_t)v, (uint8_t)whole(v))
        CAST_FROM(NP_INT16, int16_t, (int16_t)v, (int16_t)whole(v))
        CAST_FROM(NP_UINT16, uint16_t, (uint16_t)v, (uint16_t)whole(v))
        CAST_FROM(NP_INT32, int32_t, (int32_t)v, (int32_t)whole(v))
        CAST_FROM(NP_UINT32, uint32_t, (uint32_t)v, (uint32_t)whole(v))
        CAST_FROM(NP_INT64, int64_t, (int64_t)v, whole(v))
        CAST_FROM(NP_UINT64, uint64_t, (uint64_t)v, (uint64_t)whole(v))
        CAST_FROM(NP_FLOAT32, float, (float)v, (float)v)
    default:
        switch (from) {
#define TO_DOUBLE(d, T)                                                                            \
    case d: CAST_LOOP(double, T, (double)v) break;
            NP_TYPES(TO_DOUBLE)
#undef TO_DOUBLE
        default: break;
        }
        break;
    }
}

/* ---- items as values ---- */

mr_value np_python_item(mr_runtime *rt, enum np_dtype d, const void *p)
{
    int64_t i;
    uint64_t u;
    double f;
    if (d == NP_BOOL)
        return mr_bool(*(const uint8_t *)p);
    if (np_is_float(d)) {
        np_cast(NP_FLOAT64, (char *)&f, 8, d, p, 0, 1);
        return mr_float(f);
    }
    if (np_is_unsigned(d)) {
        np_cast(NP_UINT64, (char *)&u, 8, d, p, 0, 1);
        return mr_int_from_u64(rt, u);
    }
    np_cast(NP_INT64, (char *)&i, 8, d, p, 0, 1);
    return mr_int_from(rt, i);
}

mr_value np_item(mr_runtime *rt, enum np_dtype d, const void *p)
{
    mr_type *type = rt->numpy->scalars[d];
    if (d == NP_FLOAT64) {
        mr_float_object *f = mr_object_new(rt, type, sizeof *f, false);
        if (!f)
            return MR_NULL;
        memcpy(&f->value, p, sizeof f->value);
        return mr_from(f);
    }
    np_scalar *s = mr_object_new(rt, type, sizeof *s, false);
    if (!s)
        return MR_NULL;
    enum np_dtype wide = np_is_float(d) ? NP_FLOAT64 : np_is_unsigned(d) ? NP_UINT64 : NP_INT64;
    np_cast(wide, (char *)&s->i, 8, d, p, 0, 1);
    return mr_from(s);
}

enum np_dtype np_scalar_dtype(mr_runtime *rt, mr_value v)
{
    if (!mr_is_object(v) || !rt->numpy)
        return NP_NO_DTYPE;
    mr_type *type = mr_type_of(rt, v);
    for (int d = 0; d < NP_DTYPES; d++) {
        if (type == rt->numpy->scalars[d])
            return (enum np_dtype)d;
    }
    return NP_NO_DTYPE;
}

bool np_store(mr_runtime *rt, enum np_dtype d, void *p, mr_value v)
{
    enum np_dtype from = np_scalar_dtype(rt, v);
    if (from != NP_NO_DTYPE) {
        const np_scalar *s = (const np_scalar *)mr_obj(v);
        enum np_dtype wide = np_is_float(from)      ? NP_FLOAT64
                             : np_is_unsigned(from) ? NP_UINT64
                                                    : NP_INT64;
        np_cast(d, p, 0, wide, (const char *)&s->i, 0, 1);
        return true;
    }
    if (np_is_array(rt, v) && np_count(np_as(v)) == 1) {
        np_cast(d, p, 0, np_as(v)->dtype, np_as(v)->data, 0, 1);
        return true;
    }
    if (d == NP_BOOL) {
        int truth = mr_truth(rt, v);
        *(uint8_t *)p = truth > 0;
        return truth >= 0;
    }
    if (np_is_float(d) || mr_is_real_float(v)) {
        double f;
        if (mr_is_str(v)) {
            mr_value parsed = mr_call1(rt, mr_from(rt->types.float_), v);
            if (!parsed)
                return false;
            f = mr_float_value(parsed);
        } else if (!mr_to_double(rt, v, &f)) {
            if (mr_error_catch(rt, rt->exc.TypeError))
                mr_raise(rt, rt->exc.TypeError,
                         "float() argument must be a string or a real number, not '%T'", v);
            return false;
        }
        if (!np_is_float(d) && isnan(f)) {
            mr_raise(rt, rt->exc.ValueError, "cannot convert float NaN to integer");
            return false;
        }
        if (!np_is_float(d) && isinf(f)) {
            mr_raise(rt, rt->exc.OverflowError, "cannot convert float infinity to integer");
            return false;
        }
        np_cast(d, p, 0, NP_FLOAT64, (const char *)&f, 0, 1);
        return true;
    }
    mr_value n = mr_is_integer(v) || (mr_type_of(rt, v)->slots.index && !np_is_array(rt, v))
                     ? mr_index(rt, v) : mr_call1(rt, mr_from(rt->types.int_), v);
    if (!n)
        return false;
    int overflow;
    int64_t i = mr_int_value(n, &overflow);
    uint64_t u = (uint64_t)i;
    if (overflow > 0 && d == NP_UINT64) {
        mr_mpz_room room;
        mpz_srcptr z = mr_int_mpz(n, &room);
        overflow = mpz_sizeinbase(z, 2) > 64;
        u = mpz_get_ui(z);
    }
    mr_decref(rt, n);
    if (overflow) {
        mr_raise(rt, rt->exc.OverflowError, "Python int too large to convert to C long");
        return false;
    }
    if (d == NP_UINT64)
        memcpy(p, &u, sizeof u);
    else
        np_cast(d, p, 0, NP_INT64, (const char *)&i, 0, 1);
    return true;
}

bool np_store_item(mr_runtime *rt, enum np_dtype d, void *p, mr_value v)
{
    if (np_is_array(rt, v) ? np_count(np_as(v)) != 1
                           : mr_is_list(v) || mr_is_tuple(v) || mr_has_kind(v, MR_KIND_RANGE)) {
        mr_raise(rt, rt->exc.ValueError, "setting an array element with a sequence.");
        return false;
    }
    return np_store(rt, d, p, v);
}
