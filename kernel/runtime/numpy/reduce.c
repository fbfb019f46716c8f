/*
 * reduce.c - sum, max and their like along axes; mean, var, argmin, cumsum.
 *
 * Sums of floats are pairwise (Higham, "The accuracy of floating point
 * summation", 1993) within chunks of 8192 items, with NumPy's blocks of 128
 * and its eight partial sums, so that they agree with NumPy's to the last bit.
 */
#pragma GCC optimize("O3")
#include <fenv.h>
#include <math.h>

#include "numpy/ndarray.h"

enum { CHUNK = 8192, UNCAST_CHUNK = 1 << 16 }; /* CHUNK is NumPy's: sums depend on it */

/* ---- kernels: *acc = *acc op each of n items ---- */

#define PAIRWISE(name, T)                                                                          \
    static T name(const char *p, int64_t stride, int64_t n)                                        \
    {                                                                                              \
        if (n < 8) {                                                                               \
            T sum = 0;                                                                             \
            for (int64_t i = 0; i < n; i++)                                                        \
                sum += *(const T *)(const void *)(p + i * stride);                                 \
            return sum;                                                                            \
        }                                                                                          \
        if (n <= 128) {                                                                            \
            T r[8];                                                                                \
            int64_t i = 8;                                                                         \
            for (int k = 0; k < 8; k++)                                                            \
                r[k] = *(const T *)(const void *)(p + k * stride);                                 \
            if (stride == (int64_t)sizeof(T)) {                                                    \
                const T *a = (const T *)(const void *)p;                                           \
                for (; i < n - n % 8; i += 8) {                                                    \
                    for (int k = 0; k < 8; k++)                                                    \
                        r[k] += a[i + k];                                                          \
                }                                                                                  \
            } else {                                                                               \
                for (; i < n - n % 8; i += 8) {                                                    \
                    for (int k = 0; k < 8; k++)                                                    \
                        r[k] += *(const T *)(const void *)(p + (i + k) * stride);                  \
                }                                                                                  \
            }                                                                                      \
            T sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));             \
            for (; i < n; i++)                                                                     \
                sum += *(const T *)(const void *)(p + i * stride);                                 \
            return sum;                                                                            \
        }                                                                                          \
        int64_t half = n / 2;                                                                      \
        half -= half % 8;                                                                          \
        return name(p, stride, half) + name(p + half * stride, stride, n - half);                  \
    }
PAIRWISE(pairwise_f32, float)
PAIRWISE(pairwise_f64, double)

typedef void (*kernel)(char *acc, const char *p, int64_t stride, int64_t n);

#define FOLD(name, T, expression)                                                                  \
    NP_VECTOR static void name(char *acc, const char *p, int64_t stride, int64_t n)                          \
    {                                                                                              \
        T x = *(T *)(void *)acc;                                                                   \
        if (stride == (int64_t)sizeof(T)) {                                                        \
            const T *a = (const T *)(const void *)p;                                               \
            for (int64_t i = 0; i < n; i++) {                                                      \
                const T y = a[i];                                                                  \
                x = (T)(expression);                                                               \
            }                                                                                      \
        } else {                                                                                   \
            for (int64_t i = 0; i < n; i++, p += stride) {                                         \
                const T y = *(const T *)(const void *)p;                                           \
                x = (T)(expression);                                                               \
            }                                                                                      \
        }                                                                                          \
        *(T *)(void *)acc = x;                                                                     \
    }

/* In 32 lanes, which know nothing of nan: where one is, it stays, and that is found one by one.
 * B: an integer of T's width. */
#define FOLD_LANES(name, T, B, before, after)                                                      \
    NP_VECTOR static void name(char *acc, const char *p, int64_t stride, int64_t n)                \
    {                                                                                              \
        enum { LANES = 32 };                                                                       \
        T x = *(T *)(void *)acc;                                                                   \
        if (stride == (int64_t)sizeof(T) && n >= LANES) {                                          \
            const T *a = (const T *)(const void *)p;                                               \
            T lane[LANES];                                                                         \
            B nan[LANES] = {0}, any = 0;                                                           \
            for (int k = 0; k < LANES; k++)                                                        \
                lane[k] = x;                                                                       \
            int64_t i = 0;                                                                         \
            for (; i <= n - LANES; i += LANES) {                                                   \
                for (int k = 0; k < LANES; k++) {                                                  \
                    T y = a[i + k];                                                                \
                    lane[k] = y after lane[k] ? y : lane[k];                                       \
                    nan[k] |= y != y;                                                              \
                }                                                                                  \
            }                                                                                      \
            for (int k = 0; k < LANES; k++)                                                        \
                any |= nan[k];                                                                     \
            if (!any) {                                                                            \
                for (int k = 0; k < LANES; k++)                                                    \
                    x = x before lane[k] || x != x ? x : lane[k];                                  \
                p += i * stride;                                                                   \
                n -= i;                                                                            \
            }                                                                                      \
        }                                                                                          \
        for (int64_t i = 0; i < n; i++, p += stride) {                                             \
            T y = *(const T *)(const void *)p;                                                     \
            x = x before y || x != x ? x : y;                                                      \
        }                                                                                          \
        *(T *)(void *)acc = x;                                                                     \
    }
FOLD_LANES(max_f32, float, int32_t, >=, >)
FOLD_LANES(max_f64, double, int64_t, >=, >)
FOLD_LANES(min_f32, float, int32_t, <=, <)
FOLD_LANES(min_f64, double, int64_t, <=, <)

#define FOLD_INTEGER(s, T)                                                                         \
    FOLD_LANES(max_##s, T, T, >=, >)                                                               \
    FOLD_LANES(min_##s, T, T, <=, <)
FOLD_INTEGER(i8, int8_t)
FOLD_INTEGER(u8, uint8_t)
FOLD_INTEGER(i16, int16_t)
FOLD_INTEGER(u16, uint16_t)
FOLD_INTEGER(i32, int32_t)
FOLD_INTEGER(u32, uint32_t)
FOLD_INTEGER(i64, int64_t)
FOLD_INTEGER(u64, uint64_t)
FOLD(sum_64, uint64_t, x + y)
FOLD(product_64, uint64_t, x * y)
FOLD(product_f32, float, x * y)
FOLD(product_f64, double, x * y)
FOLD(any_b, uint8_t, x | (y != 0))
FOLD(all_b, uint8_t, x & (y != 0))

static void sum_f32(char *acc, const char *p, int64_t stride, int64_t n)
{
    *(float *)(void *)acc += pairwise_f32(p, stride, n);
}
static void sum_f64(char *acc, const char *p, int64_t stride, int64_t n)
{
    *(double *)(void *)acc += pairwise_f64(p, stride, n);
}

static kernel kernel_of(enum np_op op, enum np_dtype d)
{
    static const kernel table[][NP_DTYPES] = {
        [0] = {[NP_INT64] = sum_64, [NP_UINT64] = sum_64, [NP_FLOAT32] = sum_f32,
            [NP_FLOAT64] = sum_f64, [NP_BOOL] = any_b}, [1] = {[NP_INT64] = product_64,
            [NP_UINT64] = product_64, [NP_FLOAT32] = product_f32, [NP_FLOAT64] = product_f64,
               [NP_BOOL] = all_b},
        [2] = {[NP_BOOL] = any_b, [NP_INT8] = max_i8, [NP_UINT8] = max_u8, [NP_INT16] = max_i16,
            [NP_UINT16] = max_u16, [NP_INT32] = max_i32, [NP_UINT32] = max_u32,
               [NP_INT64] = max_i64, [NP_UINT64] = max_u64, [NP_FLOAT32] = max_f32,
               [NP_FLOAT64] = max_f64}, [3] = {[NP_BOOL] = all_b, [NP_INT8] = min_i8,
            [NP_UINT8] = min_u8, [NP_INT16] = min_i16, [NP_UINT16] = min_u16, [NP_INT32] = min_i32,
               [NP_UINT32] = min_u32, [NP_INT64] = min_i64, [NP_UINT64] = min_u64,
               [NP_FLOAT32] = min_f32, [NP_FLOAT64] = min_f64},
    };
    switch (op) {
    case NP_ADD: return table[0][d];
    case NP_MULTIPLY: return table[1][d];
    case NP_MAXIMUM: return table[2][d];
    case NP_MINIMUM: return table[3][d];
    case NP_LOGICAL_OR: return d == NP_BOOL ? any_b : NULL;
    case NP_LOGICAL_AND: return d == NP_BOOL ? all_b : NULL;
    default: return NULL;
    }
}

/* ---- axes ---- */

bool np_axis(mr_runtime *rt, int64_t axis, int ndim, int *out)
{
    if (axis < -ndim || axis >= ndim) {
        mr_raise(rt, np_class(rt->numpy->axis_error),
                 "axis %lld is out of bounds for array of dimension %d", (long long)axis, ndim);
        return false;
    }
    *out = (int)(axis < 0 ? axis + ndim : axis);
    return true;
}

/* Which axes an argument names; all when it is missing or None. */
static bool axes_of(mr_runtime *rt, mr_value v, int ndim, bool chosen[NP_MAX_DIMENSIONS])
{
    int64_t axis;
    int at;
    for (int i = 0; i < ndim; i++)
        chosen[i] = !v || v == MR_NONE;
    if (!v || v == MR_NONE)
        return true;
    if (!mr_is_tuple(v)) {
        if (ndim == 0 && (v == mr_small_int(0) || v == mr_small_int(-1)))
            return true;
        if (!mr_to_int64(rt, v, &axis) || !np_axis(rt, axis, ndim, &at))
            return false;
        chosen[at] = true;
        return true;
    }
    for (size_t i = 0; i < mr_as_tuple(v)->length; i++) {
        if (!mr_to_int64(rt, mr_as_tuple(v)->items[i], &axis) || !np_axis(rt, axis, ndim, &at))
            return false;
        if (chosen[at]) {
            mr_raise(rt, rt->exc.ValueError, "duplicate value in 'axis'");
            return false;
        }
        chosen[at] = true;
    }
    return true;
}

/* ---- reducing ---- */

static enum np_dtype reduced_dtype(enum np_op op, enum np_dtype d)
{
    if (op == NP_LOGICAL_AND || op == NP_LOGICAL_OR)
        return NP_BOOL;
    if ((op == NP_ADD || op == NP_MULTIPLY) && !np_is_float(d))
        return np_is_unsigned(d) && d != NP_BOOL ? NP_UINT64 : NP_INT64;
    return d;
}

static bool reduce_row(mr_runtime *rt, kernel fold, np_loop loop, enum np_dtype d,
                       enum np_dtype from, char *acc, int64_t acc_stride, const char *p,
                       int64_t stride, int64_t n)
{
    char room[CHUNK * 8] __attribute__((aligned(16)));
    int64_t most = from == d && acc_stride ? UNCAST_CHUNK : CHUNK;
    for (int64_t done = 0; done < n;) {
        int64_t now = n - done < most ? n - done : most, step = stride;
        const char *q = p + done * stride;
        if (from != d) {
            step = (int64_t)np_size(d);
            np_cast(d, room, step, from, q, stride, now);
            q = room;
        }
        if (!acc_stride && fold) {
            fold(acc, q, step, now);
        } else if (!acc_stride) {
            for (int64_t i = 0; i < now; i++)
                loop((char *[]){acc, (char *)(uintptr_t)q + i * step, acc}, (int64_t[]){0, 0, 0},
                     1);
        } else {
            char *at = acc + done * acc_stride;
            loop((char *[]){at, (char *)(uintptr_t)q, at},
                 (int64_t[]){acc_stride, step, acc_stride}, now);
        }
        done += now;
        if (mr_poll(rt) < 0)
            return false;
    }
    return true;
}

/* Rows that go into one result are brought together until they make a chunk, as NumPy does it. */
static bool reduce_gathered(mr_runtime *rt, struct np_walk *w, int64_t rows, kernel fold,
                            enum np_dtype d, enum np_dtype from)
{
    char room[CHUNK * 8] __attribute__((aligned(16)));
    int64_t step = (int64_t)np_size(d);
    while (!w->done) {
        char *acc = w->data[0];
        int64_t have = 0;
        for (int64_t i = 0; i < rows; i++, np_walk_next(w)) {
            for (int64_t done = 0; done < w->row;) {
                int64_t now = w->row - done < CHUNK - have ? w->row - done : CHUNK - have;
                np_cast(d, room + have * step, step, from, w->data[1] + done * w->row_stride[1],
                        w->row_stride[1], now);
                have += now;
                done += now;
                if (have == CHUNK) {
                    fold(acc, room, step, have);
                    have = 0;
                    if (mr_poll(rt) < 0)
                        return false;
                }
            }
        }
        if (have)
            fold(acc, room, step, have);
        if (mr_poll(rt) < 0)
            return false;
    }
    return true;
}

/* The first items along the chosen axes go into the result: for operations without a neutral value.
 */
static bool begin_with_first(mr_runtime *rt, enum np_op op, np_array *a, const bool *chosen,
                             np_array *out)
{
    int64_t shape[NP_MAX_DIMENSIONS], strides[NP_MAX_DIMENSIONS];
    int ndim = 0;
    for (int i = 0; i < a->ndim; i++) {
        if (chosen[i] && a->dims[i] == 0 && np_count(out) > 0) {
            mr_raise(rt, rt->exc.ValueError,
                     "zero-size array to reduction operation %s which has no identity",
                     np_op_name(op));
            return false;
        }
        if (!chosen[i]) {
            shape[ndim] = a->dims[i];
            strides[ndim++] = a->dims[a->ndim + i];
        }
    }
    mr_value first = np_view(rt, a, a->dtype, a->data, ndim, shape, strides), flat = MR_NULL;
    if (first)
        flat = np_reshape(rt, out, ndim, shape, true);
    bool ok = flat && np_assign(rt, np_as(flat), np_as(first));
    mr_decref(rt, first);
    mr_decref(rt, flat);
    return ok;
}

mr_value np_reduce(mr_runtime *rt, enum np_op op, np_array *a, mr_value axis, enum np_dtype d,
                   bool keepdims, mr_value initial)
{
    bool chosen[NP_MAX_DIMENSIONS];
    if (!axes_of(rt, axis, a->ndim, chosen))
        return MR_NULL;
    if (d == NP_NO_DTYPE)
        d = reduced_dtype(op, a->dtype);
    bool idempotent = op == NP_MAXIMUM || op == NP_MINIMUM || op == NP_FMAX || op == NP_FMIN ||
                      op == NP_AND || op == NP_OR;
    if (!idempotent && op != NP_ADD && op != NP_MULTIPLY && op != NP_LOGICAL_AND &&
        op != NP_LOGICAL_OR && op != NP_XOR)
        return np_unsupported(rt, "reduce of this ufunc");
    enum np_dtype gives;
    np_loop loop = np_loop_of(op, d, &gives);
    kernel fold = kernel_of(op, d);
    if (!loop)
        return mr_raise(rt, rt->exc.TypeError, "ufunc '%s' cannot reduce items of dtype('%s')",
                        np_op_name(op), np_name(d));
    int64_t shape[NP_MAX_DIMENSIONS], full[NP_MAX_DIMENSIONS];
    int ndim = 0;
    for (int i = 0; i < a->ndim; i++) {
        if (!chosen[i])
            shape[ndim++] = a->dims[i];
        else if (keepdims)
            shape[ndim++] = 1;
    }
    memcpy(full, a->dims, (size_t)a->ndim * sizeof *full);
    mr_value result = np_new(rt, d, ndim, shape, true);
    if (!result)
        return MR_NULL;
    np_array *out = np_as(result);
    if (initial && initial != MR_NONE) {
        char item[8];
        if (!np_store(rt, d, item, initial))
            goto fail;
        np_cast(d, out->data, (int64_t)np_size(d), d, item, 0, np_count(out));
    } else if (op == NP_MULTIPLY || op == NP_LOGICAL_AND) {
        int64_t one = 1;
        np_cast(d, out->data, (int64_t)np_size(d), NP_INT64, (char *)&one, 0, np_count(out));
    } else if (idempotent && !begin_with_first(rt, op, a, chosen, out)) {
        goto fail;
    }
    int64_t strides[3][NP_MAX_DIMENSIONS];
    int64_t step = (int64_t)np_size(d);
    for (int i = a->ndim; i-- > 0;) {
        strides[0][i] = chosen[i] ? 0 : step;
        strides[1][i] = a->dims[a->ndim + i];
        if (!chosen[i])
            step *= a->dims[i];
    }
    char *data[2] = {out->data, a->data};
    struct np_walk w;
    feclearexcept(FE_ALL_EXCEPT);
    np_walk_strided(&w, a->ndim, full, 2, data, strides, 1);
    int64_t rows = 1; /* that go into one result */
    for (int i = w.ndim; i-- > 0 && w.row_stride[0] == 0 && w.strides[0][i] == 0;)
        rows *= w.shape[i];
    bool ok = fold && rows > 1 ? reduce_gathered(rt, &w, rows, fold, d, a->dtype) : true;
    for (; ok && !w.done; np_walk_next(&w))
        ok = reduce_row(rt, fold, loop, d, a->dtype, w.data[0], w.row_stride[0], w.data[1],
                        w.row_stride[1], w.row);
    if (!ok || !np_float_errors(rt, "", "reduce"))
        goto fail;
    return np_unwrap(rt, result);
fail:
    mr_decref(rt, result);
    return MR_NULL;
}

/* ---- running results ---- */

static void accumulate_line(enum np_op op, np_loop loop, enum np_dtype d, char *p, int64_t stride,
                            int64_t n)
{
    if (op == NP_ADD && d == NP_FLOAT64) {
        double sum = *(double *)(void *)p;
        for (int64_t i = 1; i < n; i++)
            *(double *)(void *)(p + i * stride) = sum += *(double *)(void *)(p + i * stride);
    } else if (op == NP_ADD && np_size(d) == 8) {
        uint64_t sum = *(uint64_t *)(void *)p;
        for (int64_t i = 1; i < n; i++)
            *(uint64_t *)(void *)(p + i * stride) = sum += *(uint64_t *)(void *)(p + i * stride);
    } else {
        for (int64_t i = 1; i < n; i++) {
            char *at = p + i * stride;
            loop((char *[]){at - stride, at, at}, (int64_t[]){0, 0, 0}, 1);
        }
    }
}

mr_value np_accumulate(mr_runtime *rt, enum np_op op, np_array *a, int64_t axis, enum np_dtype d)
{
    int at;
    if (!np_axis(rt, axis, a->ndim, &at))
        return MR_NULL;
    if (d == NP_NO_DTYPE)
        d = reduced_dtype(op, a->dtype);
    enum np_dtype gives;
    np_loop loop = np_loop_of(op, d, &gives);
    if (!loop || gives != d || op >= NP_UNARY)
        return np_unsupported(rt, "accumulate of this ufunc");
    mr_value result = np_copy(rt, a, d);
    if (!result || np_count(np_as(result)) == 0)
        return result;
    np_array *out = np_as(result);
    int64_t shape[NP_MAX_DIMENSIONS], strides[3][NP_MAX_DIMENSIONS];
    for (int i = 0; i < out->ndim; i++) {
        shape[i] = i == at ? 1 : out->dims[i];
        strides[0][i] = out->dims[out->ndim + i];
    }
    struct np_walk w;
    for (np_walk_strided(&w, out->ndim, shape, 1, &out->data, strides, -1); !w.done;
         np_walk_next(&w)) {
        for (int64_t i = 0; i < w.row; i++)
            accumulate_line(op, loop, d, w.data[0] + i * w.row_stride[0], out->dims[out->ndim + at],
                            out->dims[at]);
        if (mr_poll(rt) < 0) {
            mr_decref(rt, result);
            return MR_NULL;
        }
    }
    return result;
}

/* ---- methods; np.sum(a) and others are the same with a as first argument ---- */

static bool reduce_arguments(mr_runtime *rt, const char *signature, const mr_value *args,
                             size_t nargs, mr_value kwnames, mr_value in[5], enum np_dtype *d,
                             bool *keepdims)
{
    if (!mr_bind(rt, signature, args, nargs, kwnames, in) ||
        !np_dtype_argument(rt, in[1], NP_NO_DTYPE, d))
        return false;
    if (in[2] && in[2] != MR_NONE) {
        np_unsupported(rt, "out= of reductions");
        return false;
    }
    int keep = in[3] ? mr_truth(rt, in[3]) : 0;
    *keepdims = keep > 0;
    return keep >= 0;
}

static mr_value reduce_method(mr_runtime *rt, enum np_op op, const char *signature, mr_value self,
                              const mr_value *args, size_t nargs, mr_value kwnames)
{
    mr_value in[5] = {MR_NULL};
    enum np_dtype d;
    bool keepdims;
    if (!reduce_arguments(rt, signature, args, nargs, kwnames, in, &d, &keepdims))
        return MR_NULL;
    return np_reduce(rt, op, np_as(self), in[0], d, keepdims, in[4]);
}

#define REDUCTION(function, op, name)                                                         \
    static mr_value function(NP_ARGS)                                                         \
    {                                                                                         \
        return reduce_method(rt, op, name "(axis=, dtype=, out=, keepdims=, initial=)", self, \
                             args, nargs, kwnames);                                           \
    }
REDUCTION(m_sum, NP_ADD, "sum")
REDUCTION(m_prod, NP_MULTIPLY, "prod")

/* max and others take no dtype. */
static mr_value plain_method(mr_runtime *rt, enum np_op op, const char *signature, mr_value self,
                             const mr_value *args, size_t nargs, mr_value kwnames)
{
    mr_value in[4] = {MR_NULL};
    if (!mr_bind(rt, signature, args, nargs, kwnames, in))
        return MR_NULL;
    if (in[1] && in[1] != MR_NONE)
        return np_unsupported(rt, "out= of reductions");
    int keep = in[2] ? mr_truth(rt, in[2]) : 0;
    return keep < 0 ? MR_NULL : np_reduce(rt, op, np_as(self), in[0], NP_NO_DTYPE, keep, in[3]);
}
#define PLAIN(function, op, name)                                                                 \
    static mr_value function(NP_ARGS)                                                             \
    {                                                                                             \
        return plain_method(rt, op, name "(axis=, out=, keepdims=, initial=)", self, args, nargs, \
                            kwnames);                                                             \
    }
PLAIN(m_max, NP_MAXIMUM, "max")
PLAIN(m_min, NP_MINIMUM, "min")
PLAIN(m_all, NP_LOGICAL_AND, "all")
PLAIN(m_any, NP_LOGICAL_OR, "any")

static mr_value m_ptp(NP_ARGS)
{
    mr_value high = m_max(rt, self, args, nargs, kwnames);
    mr_value low = high ? m_min(rt, self, args, nargs, kwnames) : MR_NULL;
    mr_value v = low ? np_binary(rt, NP_SUBTRACT, high, low, MR_NULL) : MR_NULL;
    mr_decref(rt, high);
    mr_decref(rt, low);
    return v;
}

/* How many items of `a` go into each result. */
static bool reduced_count(mr_runtime *rt, np_array *a, mr_value axis, int64_t *count)
{
    bool chosen[NP_MAX_DIMENSIONS];
    if (!axes_of(rt, axis, a->ndim, chosen))
        return false;
    *count = 1;
    for (int i = 0; i < a->ndim; i++)
        *count *= chosen[i] ? a->dims[i] : 1;
    return true;
}

/* sum / divisor, in the sum's own dtype; steals sum. */
static mr_value divide_sum(mr_runtime *rt, mr_value sum, double divisor)
{
    if (!sum)
        return MR_NULL;
    mr_value v;
    if (np_is_array(rt, sum)) {
        v = np_binary(rt, NP_DIVIDE, sum, mr_float(divisor), sum);
    } else {
        enum np_dtype d = np_scalar_dtype(rt, sum);
        double x;
        char item[8];
        feclearexcept(FE_ALL_EXCEPT);
        v = mr_to_double(rt, sum, &x) ? MR_NONE : MR_NULL;
        x /= divisor;
        np_cast(d, item, 0, NP_FLOAT64, (char *)&x, 0, 1);
        v = v && np_float_errors(rt, "scalar ", "divide") ? np_item(rt, d, item) : MR_NULL;
    }
    mr_decref(rt, sum);
    return v;
}

static mr_value mean_of(mr_runtime *rt, np_array *a, mr_value axis, enum np_dtype d, bool keepdims)
{
    int64_t count;
    if (!reduced_count(rt, a, axis, &count))
        return MR_NULL;
    if (count == 0 && mr_warn(rt, rt->exc.RuntimeWarning, 1, "Mean of empty slice.") < 0)
        return MR_NULL;
    if (d == NP_NO_DTYPE)
        d = np_is_float(a->dtype) ? a->dtype : NP_FLOAT64;
    return divide_sum(rt, np_reduce(rt, NP_ADD, a, axis, d, keepdims, MR_NULL), (double)count);
}

static mr_value m_mean(NP_ARGS)
{
    mr_value in[5] = {MR_NULL};
    enum np_dtype d;
    bool keepdims;
    if (!reduce_arguments(rt, "mean(axis=, dtype=, out=, keepdims=)", args, nargs, kwnames, in, &d,
                          &keepdims))
        return MR_NULL;
    return mean_of(rt, np_as(self), in[0], d, keepdims);
}

static mr_value variance(mr_runtime *rt, np_array *a, const char *signature, const mr_value *args,
                         size_t nargs, mr_value kwnames)
{
    mr_value in[5] = {MR_NULL};
    enum np_dtype d;
    int64_t count;
    double ddof = 0;
    if (!mr_bind(rt, signature, args, nargs, kwnames, in) ||
        !np_dtype_argument(rt, in[1], NP_NO_DTYPE, &d) ||
        (in[3] && !mr_to_double(rt, in[3], &ddof)) || !reduced_count(rt, a, in[0], &count))
        return MR_NULL;
    if (in[2] && in[2] != MR_NONE)
        return np_unsupported(rt, "out= of reductions");
    int keep = in[4] ? mr_truth(rt, in[4]) : 0;
    if (keep < 0)
        return MR_NULL;
    if (d == NP_NO_DTYPE)
        d = np_is_float(a->dtype) ? a->dtype : NP_FLOAT64;
    double divisor = (double)count - ddof;
    if (divisor <= 0 &&
        mr_warn(rt, rt->exc.RuntimeWarning, 1, "Degrees of freedom <= 0 for slice") < 0)
        return MR_NULL;
    mr_value sum = np_reduce(rt, NP_ADD, a, in[0], d, true, MR_NULL), mean = MR_NULL, off = MR_NULL,
             v = MR_NULL;
    if (sum && !np_is_array(rt, sum))
        mr_replace(rt, &sum, np_from(rt, sum, d));
    mean = sum ? np_binary(rt, NP_DIVIDE, sum, mr_small_int(count), sum) : MR_NULL;
    if (mean)
        off = np_binary(rt, NP_SUBTRACT, mr_from(a), mean, MR_NULL);
    if (off && !np_is_array(rt, off))
        mr_replace(rt, &off, np_from(rt, off, d));
    mr_value square = off ? np_binary(rt, NP_MULTIPLY, off, off, off) : MR_NULL;
    if (square)
        v = divide_sum(rt, np_reduce(rt, NP_ADD, np_as(off), in[0], d, keep, MR_NULL),
                       divisor > 0 ? divisor : 0);
    mr_decref(rt, square);
    mr_decref(rt, off);
    mr_decref(rt, mean);
    mr_decref(rt, sum);
    return v;
}

static mr_value m_var(NP_ARGS)
{
    return variance(rt, np_as(self), "var(axis=, dtype=, out=, ddof=, keepdims=)", args, nargs,
                    kwnames);
}

static mr_value m_std(NP_ARGS)
{
    mr_value v = variance(rt, np_as(self), "std(axis=, dtype=, out=, ddof=, keepdims=)", args,
                          nargs, kwnames);
    if (!v)
        return MR_NULL;
    mr_value root = np_unary(rt, NP_SQRT, v, np_is_array(rt, v) ? v : MR_NULL);
    mr_decref(rt, v);
    return root;
}

/* ---- argmin, argmax ---- */

#define FIND_EXTREME(T, BETTER)                                                                    \
    do {                                                                                           \
        T best = *(const T *)(const void *)p;                                                      \
        for (int64_t i = 0; i < n; i++) {                                                          \
            T x = *(const T *)(const void *)(p + i * stride);                                      \
            if (x != x)                                                                            \
                return i;                                                                          \
            if (x BETTER best) {                                                                   \
                best = x;                                                                          \
                at = i;                                                                            \
            }                                                                                      \
        }                                                                                          \
    } while (0)
#define FIND(d, T)                                                                                 \
    case d:                                                                                        \
        if (most)                                                                                  \
            FIND_EXTREME(T, >);                                                                    \
        else                                                                                       \
            FIND_EXTREME(T, <);                                                                    \
        break;

static int64_t find_extreme(enum np_dtype d, const char *p, int64_t stride, int64_t n, bool most)
{
    int64_t at = 0;
    switch (d) {
        FIND(NP_BOOL, uint8_t)
        FIND(NP_INT8, int8_t)
        FIND(NP_UINT8, uint8_t)
        FIND(NP_INT16, int16_t)
        FIND(NP_UINT16, uint16_t)
        FIND(NP_INT32, int32_t)
        FIND(NP_UINT32, uint32_t)
        FIND(NP_INT64, int64_t)
        FIND(NP_UINT64, uint64_t)
        FIND(NP_FLOAT32, float)
        FIND(NP_FLOAT64, double)
    default: break;
    }
    return at;
}

static mr_value find_method(mr_runtime *rt, mr_value self, bool most, const mr_value *args,
                            size_t nargs, mr_value kwnames)
{
    mr_value in[3];
    int64_t axis, shape[NP_MAX_DIMENSIONS], strides[NP_MAX_DIMENSIONS];
    int at = 0, ndim = 0;
    if (!mr_bind(rt, most ? "argmax(axis=, out=, keepdims=)" : "argmin(axis=, out=, keepdims=)",
                 args, nargs, kwnames, in))
        return MR_NULL;
    if ((in[1] && in[1] != MR_NONE) || (in[2] && in[2] != MR_FALSE))
        return np_unsupported(rt, "out= and keepdims= of argmax");
    np_array *a = np_as(self);
    mr_value flat = MR_NULL, result = MR_NULL;
    bool all = !in[0] || in[0] == MR_NONE;
    if (all) {
        int64_t count = np_count(a);
        flat = np_reshape(rt, a, 1, &count, false);
        if (!flat)
            return MR_NULL;
        a = np_as(flat);
    } else if (!mr_to_int64(rt, in[0], &axis) || !np_axis(rt, axis, a->ndim, &at)) {
        return MR_NULL;
    }
    for (int i = 0; i < a->ndim; i++) {
        if (i != at) {
            shape[ndim] = a->dims[i];
            strides[ndim++] = a->dims[a->ndim + i];
        }
    }
    if (a->ndim && a->dims[at] == 0) {
        mr_raise(rt, rt->exc.ValueError, "attempt to get %s of an empty sequence",
                 most ? "argmax" : "argmin");
        goto end;
    }
    result = np_new(rt, NP_INT64, ndim, shape, false);
    if (!result)
        goto end;
    int64_t places[3][NP_MAX_DIMENSIONS], *out = (int64_t *)(void *)np_as(result)->data;
    memcpy(places[0], strides, sizeof strides);
    struct np_walk w;
    for (np_walk_strided(&w, ndim, shape, 1, &a->data, places, -1); !w.done; np_walk_next(&w)) {
        for (int64_t i = 0; i < w.row; i++)
            *out++ = find_extreme(a->dtype, w.data[0] + i * w.row_stride[0], a->dims[a->ndim + at],
                                  a->dims[at], most);
    }
    result = np_unwrap(rt, result);
end:
    mr_decref(rt, flat);
    return result;
}

static mr_value m_argmax(NP_ARGS) { return find_method(rt, self, true, args, nargs, kwnames); }
static mr_value m_argmin(NP_ARGS) { return find_method(rt, self, false, args, nargs, kwnames); }

static mr_value accumulate_method(mr_runtime *rt, enum np_op op, const char *signature,
                                  mr_value self, const mr_value *args, size_t nargs,
                                  mr_value kwnames)
{
    mr_value in[3];
    enum np_dtype d;
    int64_t axis = 0;
    if (!mr_bind(rt, signature, args, nargs, kwnames, in) ||
        !np_dtype_argument(rt, in[1], NP_NO_DTYPE, &d))
        return MR_NULL;
    if (in[2] && in[2] != MR_NONE)
        return np_unsupported(rt, "out= of cumsum");
    bool all = !in[0] || in[0] == MR_NONE;
    if (!all && !mr_to_int64(rt, in[0], &axis))
        return MR_NULL;
    int64_t count = np_count(np_as(self));
    mr_value flat = all ? np_reshape(rt, np_as(self), 1, &count, false) : mr_incref(self);
    mr_value v = flat ? np_accumulate(rt, op, np_as(flat), axis, d) : MR_NULL;
    mr_decref(rt, flat);
    return v;
}
static mr_value m_cumsum(NP_ARGS)
{
    return accumulate_method(rt, NP_ADD, "cumsum(axis=, dtype=, out=)", self, args, nargs, kwnames);
}
static mr_value m_cumprod(NP_ARGS)
{
    return accumulate_method(rt, NP_MULTIPLY, "cumprod(axis=, dtype=, out=)", self, args, nargs,
                             kwnames);
}

const mr_method_def np_reduce_methods[] = {
    {"sum", m_sum, MR_ARGS_ANY, "The sum of the items, or along an axis."},
    {"prod", m_prod, MR_ARGS_ANY, "The product of the items, or along an axis."},
    {"max", m_max, MR_ARGS_ANY, "The greatest item, or along an axis."},
    {"min", m_min, MR_ARGS_ANY, "The least item, or along an axis."},
    {"all", m_all, MR_ARGS_ANY, "Are all items true?"},
    {"any", m_any, MR_ARGS_ANY, "Is any item true?"},
    {"ptp", m_ptp, MR_ARGS_ANY, "The greatest less the least item."},
    {"mean", m_mean, MR_ARGS_ANY, "The average, or along an axis."},
    {"var", m_var, MR_ARGS_ANY, "The variance, or along an axis."},
    {"std", m_std, MR_ARGS_ANY, "The standard deviation, or along an axis."},
    {"argmax", m_argmax, MR_ARGS_ANY, "The index of the greatest item."},
    {"argmin", m_argmin, MR_ARGS_ANY, "The index of the least item."},
    {"cumsum", m_cumsum, MR_ARGS_ANY, "The sums so far."},
    {"cumprod", m_cumprod, MR_ARGS_ANY, "The products so far."},
    NP_METHODS_END,
};

/* ---- functions: the array comes first ---- */

#define FUNCTION(name)                                                  \
    static mr_value f_##name(NP_ARGS)                                   \
    {                                                                   \
        return np_as_method(rt, m_##name, #name, args, nargs, kwnames); \
    }
FUNCTION(sum)
FUNCTION(prod)
FUNCTION(max)
FUNCTION(min)
FUNCTION(all)
FUNCTION(any)
FUNCTION(ptp)
FUNCTION(mean)
FUNCTION(var)
FUNCTION(std)
FUNCTION(argmax)
FUNCTION(argmin)
FUNCTION(cumsum)
FUNCTION(cumprod)

const mr_method_def np_reduce_functions[] = {
    {"sum", f_sum, MR_ARGS_ANY, NULL},
    {"prod", f_prod, MR_ARGS_ANY, NULL},
    {"product", f_prod, MR_ARGS_ANY, NULL},
    {"max", f_max, MR_ARGS_ANY, NULL},
    {"amax", f_max, MR_ARGS_ANY, NULL},
    {"min", f_min, MR_ARGS_ANY, NULL},
    {"amin", f_min, MR_ARGS_ANY, NULL},
    {"all", f_all, MR_ARGS_ANY, NULL},
    {"alltrue", f_all, MR_ARGS_ANY, NULL},
    {"any", f_any, MR_ARGS_ANY, NULL},
    {"sometrue", f_any, MR_ARGS_ANY, NULL},
    {"ptp", f_ptp, MR_ARGS_ANY, NULL},
    {"mean", f_mean, MR_ARGS_ANY, NULL},
    {"var", f_var, MR_ARGS_ANY, NULL},
    {"std", f_std, MR_ARGS_ANY, NULL},
    {"argmax", f_argmax, MR_ARGS_ANY, NULL},
    {"argmin", f_argmin, MR_ARGS_ANY, NULL},
    {"cumsum", f_cumsum, MR_ARGS_ANY, NULL},
    {"cumprod", f_cumprod, MR_ARGS_ANY, NULL},
    NP_METHODS_END,
};
