/*
 * loops.c - one row of each operation for each dtype. Where the operands stand
 * one behind the other, or one is the same for all, the compiler makes vector
 * code of the loop: that is why this file is compiled with -O3.
 */
#pragma GCC optimize("O3")
#include <fenv.h>
#include <math.h>

#include "numpy/ndarray.h"

/* ---- the shapes of a loop ---- */

/* out[i] = expression of x, y */
#define LOOP2(T, R, expression)                                                              \
    const char *p = data[0], *q = data[1];                                                   \
    char *r = data[2];                                                                       \
    if (strides[2] == (int64_t)sizeof(R) && strides[0] == (int64_t)sizeof(T) &&              \
        strides[1] == (int64_t)sizeof(T)) {                                                  \
        const T *a = (const T *)(const void *)p, *b = (const T *)(const void *)q;            \
        R *c = (R *)(void *)r;                                                               \
        _Pragma("GCC ivdep") for (int64_t i = 0; i < n; i++)                                 \
        {                                                                                    \
            const T x = a[i], y = b[i];                                                      \
            c[i] = (R)(expression);                                                          \
        }                                                                                    \
    } else if (strides[2] == (int64_t)sizeof(R) && strides[0] == (int64_t)sizeof(T) &&       \
               strides[1] == 0) {                                                            \
        const T *a = (const T *)(const void *)p, y = *(const T *)(const void *)q;            \
        R *c = (R *)(void *)r;                                                               \
        _Pragma("GCC ivdep") for (int64_t i = 0; i < n; i++)                                 \
        {                                                                                    \
            const T x = a[i];                                                                \
            c[i] = (R)(expression);                                                          \
        }                                                                                    \
    } else if (strides[2] == (int64_t)sizeof(R) && strides[0] == 0 &&                        \
               strides[1] == (int64_t)sizeof(T)) {                                           \
        const T x = *(const T *)(const void *)p, *b = (const T *)(const void *)q;            \
        R *c = (R *)(void *)r;                                                               \
        _Pragma("GCC ivdep") for (int64_t i = 0; i < n; i++)                                 \
        {                                                                                    \
            const T y = b[i];                                                                \
            c[i] = (R)(expression);                                                          \
        }                                                                                    \
    } else {                                                                                 \
        for (int64_t i = 0; i < n; i++, p += strides[0], q += strides[1], r += strides[2]) { \
            const T x = *(const T *)(const void *)p, y = *(const T *)(const void *)q;        \
            *(R *)(void *)r = (R)(expression);                                               \
        }                                                                                    \
    }

#define LOOP1(T, R, expression)                                                                    \
    const char *p = data[0];                                                                       \
    char *r = data[1];                                                                             \
    if (strides[1] == (int64_t)sizeof(R) && strides[0] == (int64_t)sizeof(T)) {                    \
        const T *a = (const T *)(const void *)p;                                                   \
        R *c = (R *)(void *)r;                                                                     \
        _Pragma("GCC ivdep") for (int64_t i = 0; i < n; i++) {                                     \
            const T x = a[i];                                                                      \
            c[i] = (R)(expression);                                                                \
        }                                                                                          \
    } else {                                                                                       \
        for (int64_t i = 0; i < n; i++, p += strides[0], r += strides[1]) {                        \
            const T x = *(const T *)(const void *)p;                                               \
            *(R *)(void *)r = (R)(expression);                                                     \
        }                                                                                          \
    }

#define DEFINE2(name, T, R, expression)                                    \
    NP_VECTOR static void name(char *const *data, const int64_t *strides, int64_t n) \
    {                                                                      \
        LOOP2(T, R, expression)                                            \
    }
#define DEFINE1(name, T, R, expression)                                    \
    NP_VECTOR static void name(char *const *data, const int64_t *strides, int64_t n) \
    {                                                                      \
        LOOP1(T, R, expression)                                            \
    }
/* The same where the work is a function's: nothing for vectors. */
#define CALL2(name, T, R, expression)                                      \
    static void name(char *const *data, const int64_t *strides, int64_t n) \
    {                                                                      \
        LOOP2(T, R, expression)                                            \
    }
#define CALL1(name, T, R, expression)                                      \
    static void name(char *const *data, const int64_t *strides, int64_t n) \
    {                                                                      \
        LOOP1(T, R, expression)                                            \
    }

/* X(suffix, type, unsigned type to calculate in) */
#define SIGNED(X)           \
    X(i8, int8_t, uint32_t) \
    X(i16, int16_t, uint32_t) X(i32, int32_t, uint32_t) X(i64, int64_t, uint64_t)
#define UNSIGNED(X)          \
    X(u8, uint8_t, uint32_t) \
    X(u16, uint16_t, uint32_t) X(u32, uint32_t, uint32_t) X(u64, uint64_t, uint64_t)
#define INTEGERS(X) SIGNED(X) UNSIGNED(X)
#define FLOATS(X) X(f32, float, float) X(f64, double, double)
#define NUMBERS(X) INTEGERS(X) FLOATS(X)

/* ---- arithmetic of integers ---- */

static inline uint64_t power_of(uint64_t base, uint64_t exponent)
{
    uint64_t result = 1;
    for (; exponent; exponent >>= 1, base *= base) {
        if (exponent & 1)
            result *= base;
    }
    return result;
}

static inline uint64_t gcd_of(uint64_t a, uint64_t b)
{
    while (b) {
        uint64_t r = a % b;
        a = b;
        b = r;
    }
    return a;
}

static inline int64_t zero_division(void)
{
    feraiseexcept(FE_DIVBYZERO);
    return 0;
}

static inline int64_t floor_quotient(int64_t x, int64_t y, int64_t least)
{
    if (y == 0)
        return zero_division();
    if (y == -1 && x == least) {
        feraiseexcept(FE_OVERFLOW);
        return least;
    }
    int64_t q = x / y;
    return q - (x % y != 0 && (x < 0) != (y < 0));
}

static inline int64_t floor_remainder(int64_t x, int64_t y)
{
    if (y == 0)
        return zero_division();
    if (y == -1)
        return 0;
    int64_t r = x % y;
    return r && (r < 0) != (y < 0) ? r + y : r;
}

static inline uint64_t magnitude(int64_t x) { return x < 0 ? 0 - (uint64_t)x : (uint64_t)x; }

#define BITS(T) (sizeof(T) * 8)
#define WRAPPING(s, T, W)                                                                 \
    DEFINE2(add_##s, T, T, (W)x + (W)y)                                                   \
    DEFINE2(subtract_##s, T, T, (W)x - (W)y)                                              \
    DEFINE2(multiply_##s, T, T, (W)x * (W)y)                                               \
    CALL2(power_##s, T, T, power_of((uint64_t)x, (uint64_t)y))                            \
    DEFINE2(and_##s, T, T, x & y)                                                          \
    DEFINE2(or_##s, T, T, x | y)                                                          \
    DEFINE2(xor_##s, T, T, x ^ y)                                                         \
    DEFINE2(left_shift_##s, T, T, (uint64_t)y < BITS(T) ? (uint64_t)x << y : (uint64_t)0) \
    DEFINE1(negative_##s, T, T, 0 - (W)x)                                                 \
    DEFINE1(invert_##s, T, T, ~x)                                                         \
    DEFINE1(square_##s, T, T, (W)x * (W)x)                                                 \
    DEFINE1(reciprocal_##s, T, T, x ? (T)(1 / x) : (T)zero_division())                    \
    CALL1(never_##s, T, uint8_t, ((void)x, 0))                                            \
    CALL1(always_##s, T, uint8_t, ((void)x, 1))
INTEGERS(WRAPPING)

#define WITH_SIGN(s, T, W)                                                                \
    CALL2(floor_divide_##s, T, T,                                                         \
            floor_quotient(x, y, -(int64_t)(((uint64_t)1 << (BITS(T) - 1)) - 1) - 1))     \
    CALL2(remainder_##s, T, T, floor_remainder(x, y))                                     \
    CALL2(fmod_##s, T, T, y == 0 ? zero_division() : y == -1 ? 0 : x % y)                 \
    DEFINE2(right_shift_##s, T, T, (uint64_t)y < BITS(T) ? x >> y : x < 0 ? -1 : 0)       \
    CALL2(gcd_##s, T, T, gcd_of(magnitude(x), magnitude(y)))                              \
    CALL2(lcm_##s, T, T,                                                                  \
            x && y ? magnitude(x) / gcd_of(magnitude(x), magnitude(y)) * magnitude(y) : 0) \
    DEFINE1(absolute_##s, T, T, x < 0 ? 0 - (W)x : (W)x)                                  \
    DEFINE1(sign_##s, T, T, (x > 0) - (x < 0))
SIGNED(WITH_SIGN)

#define WITHOUT_SIGN(s, T, W)                                                                      \
    CALL2(floor_divide_##s, T, T, y ? x / y : (T)zero_division())                                  \
    CALL2(remainder_##s, T, T, y ? x % y : (T)zero_division())                                     \
    DEFINE2(right_shift_##s, T, T, (uint64_t)y < BITS(T) ? x >> y : 0)                             \
    CALL2(gcd_##s, T, T, gcd_of(x, y))                                                             \
    CALL2(lcm_##s, T, T, x && y ? x / gcd_of(x, y) * y : 0)                                        \
    DEFINE1(absolute_##s, T, T, x)                                                                 \
    DEFINE1(sign_##s, T, T, x > 0)
UNSIGNED(WITHOUT_SIGN)

/* ---- arithmetic of floats ---- */

static inline double remainder_of(double x, double y)
{
    double r = fmod(x, y);
    if (y == 0)
        return r;
    if (r == 0)
        return copysign(0, y);
    return (y < 0) != (r < 0) ? r + y : r;
}

static inline double floor_division(double x, double y)
{
    if (y == 0)
        return x / y;
    double r = fmod(x, y), q = (x - r) / y;
    if (r != 0 && (y < 0) != (r < 0))
        q -= 1;
    if (q == 0)
        return copysign(0, x / y);
    double whole = floor(q);
    return q - whole > 0.5 ? whole + 1 : whole;
}

static inline float remainder_off(float x, float y)
{
    float r = fmodf(x, y);
    if (y == 0)
        return r;
    if (r == 0)
        return copysignf(0, y);
    return (y < 0) != (r < 0) ? r + y : r;
}

static inline float floor_divisionf(float x, float y)
{
    if (y == 0)
        return x / y;
    float r = fmodf(x, y), q = (x - r) / y;
    if (r != 0 && (y < 0) != (r < 0))
        q -= 1;
    if (q == 0)
        return copysignf(0, x / y);
    float whole = floorf(q);
    return q - whole > 0.5f ? whole + 1 : whole;
}

static inline double add_logarithms(double x, double y)
{
    if (x == y)
        return x + 0.693147180559945309417232121458176568;
    return x > y ? x + log1p(exp(y - x)) : x <= y ? y + log1p(exp(x - y)) : x - y;
}

/* F: the suffix of the C library's functions */
#define REAL(s, T, F)                                                                              \
    DEFINE2(add_##s, T, T, x + y)                                                                  \
    DEFINE2(subtract_##s, T, T, x - y)                                                             \
    DEFINE2(multiply_##s, T, T, x * y)                                                             \
    DEFINE2(divide_##s, T, T, x / y)                                                               \
    CALL2(floor_divide_##s, T, T, floor_division##F(x, y))                                         \
    CALL2(remainder_##s, T, T, remainder_of##F(x, y))                                              \
    CALL2(fmod_##s, T, T, fmod##F(x, y))                                                           \
    CALL2(power_##s, T, T, pow##F(x, y))                                                           \
    CALL2(arctan2_##s, T, T, atan2##F(x, y))                                                       \
    CALL2(hypot_##s, T, T, hypot##F(x, y))                                                         \
    DEFINE2(copysign_##s, T, T, copysign##F(x, y))                                                 \
    CALL2(nextafter_##s, T, T, nextafter##F(x, y))                                                 \
    CALL2(logaddexp_##s, T, T, add_logarithms(x, y))                                               \
    DEFINE2(heaviside_##s, T, T, x != x ? x : x == 0 ? y : x > 0)                                  \
    DEFINE2(maximum_##s, T, T, x >= y || x != x ? x : y)                                           \
    DEFINE2(minimum_##s, T, T, x <= y || x != x ? x : y)                                           \
    DEFINE2(fmax_##s, T, T, x >= y || y != y ? x : y)                                              \
    DEFINE2(fmin_##s, T, T, x <= y || y != y ? x : y)                                              \
    DEFINE1(negative_##s, T, T, -x)                                                                \
    DEFINE1(absolute_##s, T, T, fabs##F(x))                                                        \
    DEFINE1(sign_##s, T, T, x > 0 ? 1 : x < 0 ? -1 : x == 0 ? 0 : x)                               \
    DEFINE1(square_##s, T, T, x * x)                                                               \
    DEFINE1(reciprocal_##s, T, T, 1 / x)                                                           \
    DEFINE1(sqrt_##s, T, T, sqrt##F(x))                                                            \
    CALL1(cbrt_##s, T, T, cbrt##F(x))                                                              \
    CALL1(exp_##s, T, T, exp##F(x))                                                                \
    CALL1(exp2_##s, T, T, exp2##F(x))                                                              \
    CALL1(expm1_##s, T, T, expm1##F(x))                                                            \
    CALL1(log_##s, T, T, log##F(x))                                                                \
    CALL1(log2_##s, T, T, log2##F(x))                                                              \
    CALL1(log10_##s, T, T, log10##F(x))                                                            \
    CALL1(log1p_##s, T, T, log1p##F(x))                                                            \
    CALL1(sin_##s, T, T, sin##F(x))                                                                \
    CALL1(cos_##s, T, T, cos##F(x))                                                                \
    CALL1(tan_##s, T, T, tan##F(x))                                                                \
    CALL1(arcsin_##s, T, T, asin##F(x))                                                            \
    CALL1(arccos_##s, T, T, acos##F(x))                                                            \
    CALL1(arctan_##s, T, T, atan##F(x))                                                            \
    CALL1(sinh_##s, T, T, sinh##F(x))                                                              \
    CALL1(cosh_##s, T, T, cosh##F(x))                                                              \
    CALL1(tanh_##s, T, T, tanh##F(x))                                                              \
    CALL1(arcsinh_##s, T, T, asinh##F(x))                                                          \
    CALL1(arccosh_##s, T, T, acosh##F(x))                                                          \
    CALL1(arctanh_##s, T, T, atanh##F(x))                                                          \
    DEFINE1(degrees_##s, T, T, x * (T)(180.0 / M_PI))                                              \
    DEFINE1(radians_##s, T, T, x * (T)(M_PI / 180.0))                                              \
    DEFINE1(floor_##s, T, T, floor##F(x))                                                          \
    DEFINE1(ceil_##s, T, T, ceil##F(x))                                                            \
    DEFINE1(trunc_##s, T, T, trunc##F(x))                                                          \
    DEFINE1(rint_##s, T, T, rint##F(x))                                                            \
    DEFINE1(isnan_##s, T, uint8_t, x != x)                                                         \
    DEFINE1(isinf_##s, T, uint8_t, fabs##F(x) == (T)INFINITY)                                      \
    DEFINE1(isfinite_##s, T, uint8_t, fabs##F(x) < (T)INFINITY)                                    \
    DEFINE1(signbit_##s, T, uint8_t, signbit(x) != 0)
REAL(f32, float, f)
REAL(f64, double, )

/* ---- of all ---- */

#define ORDER(s, T, W)                                                                             \
    DEFINE2(equal_##s, T, uint8_t, x == y)                                                         \
    DEFINE2(not_equal_##s, T, uint8_t, x != y)                                                     \
    DEFINE2(less_##s, T, uint8_t, x < y)                                                           \
    DEFINE2(less_equal_##s, T, uint8_t, x <= y)                                                    \
    DEFINE2(greater_##s, T, uint8_t, x > y)                                                        \
    DEFINE2(greater_equal_##s, T, uint8_t, x >= y)                                                 \
    DEFINE2(logical_and_##s, T, uint8_t, x != 0 && y != 0)                                         \
    DEFINE2(logical_or_##s, T, uint8_t, x != 0 || y != 0)                                          \
    DEFINE2(logical_xor_##s, T, uint8_t, (x != 0) != (y != 0))                                     \
    DEFINE1(logical_not_##s, T, uint8_t, x == 0)                                                   \
    DEFINE1(positive_##s, T, T, x)
NUMBERS(ORDER)
ORDER(b, uint8_t, uint32_t)

#define EXTREMES(s, T, W)                                                                          \
    DEFINE2(maximum_##s, T, T, x >= y ? x : y)                                                     \
    DEFINE2(minimum_##s, T, T, x <= y ? x : y)
INTEGERS(EXTREMES)

/* ---- the tables ---- */

#define ROW_B(f) [NP_BOOL] = f##_b
#define ROW_S(f) \
    [NP_INT8] = f##_i8, [NP_INT16] = f##_i16, [NP_INT32] = f##_i32, [NP_INT64] = f##_i64
#define ROW_U(f) \
    [NP_UINT8] = f##_u8, [NP_UINT16] = f##_u16, [NP_UINT32] = f##_u32, [NP_UINT64] = f##_u64
#define ROW_F(f) [NP_FLOAT32] = f##_f32, [NP_FLOAT64] = f##_f64

static const np_loop loops[NP_OPS][NP_DTYPES] = {
    [NP_ADD] = {[NP_BOOL] = logical_or_b, ROW_S(add), ROW_U(add), ROW_F(add)},
    [NP_SUBTRACT] = {ROW_S(subtract), ROW_U(subtract), ROW_F(subtract)},
    [NP_MULTIPLY] = {[NP_BOOL] = logical_and_b, ROW_S(multiply), ROW_U(multiply), ROW_F(multiply)},
    [NP_DIVIDE] = {ROW_F(divide)},
    [NP_FLOOR_DIVIDE] = {ROW_S(floor_divide), ROW_U(floor_divide), ROW_F(floor_divide)},
    [NP_REMAINDER] = {ROW_S(remainder), ROW_U(remainder), ROW_F(remainder)},
    [NP_FMOD] = {ROW_S(fmod), ROW_U(remainder), ROW_F(fmod)},
    [NP_POWER] = {ROW_S(power), ROW_U(power), ROW_F(power)},
    [NP_FLOAT_POWER] = {[NP_FLOAT64] = power_f64},
    [NP_AND] = {[NP_BOOL] = logical_and_b, ROW_S(and), ROW_U(and)},
    [NP_OR] = {[NP_BOOL] = logical_or_b, ROW_S(or), ROW_U(or)},
    [NP_XOR] = {[NP_BOOL] = logical_xor_b, ROW_S(xor), ROW_U(xor)},
    [NP_LEFT_SHIFT] = {ROW_S(left_shift), ROW_U(left_shift)},
    [NP_RIGHT_SHIFT] = {ROW_S(right_shift), ROW_U(right_shift)},
    [NP_EQUAL] = {ROW_B(equal), ROW_S(equal), ROW_U(equal), ROW_F(equal)},
    [NP_NOT_EQUAL] = {ROW_B(not_equal), ROW_S(not_equal), ROW_U(not_equal), ROW_F(not_equal)},
    [NP_LESS] = {ROW_B(less), ROW_S(less), ROW_U(less), ROW_F(less)},
    [NP_LESS_EQUAL] = {ROW_B(less_equal), ROW_S(less_equal), ROW_U(less_equal), ROW_F(less_equal)},
    [NP_GREATER] = {ROW_B(greater), ROW_S(greater), ROW_U(greater), ROW_F(greater)},
    [NP_GREATER_EQUAL] = {ROW_B(greater_equal), ROW_S(greater_equal), ROW_U(greater_equal),
                          ROW_F(greater_equal)},
    [NP_LOGICAL_AND] = {ROW_B(logical_and), ROW_S(logical_and), ROW_U(logical_and),
                        ROW_F(logical_and)},
    [NP_LOGICAL_OR] = {ROW_B(logical_or), ROW_S(logical_or), ROW_U(logical_or), ROW_F(logical_or)},
    [NP_LOGICAL_XOR] = {ROW_B(logical_xor), ROW_S(logical_xor), ROW_U(logical_xor),
                        ROW_F(logical_xor)},
    [NP_MAXIMUM] = {[NP_BOOL] = logical_or_b, ROW_S(maximum), ROW_U(maximum), ROW_F(maximum)},
    [NP_MINIMUM] = {[NP_BOOL] = logical_and_b, ROW_S(minimum), ROW_U(minimum), ROW_F(minimum)},
    [NP_FMAX] = {[NP_BOOL] = logical_or_b, ROW_S(maximum), ROW_U(maximum), ROW_F(fmax)},
    [NP_FMIN] = {[NP_BOOL] = logical_and_b, ROW_S(minimum), ROW_U(minimum), ROW_F(fmin)},
    [NP_ARCTAN2] = {ROW_F(arctan2)},
    [NP_HYPOT] = {ROW_F(hypot)},
    [NP_COPYSIGN] = {ROW_F(copysign)},
    [NP_LOGADDEXP] = {ROW_F(logaddexp)},
    [NP_NEXTAFTER] = {ROW_F(nextafter)},
    [NP_GCD] = {ROW_S(gcd), ROW_U(gcd)},
    [NP_LCM] = {ROW_S(lcm), ROW_U(lcm)},
    [NP_HEAVISIDE] = {ROW_F(heaviside)},
    [NP_NEGATIVE] = {ROW_S(negative), ROW_U(negative), ROW_F(negative)},
    [NP_POSITIVE] = {ROW_S(positive), ROW_U(positive), ROW_F(positive)},
    [NP_ABSOLUTE] = {[NP_BOOL] = positive_b, ROW_S(absolute), ROW_U(absolute), ROW_F(absolute)},
    [NP_INVERT] = {[NP_BOOL] = logical_not_b, ROW_S(invert), ROW_U(invert)},
    [NP_LOGICAL_NOT] = {ROW_B(logical_not), ROW_S(logical_not), ROW_U(logical_not),
                        ROW_F(logical_not)},
    [NP_SIGN] = {ROW_S(sign), ROW_U(sign), ROW_F(sign)},
    [NP_SQUARE] = {ROW_S(square), ROW_U(square), ROW_F(square)},
    [NP_RECIPROCAL] = {ROW_S(reciprocal), ROW_U(reciprocal), ROW_F(reciprocal)},
    [NP_SQRT] = {ROW_F(sqrt)}, [NP_CBRT] = {ROW_F(cbrt)}, [NP_EXP] = {ROW_F(exp)},
    [NP_EXP2] = {ROW_F(exp2)}, [NP_EXPM1] = {ROW_F(expm1)}, [NP_LOG] = {ROW_F(log)},
    [NP_LOG2] = {ROW_F(log2)}, [NP_LOG10] = {ROW_F(log10)}, [NP_LOG1P] = {ROW_F(log1p)},
    [NP_SIN] = {ROW_F(sin)}, [NP_COS] = {ROW_F(cos)}, [NP_TAN] = {ROW_F(tan)},
    [NP_ARCSIN] = {ROW_F(arcsin)}, [NP_ARCCOS] = {ROW_F(arccos)}, [NP_ARCTAN] = {ROW_F(arctan)},
    [NP_SINH] = {ROW_F(sinh)}, [NP_COSH] = {ROW_F(cosh)}, [NP_TANH] = {ROW_F(tanh)},
    [NP_ARCSINH] = {ROW_F(arcsinh)}, [NP_ARCCOSH] = {ROW_F(arccosh)},
    [NP_ARCTANH] = {ROW_F(arctanh)}, [NP_DEGREES] = {ROW_F(degrees)},
    [NP_RADIANS] = {ROW_F(radians)}, [NP_FLOOR] = {ROW_F(floor)}, [NP_CEIL] = {ROW_F(ceil)},
    [NP_TRUNC] = {ROW_F(trunc)}, [NP_RINT] = {ROW_F(rint)},
    [NP_ISNAN] = {[NP_BOOL] = never_u8, ROW_S(never), ROW_U(never), ROW_F(isnan)},
    [NP_ISINF] = {[NP_BOOL] = never_u8, ROW_S(never), ROW_U(never), ROW_F(isinf)},
    [NP_ISFINITE] = {[NP_BOOL] = always_u8, ROW_S(always), ROW_U(always), ROW_F(isfinite)},
    [NP_SIGNBIT] = {ROW_F(signbit)},
};

static bool gives_bool(enum np_op op)
{
    return (op >= NP_EQUAL && op <= NP_LOGICAL_XOR) || op == NP_LOGICAL_NOT || op >= NP_ISNAN;
}

np_loop np_loop_of(enum np_op op, enum np_dtype d, enum np_dtype *result)
{
    *result = gives_bool(op) ? NP_BOOL : d;
    return loops[op][d];
}

const char *np_op_name(enum np_op op)
{
    static const char *const names[NP_OPS] = {
    [NP_ADD] = "add", [NP_SUBTRACT] = "subtract", [NP_MULTIPLY] = "multiply",
    [NP_DIVIDE] = "divide", [NP_FLOOR_DIVIDE] = "floor_divide", [NP_REMAINDER] = "remainder",
    [NP_FMOD] = "fmod", [NP_POWER] = "power", [NP_FLOAT_POWER] = "float_power",
    [NP_AND] = "bitwise_and", [NP_OR] = "bitwise_or", [NP_XOR] = "bitwise_xor",
    [NP_LEFT_SHIFT] = "left_shift", [NP_RIGHT_SHIFT] = "right_shift", [NP_EQUAL] = "equal",
    [NP_NOT_EQUAL] = "not_equal", [NP_LESS] = "less", [NP_LESS_EQUAL] = "less_equal",
    [NP_GREATER] = "greater", [NP_GREATER_EQUAL] = "greater_equal",
    [NP_LOGICAL_AND] = "logical_and", [NP_LOGICAL_OR] = "logical_or",
    [NP_LOGICAL_XOR] = "logical_xor", [NP_MAXIMUM] = "maximum", [NP_MINIMUM] = "minimum",
    [NP_FMAX] = "fmax", [NP_FMIN] = "fmin", [NP_ARCTAN2] = "arctan2", [NP_HYPOT] = "hypot",
    [NP_COPYSIGN] = "copysign", [NP_LOGADDEXP] = "logaddexp", [NP_NEXTAFTER] = "nextafter",
    [NP_GCD] = "gcd", [NP_LCM] = "lcm", [NP_HEAVISIDE] = "heaviside",
    [NP_NEGATIVE] = "negative", [NP_POSITIVE] = "positive", [NP_ABSOLUTE] = "absolute",
    [NP_INVERT] = "invert", [NP_LOGICAL_NOT] = "logical_not", [NP_SIGN] = "sign",
    [NP_SQUARE] = "square", [NP_RECIPROCAL] = "reciprocal", [NP_SQRT] = "sqrt",
    [NP_CBRT] = "cbrt", [NP_EXP] = "exp", [NP_EXP2] = "exp2", [NP_EXPM1] = "expm1",
    [NP_LOG] = "log", [NP_LOG2] = "log2", [NP_LOG10] = "log10", [NP_LOG1P] = "log1p",
    [NP_SIN] = "sin", [NP_COS] = "cos", [NP_TAN] = "tan", [NP_ARCSIN] = "arcsin",
    [NP_ARCCOS] = "arccos", [NP_ARCTAN] = "arctan", [NP_SINH] = "sinh", [NP_COSH] = "cosh",
    [NP_TANH] = "tanh", [NP_ARCSINH] = "arcsinh", [NP_ARCCOSH] = "arccosh",
    [NP_ARCTANH] = "arctanh", [NP_DEGREES] = "degrees", [NP_RADIANS] = "radians",
    [NP_FLOOR] = "floor", [NP_CEIL] = "ceil", [NP_TRUNC] = "trunc", [NP_RINT] = "rint",
    [NP_ISNAN] = "isnan", [NP_ISINF] = "isinf", [NP_ISFINITE] = "isfinite",
    [NP_SIGNBIT] = "signbit",
    };
    return names[op];
}
