/*
 * int.h - int of any size, on GMP's mpn and mpz.
 *
 * An exact int of up to 49 bits is an immediate value and never an object, so
 * equal small ints are identical and cost no memory. Larger ones, and
 * instances of subclasses of int (of any value, small too), are mr_bigint.
 * GMP's own temporaries come from malloc and are bounded by the operands.
 */
#ifndef MR_INT_H
#define MR_INT_H

#include <gmp.h>

#include "core/object.h"

typedef struct mr_bigint {
    mr_object head;
    int64_t size; /* number of limbs, negative for a negative number, 0 for zero */
    mp_limb_t limbs[];
} mr_bigint;

/* int, bool or an instance of a subclass. */
static inline bool mr_is_integer(mr_value v)
{
    return mr_is_int(v) || mr_is_bool(v) || mr_has_kind(v, MR_KIND_INT);
}

mr_value mr_int_from(mr_runtime *rt, int64_t n);
mr_value mr_int_from_u64(mr_runtime *rt, uint64_t n);
/* truncates; OverflowError, ValueError for inf, nan */
mr_value mr_int_from_double(mr_runtime *rt,
                            double d);
mr_value mr_int_from_mpz(mr_runtime *rt, mpz_srcptr z);
/* Text in base 2..36, 0 for Python's prefixes; underscores and surrounding
 * space allowed as int() allows. ValueError as CPython's. */
mr_value mr_int_parse(mr_runtime *rt, const char *text, size_t length, int base);
/* Little-endian two's complement or unsigned bytes. */
mr_value mr_int_from_bytes(mr_runtime *rt, const uint8_t *data, size_t length, bool big_endian,
                           bool is_signed);
bool mr_int_to_bytes(mr_runtime *rt, mr_value v, uint8_t *out, size_t length, bool big_endian,
                     bool is_signed);

/* v is an mr_is_integer() value. A read-only mpz of it that lives as long as
 * v and *room, no copy made. */
typedef struct mr_mpz_room {
    mp_limb_t limb;
    __mpz_struct z;
} mr_mpz_room;
mpz_srcptr mr_int_mpz(mr_value v, mr_mpz_room *room);

/* The number as int64_t; *overflow is -1 or 1 when it does not fit (the
 * result is then clamped). v is an mr_is_integer() value. */
int64_t mr_int_value(mr_value v, int *overflow);
/* For arguments: goes through __index__. False with TypeError or
 * OverflowError ("Python int too large to convert to C ssize_t") set. */
bool mr_to_int64(mr_runtime *rt, mr_value v, int64_t *out);
/* The same with int32_t and "C int". */
bool mr_to_int32(mr_runtime *rt, mr_value v, int32_t *out);
bool mr_to_size(mr_runtime *rt, mr_value v, size_t *out); /* negative: ValueError */
/* Like mr_to_int64 but clamps to the ends: slice and index arguments. */
bool mr_to_index_clamped(mr_runtime *rt, mr_value v, int64_t *out);
/* correctly rounded; -1.0 with OverflowError set */
double mr_int_to_double(mr_runtime *rt,
                        mr_value v);
mr_value mr_int_to_str(mr_runtime *rt, mr_value v, int base, bool prefix);
int64_t mr_int_hash(mr_value v); /* modulo 2^61 - 1, never -1 */
int mr_int_sign(mr_value v);
int mr_int_compare(mr_value a, mr_value b);

mr_value mr_int_add(mr_runtime *rt, mr_value a, mr_value b);
mr_value mr_int_subtract(mr_runtime *rt, mr_value a, mr_value b);
mr_value mr_int_multiply(mr_runtime *rt, mr_value a, mr_value b);
mr_value mr_int_floor_divide(mr_runtime *rt, mr_value a, mr_value b);
mr_value mr_int_remainder(mr_runtime *rt, mr_value a, mr_value b);
mr_value mr_int_true_divide(mr_runtime *rt, mr_value a, mr_value b);
mr_value mr_int_lshift(mr_runtime *rt, mr_value a, mr_value b);
mr_value mr_int_rshift(mr_runtime *rt, mr_value a, mr_value b);

#endif
