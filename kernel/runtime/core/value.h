/*
 * value.h - a Python value in 64 bits.
 *
 * A value is an unboxed small integer, an unboxed float, one of a few
 * constants, or a pointer to an object on the heap. Only the last kind has a
 * reference count; copying any other value is free. The encoding is the
 * "pointer-favouring" NaN boxing that JavaScriptCore describes:
 *
 *   0x0000 0000 0000 0000              MR_NULL: no value; an error was raised, or a name is unbound
 *   0x0000 0000 0000 0002 .. 0x0fff    the constants None, False, True, Ellipsis, NotImplemented
 *   0x0000 pppp pppp pppp              pointer to a struct mr_object
 *   0x0002 ... .. 0xfffa ...           double, its bits plus 2^49
 *   0xfffe ... .. 0xffff ...           integer of 49 bits, sign-extended from bit 48
 *
 * bool is a type of its own here: True is not tagged as an integer, so code
 * that reads numbers asks mr_is_int() first and takes the slow path for bool.
 */
#ifndef MR_VALUE_H
#define MR_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint64_t mr_value;

struct mr_object;

#define MR_NULL ((mr_value)0)
#define MR_NONE ((mr_value)0x02)
#define MR_FALSE ((mr_value)0x06)
#define MR_TRUE ((mr_value)0x07)
#define MR_ELLIPSIS ((mr_value)0x0a)
#define MR_NOT_IMPLEMENTED ((mr_value)0x0e)

#define MR_FLOAT_OFFSET ((uint64_t)1 << 49)
#define MR_INT_TAG ((uint64_t)0xfffe << 48)
#define MR_INT_SHIFT 15
#define MR_SMALL_INT_MAX (((int64_t)1 << 48) - 1)
#define MR_SMALL_INT_MIN (-((int64_t)1 << 48))

static inline bool mr_is_int(mr_value v) { return v >= MR_INT_TAG; }
static inline bool mr_both_int(mr_value a, mr_value b) { return (a & b) >= MR_INT_TAG; }
static inline bool mr_is_float(mr_value v)
{
    return v - MR_FLOAT_OFFSET < MR_INT_TAG - MR_FLOAT_OFFSET;
}
static inline bool mr_is_object(mr_value v) { return v - 0x1000 < MR_FLOAT_OFFSET - 0x1000; }
static inline bool mr_is_bool(mr_value v) { return (v | 1) == MR_TRUE; }

/* Small integers. mr_int_fits says whether an int64_t needs no object;
 * mr_int_from (types/int.h) makes either. */
static inline bool mr_int_fits(int64_t n) { return n >= MR_SMALL_INT_MIN && n <= MR_SMALL_INT_MAX; }
static inline mr_value mr_small_int(int64_t n) { return (uint64_t)n | MR_INT_TAG; }
static inline int64_t mr_small_int_value(mr_value v)
{
    return (int64_t)(v << MR_INT_SHIFT) >> MR_INT_SHIFT;
}

/* The integer scaled by 2^15: sums and differences of scaled integers overflow
 * int64_t exactly when the result needs more than 49 bits. */
static inline int64_t mr_int_scaled(mr_value v) { return (int64_t)(v << MR_INT_SHIFT); }
static inline mr_value mr_int_from_scaled(int64_t n)
{
    return ((uint64_t)n >> MR_INT_SHIFT) | MR_INT_TAG;
}

static inline mr_value mr_float(double d)
{
    uint64_t bits;
    if (__builtin_expect(d != d, 0))
        bits = (uint64_t)(__builtin_signbit(d) ? 0xfff8 : 0x7ff8) << 48;
    else
        memcpy(&bits, &d, sizeof bits);
    return bits + MR_FLOAT_OFFSET;
}
static inline double mr_float_value(mr_value v)
{
    uint64_t bits = v - MR_FLOAT_OFFSET;
    double d;
    memcpy(&d, &bits, sizeof d);
    return d;
}

static inline mr_value mr_bool(bool b) { return MR_FALSE | (mr_value)b; }

static inline struct mr_object *mr_obj(mr_value v) { return (struct mr_object *)(uintptr_t)v; }
static inline mr_value mr_from(const void *object) { return (mr_value)(uintptr_t)object; }

#endif
