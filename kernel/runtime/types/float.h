/*
 * float.h - float and complex, and text of floats.
 */
#ifndef MR_FLOAT_H
#define MR_FLOAT_H

#include "core/object.h"

/* Instance of a subclass of float. Exact floats are immediate values. */
typedef struct mr_float_object {
    mr_object head;
    double value;
} mr_float_object;

typedef struct mr_complex {
    mr_object head;
    double real, imag;
} mr_complex;

/* float or an instance of a subclass */
static inline bool mr_is_real_float(mr_value v)
{
    return mr_is_float(v) || mr_has_kind(v, MR_KIND_FLOAT);
}
static inline double mr_real_value(mr_value v)
{
    return mr_is_float(v) ? mr_float_value(v) : ((mr_float_object *)mr_obj(v))->value;
}
mr_value mr_complex_new(mr_runtime *rt, double real, double imag);

/* By __float__ or __index__: "must be real number, not str". */
bool mr_to_double(mr_runtime *rt, mr_value v, double *out);
/* as CPython's for equal numbers; nan: 0 here, callers hash by identity */
int64_t mr_double_hash(
    double d);
/* Shortest text that reads back as d ("1.0", "1e+16", "inf"). out has 32 bytes; the length. */
size_t mr_double_repr(double d, char out[32]);
/* Python's format codes e E f F g G n % and r with the given precision;
 * malloc'd, NULL on exhausted memory. */
char *mr_double_format(double d, char code, int precision, bool alternate, bool always_sign,
                       size_t *length);
/* Correctly rounded, Python's syntax (underscores, inf, nan, surrounding space). False: not a
 * number. */
bool mr_double_parse(const char *text, size_t length, double *out);

#endif
