/*
 * format.h - format specifications:
 * [[fill]align][sign][z][#][0][width][grouping][.precision][type].
 */
#ifndef MR_FORMAT_H
#define MR_FORMAT_H

#include "core/object.h"

/* Each formats by a spec (a str) as the type's __format__; ValueError as CPython's. */
mr_value mr_format_int(mr_runtime *rt, mr_value v, mr_value spec);
mr_value mr_format_float(mr_runtime *rt, mr_value v, mr_value spec);
mr_value mr_format_complex(mr_runtime *rt, mr_value v, mr_value spec);
mr_value mr_format_str(mr_runtime *rt, mr_value v, mr_value spec);

#endif
