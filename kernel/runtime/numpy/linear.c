/*
 * linear.c - products of vectors and matrices.
 */
#include "numpy/ndarray.h"

/* C = A B for matrices given by strides in bytes, of one dtype: a row of the result at a time, so
 * that the inner loop runs along rows. */
#define MULTIPLY(name, T, S)                                                                      \
    static bool name(mr_runtime *rt, const char *a, int64_t as0, int64_t as1, const char *b,      \
                     int64_t bs0, int64_t bs1, char *c, int64_t n, int64_t m, int64_t k)          \
    {                                                                                             \
        for (int64_t i = 0; i < n; i++) {                                                         \
            T *row = (T *)(void *)c + i * m;                                                      \
            for (int64_t j = 0; j < m; j++)                                                       \
                row[j] = 0;                                                                       \
            for (int64_t l = 0; l < k; l++) {                                                     \
                T x = *(const T *)(const void *)(a + i * as0 + l * as1);                          \
                const char *p = b + l * bs0;                                                      \
                if (bs1 == (int64_t)sizeof(T)) {                                                  \
                    for (int64_t j = 0; j < m; j++)                                               \
                        row[j] = (T)((S)row[j] + (S)x * (S)((const T *)(const void *)p)[j]);      \
                } else {                                                                          \
                    for (int64_t j = 0; j < m; j++)                                               \
                        row[j] =                                                                  \
                            (T)((S)row[j] + (S)x * (S) * (const T *)(const void *)(p + j * bs1)); \
                }                                                                                 \
                if (mr_poll(rt) < 0)                                                              \
                    return false;                                                                 \
            }                                                                                     \
        }                                                                                         \
        return true;                                                                              \
    }
#pragma GCC optimize("O3")
MULTIPLY(multiply_f64, double, double)
MULTIPLY(multiply_f32, float, float)
MULTIPLY(multiply_i64, int64_t, uint64_t)
MULTIPLY(multiply_i32, int32_t, uint32_t)
MULTIPLY(multiply_i16, int16_t, uint32_t)
MULTIPLY(multiply_i8, int8_t, uint32_t)

static bool multiply(mr_runtime *rt, enum np_dtype d, const char *a, int64_t as0, int64_t as1,
                     const char *b, int64_t bs0, int64_t bs1, char *c, int64_t n, int64_t m,
                     int64_t k)
{
    if (d == NP_FLOAT64)
        return multiply_f64(rt, a, as0, as1, b, bs0, bs1, c, n, m, k);
    if (d == NP_FLOAT32)
        return multiply_f32(rt, a, as0, as1, b, bs0, bs1, c, n, m, k);
    switch (np_size(d)) { /* modulo 2^bits the sign does not matter */
    case 8: return multiply_i64(rt, a, as0, as1, b, bs0, bs1, c, n, m, k);
    case 4: return multiply_i32(rt, a, as0, as1, b, bs0, bs1, c, n, m, k);
    case 2: return multiply_i16(rt, a, as0, as1, b, bs0, bs1, c, n, m, k);
    default: return multiply_i8(rt, a, as0, as1, b, bs0, bs1, c, n, m, k);
    }
}

/* Both operands as arrays of their common dtype; bool is calculated as int8. */
static bool operands(mr_runtime *rt, mr_value a, mr_value b, mr_value out[2], enum np_dtype *d,
                     bool *truth)
{
    mr_value pair[2] = {a, b};
    out[0] = out[1] = MR_NULL;
    for (int i = 0; i < 2; i++) {
        out[i] = np_array_argument(rt, pair[i]);
        if (!out[i])
            goto fail;
    }
    *d = np_promote(np_as(out[0])->dtype, np_as(out[1])->dtype);
    *truth = *d == NP_BOOL;
    for (int i = 0; i < 2; i++) {
        mr_replace(rt, &out[i], np_from(rt, out[i], *truth ? NP_INT64 : *d));
        if (!out[i])
            goto fail;
    }
    *d = *truth ? NP_INT64 : *d;
    return true;
fail:
    mr_decref(rt, out[0]);
    mr_decref(rt, out[1]);
    return false;
}

/* The product over the last dimension of a and the last but one of b (the only one of a vector);
 * stacks of matrices are broadcast. */
static mr_value product(mr_runtime *rt, np_array *a, np_array *b, enum np_dtype d)
{
    int64_t as[NP_MAX_DIMENSIONS], bs[NP_MAX_DIMENSIONS], shape[NP_MAX_DIMENSIONS],
        strides[3][NP_MAX_DIMENSIONS];
    bool va = a->ndim == 1, vb = b->ndim == 1;
    int stack_a = va ? 0 : a->ndim - 2, stack_b = vb ? 0 : b->ndim - 2,
        stack = stack_a > stack_b ? stack_a : stack_b, ndim;
    int64_t n = va ? 1 : a->dims[a->ndim - 2], k = a->dims[a->ndim - 1],
            m = vb ? 1 : b->dims[b->ndim - 1];
    memcpy(as, a->dims + a->ndim, (size_t)a->ndim * sizeof *as);
    memcpy(bs, b->dims + b->ndim, (size_t)b->ndim * sizeof *bs);
    for (int i = 0; i < stack; i++) {
        int ai = i - (stack - stack_a), bi = i - (stack - stack_b);
        int64_t x = ai >= 0 ? a->dims[ai] : 1, y = bi >= 0 ? b->dims[bi] : 1;
        if (x != y && x != 1 && y != 1)
            return mr_raise(rt, rt->exc.ValueError,
                            "matmul: stacks of matrices could not be broadcast together");
        shape[i] = x == 1 ? y : x;
        strides[0][i] = x == 1 ? 0 : as[ai];
        strides[1][i] = y == 1 ? 0 : bs[bi];
    }
    ndim = stack;
    if (!va)
        shape[ndim++] = n;
    if (!vb)
        shape[ndim++] = m;
    mr_value result = np_new(rt, d, ndim, shape, true);
    if (!result || np_count(np_as(result)) == 0)
        return result;
    int64_t step = n * m * (int64_t)np_size(d);
    for (int i = stack; i-- > 0;) {
        strides[2][i] = step;
        step *= shape[i];
    }
    char *data[3] = {a->data, b->data, np_as(result)->data};
    struct np_walk w;
    bool ok = true;
    for (np_walk_strided(&w, stack, shape, 3, data, strides, -1); ok && !w.done; np_walk_next(&w)) {
        for (int64_t i = 0; ok && i < w.row; i++)
            ok = multiply(rt, d, w.data[0] + i * w.row_stride[0], va ? 0 : as[a->ndim - 2],
                          as[a->ndim - 1], w.data[1] + i * w.row_stride[1],
                          vb ? bs[0] : bs[b->ndim - 2], vb ? 0 : bs[b->ndim - 1],
                          w.data[2] + i * w.row_stride[2], n, m, k);
    }
    if (!ok)
        mr_clear(rt, &result);
    return np_unwrap(rt, result);
}

static mr_value finish(mr_runtime *rt, mr_value pair[2], mr_value v, bool truth)
{
    mr_decref(rt, pair[0]);
    mr_decref(rt, pair[1]);
    if (v && truth) {
        mr_value array = np_from(rt, v, NP_BOOL);
        mr_replace(rt, &v, np_unwrap(rt, array));
    }
    return v;
}

mr_value np_matmul(mr_runtime *rt, mr_value a, mr_value b)
{
    mr_value pair[2], v = MR_NULL;
    enum np_dtype d;
    bool truth;
    if (!operands(rt, a, b, pair, &d, &truth))
        return MR_NULL;
    np_array *x = np_as(pair[0]), *y = np_as(pair[1]);
    if (x->ndim == 0 || y->ndim == 0)
        mr_raise(rt, rt->exc.ValueError,
                 "matmul: Input operand %d does not have enough dimensions (has 0, gufunc core "
                 "with signature "
                 "(n?,k),(k,m?)->(n?,m?) requires 1)",
                 x->ndim ? 1 : 0);
    else if (x->dims[x->ndim - 1] != y->dims[y->ndim == 1 ? 0 : y->ndim - 2])
        mr_raise(
            rt, rt->exc.ValueError,
            "matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature "
            "(n?,k),(k,m?)->(n?,m?) (size %lld is different from %lld)",
            (long long)y->dims[y->ndim == 1 ? 0 : y->ndim - 2], (long long)x->dims[x->ndim - 1]);
    else
        v = product(rt, x, y, d);
    return finish(rt, pair, v, truth);
}

mr_value np_dot(mr_runtime *rt, mr_value a, mr_value b)
{
    mr_value pair[2], v = MR_NULL;
    enum np_dtype d;
    bool truth;
    if (!operands(rt, a, b, pair, &d, &truth))
        return MR_NULL;
    np_array *x = np_as(pair[0]), *y = np_as(pair[1]);
    if (x->ndim == 0 || y->ndim == 0) {
        v = np_binary(rt, NP_MULTIPLY, pair[0], pair[1], MR_NULL);
    } else if (x->dims[x->ndim - 1] != y->dims[y->ndim == 1 ? 0 : y->ndim - 2]) {
        mr_value have = np_shape_text(rt, x->ndim, x->dims),
                 other = np_shape_text(rt, y->ndim, y->dims);
        int last = x->ndim - 1, first = y->ndim == 1 ? 0 : y->ndim - 2;
        if (have && other)
            mr_raise(rt, rt->exc.ValueError,
                     "shapes %V and %V not aligned: %lld (dim %d) != %lld (dim %d)", have, other,
                     (long long)x->dims[last], last, (long long)y->dims[first], first);
        mr_decref(rt, have);
        mr_decref(rt, other);
    } else if (y->ndim > 2) {
        np_unsupported(rt, "dot with an array of more than two dimensions; use matmul");
    } else {
        v = product(rt, x, y, d);
    }
    return finish(rt, pair, v, truth);
}

static mr_value m_dot(NP_ARGS) { return np_dot(rt, self, args[0]); }

static mr_value m_diagonal(NP_ARGS)
{
    mr_value in[1];
    int64_t offset = 0;
    np_array *a = np_as(self);
    if (!mr_bind(rt, "diagonal(offset=)", args, nargs, kwnames, in) ||
        (in[0] && !mr_to_int64(rt, in[0], &offset)))
        return MR_NULL;
    if (a->ndim != 2)
        return a->ndim < 2 ? mr_raise(rt, rt->exc.ValueError,
                                      "diag requires an array of at least two dimensions")
                           : np_unsupported(rt, "diagonals of more than two dimensions");
    int64_t rows = offset < 0 ? a->dims[0] + offset : a->dims[0],
            columns = offset > 0 ? a->dims[1] - offset : a->dims[1];
    int64_t n = rows < columns ? rows : columns, step = a->dims[2] + a->dims[3];
    n = n < 0 ? 0 : n;
    char *first = n == 0       ? a->data
                  : offset < 0 ? a->data - offset * a->dims[2]
                               : a->data + offset * a->dims[3];
    mr_value v = np_view(rt, a, a->dtype, first, 1, &n, &step);
    if (v)
        np_as(v)->readonly = true;
    return v;
}

static mr_value m_trace(NP_ARGS)
{
    mr_value d = m_diagonal(rt, self, args, nargs, kwnames);
    mr_value v =
        d ? np_reduce(rt, NP_ADD, np_as(d), MR_NULL, NP_NO_DTYPE, false, MR_NULL) : MR_NULL;
    mr_decref(rt, d);
    return v;
}

const mr_method_def np_linear_methods[] = {
    {"dot", m_dot, MR_ARGS_ONE, "The product of vectors or matrices."},
    {"diagonal", m_diagonal, MR_ARGS_ANY, "A view of the diagonal."},
    {"trace", m_trace, MR_ARGS_ANY, "The sum of the diagonal."},
    NP_METHODS_END,
};

static mr_value f_dot(NP_ARGS)
{
    mr_value in[2];
    return mr_bind(rt, "dot(a, b)", args, nargs, kwnames, in) ? np_dot(rt, in[0], in[1]) : MR_NULL;
}
static mr_value f_matmul(NP_ARGS)
{
    mr_value in[2];
    return mr_bind(rt, "matmul(a, b, /)", args, nargs, kwnames, in) ? np_matmul(rt, in[0], in[1])
                                                                    : MR_NULL;
}
static mr_value f_vdot(NP_ARGS)
{
    mr_value in[2], flat[2] = {MR_NULL, MR_NULL}, v = MR_NULL;
    if (!mr_bind(rt, "vdot(a, b)", args, nargs, kwnames, in))
        return MR_NULL;
    for (int i = 0; i < 2; i++) {
        mr_value a = np_array_argument(rt, in[i]);
        int64_t count = a ? np_count(np_as(a)) : 0;
        flat[i] = a ? np_reshape(rt, np_as(a), 1, &count, false) : MR_NULL;
        mr_decref(rt, a);
    }
    if (flat[0] && flat[1])
        v = np_dot(rt, flat[0], flat[1]);
    mr_decref(rt, flat[0]);
    mr_decref(rt, flat[1]);
    return v;
}
static mr_value f_trace(NP_ARGS)
{
    return np_as_method(rt, m_trace, "trace", args, nargs, kwnames);
}
static mr_value f_diagonal(NP_ARGS)
{
    return np_as_method(rt, m_diagonal, "diagonal", args, nargs, kwnames);
}
static mr_value f_outer(NP_ARGS)
{
    mr_value in[2], times, v = MR_NULL;
    if (!mr_bind(rt, "outer(a, b)", args, nargs, kwnames, in))
        return MR_NULL;
    times = mr_import_attr(rt, "numpy", "multiply");
    mr_value method = times ? mr_getattr_text(rt, times, "outer") : MR_NULL;
    v = method ? mr_call2(rt, method, in[0], in[1]) : MR_NULL;
    mr_decref(rt, method);
    mr_decref(rt, times);
    return v;
}

const mr_method_def np_linear_functions[] = {
    {"dot", f_dot, MR_ARGS_ANY, "The product of vectors or matrices."},
    {"matmul", f_matmul, MR_ARGS_ANY, "a @ b"},
    {"inner", f_dot, MR_ARGS_ANY, "The product of two vectors."},
    {"vdot", f_vdot, MR_ARGS_ANY, "The product of all items of a with those of b."},
    {"outer", f_outer, MR_ARGS_ANY, "The products of all pairs of two vectors."},
    {"trace", f_trace, MR_ARGS_ANY, NULL},
    {"diagonal", f_diagonal, MR_ARGS_ANY, NULL},
    NP_METHODS_END,
};
