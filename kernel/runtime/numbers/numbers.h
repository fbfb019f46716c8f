/*
 * numbers.h - what the files of numbers/ share. Integers given here are
 * mr_is_integer() values.
 */
#ifndef MR_NUMBERS_H
#define MR_NUMBERS_H

#include "types/float.h"
#include "types/int.h"
#include "types/type.h"

mr_value mr_int_and(mr_runtime *rt, mr_value a, mr_value b);
mr_value mr_int_or(mr_runtime *rt, mr_value a, mr_value b);
mr_value mr_int_xor(mr_runtime *rt, mr_value a, mr_value b);
mr_value mr_int_negate(mr_runtime *rt, mr_value a);
mr_value mr_int_power(mr_runtime *rt, mr_value a, mr_value b, mr_value modulus); /* MR_NONE: none */
mr_value mr_int_exact(mr_runtime *rt, mr_value v); /* of type int itself; owned */
/* an instance of a subclass */
mr_value mr_int_subclass(mr_runtime *rt, mr_type *type,
                         mr_value exact);
mr_value mr_int_take(mr_runtime *rt, mpz_t z);                            /* its value; clears z */
/* Is there memory for a number of so many bits, and for what GMP needs on the way to it? False with
 * MemoryError set. Every operation that may be large asks first. */
bool mr_int_room(mr_runtime *rt, double bits);
/* For a result and quotients of a size that a and b together have. */
bool mr_int_room_for(mr_runtime *rt, mpz_srcptr a, mpz_srcptr b);
void mr_int_memory_init(void);

/* round(integer, ndigits) to a multiple of 10^-ndigits, halves to even. */
mr_value mr_int_round(mr_runtime *rt, mr_value v, mr_value ndigits);
/* x rounded to ndigits after the point, correctly; OverflowError when too large. */
mr_value mr_double_round(mr_runtime *rt, double x, int64_t ndigits);
double mr_double_remainder(double a, double b, double *floor_quotient);
/* int(x), float(x) of any object, as the constructors do. */
mr_value mr_number_int(mr_runtime *rt, mr_value v);
mr_value mr_number_float(mr_runtime *rt, mr_value v);
/* The text of a str for number parsing: decimal digits of other scripts made
 * ASCII, space stripped; malloc'd, NULL with MemoryError set. */
char *mr_number_text(mr_runtime *rt, mr_value str, size_t *length);

/* The shortest decimal number that reads back as d, which is positive and finite; of several, the
 * nearest. The digits as an integer that does not end with 0, times 10^*exponent. */
uint64_t mr_double_shortest(double d, int *exponent);

/* d, which is not negative and finite, rounded to `places` digits after the point, halves to even:
 * what stands before and behind the point. False: too large, too small or too many places for it. */
bool mr_double_fixed(double d, int places, uint64_t *whole, uint64_t *fraction);
/* The float next to that; false the same, or when it has too many digits. */
bool mr_double_rounded(double d, int places, double *out);
/* Reads digits, point and exponent; false: not of the short kind, or no number at all. */
bool mr_double_parse_short(const char *text, size_t length, double *out);

bool mr_float_types_init(mr_runtime *rt);
bool mr_complex_types_init(mr_runtime *rt);

#endif
