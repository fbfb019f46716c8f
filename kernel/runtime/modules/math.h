/*
 * math.h - the integer functions of the math module.
 */
#ifndef MR_MATH_H
#define MR_MATH_H

#include "core/object.h"

#define MR_MATH_FUNCTION(name)                                                              \
    mr_value math_##name(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs, \
                         mr_value kwnames)
MR_MATH_FUNCTION(comb);
MR_MATH_FUNCTION(factorial);
MR_MATH_FUNCTION(gcd);
MR_MATH_FUNCTION(isqrt);
MR_MATH_FUNCTION(lcm);
MR_MATH_FUNCTION(perm);

#endif
