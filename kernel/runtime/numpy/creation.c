/*
 * creation.c - new arrays: zeros, arange, linspace, of sequences and buffers.
 */
#include <math.h>

#include "numpy/ndarray.h"
#include "types/bytes.h"

static mr_value filled(mr_runtime *rt, enum np_dtype d, int ndim, const int64_t *shape, mr_value v)
{
    mr_value source = np_from(rt, v, np_is_array(rt, v) ? NP_NO_DTYPE : d);
    mr_value a = source ? np_new(rt, d, ndim, shape, false) : MR_NULL;
    if (a && !np_assign(rt, np_as(a), np_as(source)))
        mr_clear(rt, &a);
    mr_decref(rt, source);
    return a;
}

/* zeros, ones, empty: v MR_NULL for zeros, None for whatever is there. */
static mr_value by_shape(mr_runtime *rt, const char *signature, mr_value v, const mr_value *args,
                         size_t nargs, mr_value kwnames)
{
    mr_value in[3];
    enum np_dtype d;
    int64_t shape[NP_MAX_DIMENSIONS];
    if (!mr_bind(rt, signature, args, nargs, kwnames, in) ||
        !np_dtype_argument(rt, in[1], NP_FLOAT64, &d))
        return MR_NULL;
    int ndim = np_shape_argument(rt, in[0], shape);
    if (ndim < 0)
        return MR_NULL;
    return v && v != MR_NONE ? filled(rt, d, ndim, shape, v) : np_new(rt, d, ndim, shape, !v);
}
static mr_value f_zeros(NP_ARGS)
{
    return by_shape(rt, "zeros(shape, dtype=, order=)", MR_NULL, args, nargs, kwnames);
}
static mr_value f_ones(NP_ARGS)
{
    return by_shape(rt, "ones(shape, dtype=, order=)", mr_small_int(1), args, nargs, kwnames);
}
static mr_value f_empty(NP_ARGS)
{
    return by_shape(rt, "empty(shape, dtype=, order=)", MR_NONE, args, nargs, kwnames);
}

static mr_value f_full(NP_ARGS)
{
    mr_value in[4];
    enum np_dtype d;
    int64_t shape[NP_MAX_DIMENSIONS];
    if (!mr_bind(rt, "full(shape, fill_value, dtype=, order=)", args, nargs, kwnames, in) ||
        !np_dtype_argument(rt, in[2], NP_NO_DTYPE, &d))
        return MR_NULL;
    int ndim = np_shape_argument(rt, in[0], shape);
    mr_value v = ndim < 0 ? MR_NULL : np_from(rt, in[1], NP_NO_DTYPE);
    mr_value a = v ? filled(rt, d == NP_NO_DTYPE ? np_as(v)->dtype : d, ndim, shape, v) : MR_NULL;
    mr_decref(rt, v);
    return a;
}

/* The same shape as another array. */
static mr_value like(mr_runtime *rt, mr_value other, mr_value dtype, mr_value v)
{
    enum np_dtype d;
    mr_value model = np_array_argument(rt, other), a = MR_NULL;
    if (model && np_dtype_argument(rt, dtype, np_as(model)->dtype, &d))
        a = v && v != MR_NONE ? filled(rt, d, np_as(model)->ndim, np_as(model)->dims, v)
                              : np_new(rt, d, np_as(model)->ndim, np_as(model)->dims, !v);
    mr_decref(rt, model);
    return a;
}
#define LIKE(name, v)                                                             \
    static mr_value f_##name(NP_ARGS)                                             \
    {                                                                             \
        mr_value in[3];                                                           \
        return mr_bind(rt, #name "(a, dtype=, order=)", args, nargs, kwnames, in) \
                   ? like(rt, in[0], in[1], v)                                    \
                   : MR_NULL;                                                     \
    }
LIKE(zeros_like, MR_NULL)
LIKE(ones_like, mr_small_int(1))
LIKE(empty_like, MR_NONE)
static mr_value f_full_like(NP_ARGS)
{
    mr_value in[4];
    return mr_bind(rt, "full_like(a, fill_value, dtype=, order=)", args, nargs, kwnames, in)
               ? like(rt, in[0], in[2], in[1])
               : MR_NULL;
}

static mr_value convert(mr_runtime *rt, mr_value v, mr_value dtype, bool copy)
{
    enum np_dtype d;
    if (!np_dtype_argument(rt, dtype, NP_NO_DTYPE, &d))
        return MR_NULL;
    mr_value a = np_from(rt, v, d);
    if (a == v && copy)
        mr_replace(rt, &a, np_copy(rt, np_as(v), np_as(v)->dtype));
    return a;
}
static mr_value f_array(NP_ARGS)
{
    mr_value in[6];
    if (!mr_bind(rt, "array(object, dtype=, *, copy=, order=, subok=, ndmin=)", args, nargs,
                 kwnames, in))
        return MR_NULL;
    int copy = in[2] ? mr_truth(rt, in[2]) : 1;
    int64_t least = 0, shape[NP_MAX_DIMENSIONS];
    if (copy < 0 || (in[5] && !mr_to_int64(rt, in[5], &least)))
        return MR_NULL;
    mr_value a = convert(rt, in[0], in[1], copy);
    if (a && least > np_as(a)->ndim && least <= NP_MAX_DIMENSIONS) {
        for (int i = 0; i < least; i++)
            shape[i] =
                i < least - np_as(a)->ndim ? 1 : np_as(a)->dims[i - (least - np_as(a)->ndim)];
        mr_replace(rt, &a, np_reshape(rt, np_as(a), (int)least, shape, false));
    }
    return a;
}
static mr_value f_asarray(NP_ARGS)
{
    mr_value in[3];
    return mr_bind(rt, "asarray(a, dtype=, order=)", args, nargs, kwnames, in)
               ? convert(rt, in[0], in[1], false)
               : MR_NULL;
}
static mr_value f_ascontiguousarray(NP_ARGS)
{
    mr_value in[2];
    if (!mr_bind(rt, "ascontiguousarray(a, dtype=)", args, nargs, kwnames, in))
        return MR_NULL;
    mr_value a = convert(rt, in[0], in[1], false);
    if (a && !np_is_contiguous(np_as(a)))
        mr_replace(rt, &a, np_copy(rt, np_as(a), np_as(a)->dtype));
    return a;
}

/* ---- ranges ---- */

static mr_value f_arange(NP_ARGS)
{
    mr_value in[4];
    enum np_dtype d;
    if (!mr_bind(rt, "arange(start=, stop=, step=, dtype=)", args, nargs, kwnames, in))
        return MR_NULL;
    if (!in[0] && !in[1])
        return mr_raise(rt, rt->exc.TypeError, "arange() requires stop to be specified.");
    mr_value start =
        in[1] && in[1] != MR_NONE ? (in[0] ? in[0] : mr_small_int(0)) : mr_small_int(0);
    mr_value stop = in[1] && in[1] != MR_NONE ? in[1] : in[0],
             step = in[2] && in[2] != MR_NONE ? in[2] : mr_small_int(1);
    mr_value numbers[3] = {start, stop, step};
    enum np_dtype natural = NP_INT64;
    double real[3];
    int64_t whole[3] = {0};
    for (int k = 0; k < 3; k++) {
        enum np_dtype own = np_result_type(rt, 1, &numbers[k]);
        if (own == NP_NO_DTYPE || !mr_to_double(rt, numbers[k], &real[k]))
            return MR_NULL;
        natural = np_promote(natural, own);
    }
    if (!np_dtype_argument(rt, in[3], natural, &d))
        return MR_NULL;
    if (real[2] == 0)
        return mr_raise(rt, rt->exc.ZeroDivisionError, "division by zero");
    int64_t n;
    if (np_is_float(natural)) {
        double length = ceil((real[1] - real[0]) / real[2]);
        if (isnan(length))
            return mr_raise(rt, rt->exc.ValueError, "arange: cannot compute length");
        if (length > 9e18)
            return mr_raise(rt, rt->exc.ValueError, "Maximum allowed size exceeded");
        n = length > 0 ? (int64_t)length : 0;
    } else {
        for (int k = 0; k < 3; k++) {
            if (!mr_to_int64(rt, numbers[k], &whole[k]))
                return MR_NULL;
        }
        __int128 span = (__int128)whole[1] - whole[0];
        __int128 length = whole[2] > 0 ? (span + whole[2] - 1) / whole[2]
                                       : (-span - whole[2] - 1) / -(__int128)whole[2];
        if (length > INT64_MAX)
            return mr_raise(rt, rt->exc.ValueError, "Maximum allowed size exceeded");
        n = span != 0 && (span > 0) == (whole[2] > 0) ? (int64_t)length : 0;
    }
    mr_value a = np_new(rt, d, 1, &n, false);
    if (!a)
        return MR_NULL;
    char *out = np_as(a)->data;
    int64_t size = (int64_t)np_size(d);
    /* the second item is rounded to the dtype first, and all others follow at that distance */
    double delta = real[0] + real[2], first = real[0];
    if (d == NP_FLOAT32) {
        first = (float)first;
        delta = (float)delta;
    }
    delta -= first;
    enum { CHUNK = 1024 };
    for (int64_t done = 0; done < n; done += CHUNK) {
        int64_t now = n - done < CHUNK ? n - done : CHUNK;
        union {
            double f[CHUNK];
            int64_t i[CHUNK];
        } room;
        if (np_is_float(natural) || np_is_float(d)) {
            double *f = d == NP_FLOAT64 ? (double *)(void *)out + done : room.f;
            for (int64_t i = 0; i < now; i++)
                f[i] = done + i == 1 ? first + delta : first + (double)(done + i) * delta;
            if (d != NP_FLOAT64)
                np_cast(d, out + done * size, size, NP_FLOAT64, (char *)room.f, 8, now);
        } else {
            int64_t *v = size == 8 ? (int64_t *)(void *)out + done : room.i;
            for (int64_t i = 0; i < now; i++)
                v[i] = (int64_t)((uint64_t)whole[0] + (uint64_t)(done + i) * (uint64_t)whole[2]);
            if (size != 8)
                np_cast(d, out + done * size, size, NP_INT64, (char *)room.i, 8, now);
        }
        if (mr_poll(rt) < 0) {
            mr_decref(rt, a);
            return MR_NULL;
        }
    }
    return a;
}

static mr_value f_linspace(NP_ARGS)
{
    mr_value in[6], a = MR_NULL;
    enum np_dtype d;
    double start, stop;
    int64_t n = 50;
    if (!mr_bind(rt, "linspace(start, stop, num=, endpoint=, retstep=, dtype=)", args, nargs,
                 kwnames, in) ||
        !mr_to_double(rt, in[0], &start) || !mr_to_double(rt, in[1], &stop) ||
        (in[2] && !mr_to_int64(rt, in[2], &n)) || !np_dtype_argument(rt, in[5], NP_FLOAT64, &d))
        return MR_NULL;
    int endpoint = in[3] ? mr_truth(rt, in[3]) : 1, with_step = in[4] ? mr_truth(rt, in[4]) : 0;
    if (endpoint < 0 || with_step < 0)
        return MR_NULL;
    if (n < 0)
        return mr_raise(rt, rt->exc.ValueError, "Number of samples, %lld, must be non-negative.",
                        (long long)n);
    a = np_new(rt, NP_FLOAT64, 1, &n, false);
    if (!a)
        return MR_NULL;
    double *out = (double *)(void *)np_as(a)->data, span = stop - start;
    int64_t parts = endpoint ? n - 1 : n;
    double step = parts > 0 ? span / (double)parts : NAN;
    for (int64_t i = 0; i < n; i++) {
        if (parts <= 0)
            out[i] = (double)i * span + start;
        else
            out[i] = (step == 0 ? (double)i / (double)parts * span : (double)i * step) + start;
    }
    if (endpoint && n > 1)
        out[n - 1] = stop;
    if (d != NP_FLOAT64) {
        if (!np_is_float(d)) {
            for (int64_t i = 0; i < n; i++)
                out[i] = floor(out[i]);
        }
        mr_replace(rt, &a, np_copy(rt, np_as(a), d));
    }
    if (a && with_step) {
        mr_value size = np_item(rt, NP_FLOAT64, &step);
        mr_value pair = size ? mr_tuple_pack(rt, 2, a, size) : MR_NULL;
        mr_decref(rt, size);
        mr_replace(rt, &a, pair);
    }
    return a;
}

/* ---- matrices ---- */

static mr_value eye(mr_runtime *rt, int64_t rows, int64_t columns, int64_t diagonal,
                    enum np_dtype d)
{
    int64_t shape[2] = {rows, columns}, one = 1;
    if (rows < 0 || columns < 0)
        return mr_raise(rt, rt->exc.ValueError, "negative dimensions are not allowed");
    mr_value a = np_new(rt, d, 2, shape, true);
    for (int64_t i = 0; a && i < rows; i++) {
        int64_t j = i + diagonal;
        if (j >= 0 && j < columns)
            np_cast(d, np_as(a)->data + (i * columns + j) * (int64_t)np_size(d), 0, NP_INT64,
                    (char *)&one, 0, 1);
    }
    return a;
}
static mr_value f_eye(NP_ARGS)
{
    mr_value in[4];
    enum np_dtype d;
    int64_t rows, columns, diagonal = 0;
    if (!mr_bind(rt, "eye(N, M=, k=, dtype=)", args, nargs, kwnames, in) ||
        !mr_to_int64(rt, in[0], &rows) || !np_dtype_argument(rt, in[3], NP_FLOAT64, &d) ||
        (in[2] && !mr_to_int64(rt, in[2], &diagonal)))
        return MR_NULL;
    columns = rows;
    if (in[1] && in[1] != MR_NONE && !mr_to_int64(rt, in[1], &columns))
        return MR_NULL;
    return eye(rt, rows, columns, diagonal, d);
}
static mr_value f_identity(NP_ARGS)
{
    mr_value in[2];
    enum np_dtype d;
    int64_t n;
    if (!mr_bind(rt, "identity(n, dtype=)", args, nargs, kwnames, in) ||
        !mr_to_int64(rt, in[0], &n) || !np_dtype_argument(rt, in[1], NP_FLOAT64, &d))
        return MR_NULL;
    return eye(rt, n, n, 0, d);
}

/* ---- from others ---- */

static mr_value f_frombuffer(NP_ARGS)
{
    mr_value in[4];
    enum np_dtype d;
    int64_t count = -1, offset = 0;
    mr_buffer view;
    if (!mr_bind(rt, "frombuffer(buffer, dtype=, count=, offset=)", args, nargs, kwnames, in) ||
        !np_dtype_argument(rt, in[1], NP_FLOAT64, &d) ||
        (in[2] && !mr_to_int64(rt, in[2], &count)) || (in[3] && !mr_to_int64(rt, in[3], &offset)))
        return MR_NULL;
    int64_t size = (int64_t)np_size(d);
    if (mr_buffer_get(rt, in[0], &view, 0) < 0)
        return MR_NULL;
    int64_t length = (int64_t)view.length;
    char *data = (char *)view.data + offset;
    bool readonly = view.readonly;
    mr_buffer_release(rt, &view);
    if (offset < 0 || offset > length)
        return mr_raise(rt, rt->exc.ValueError,
                        "offset must be non-negative and no greater than buffer length (%lld)",
                        (long long)length);
    if (count < 0) {
        if ((length - offset) % size)
            return mr_raise(rt, rt->exc.ValueError,
                            "buffer size must be a multiple of element size");
        count = (length - offset) / size;
    }
    if (count > (length - offset) / size)
        return mr_raise(rt, rt->exc.ValueError, "buffer is smaller than requested size");
    if (mr_is_bytearray(in[0]) || (uintptr_t)data % (size_t)size || !mr_is_bytes(in[0])) {
        /* memory that may move, or is not aligned: a copy */
        mr_value copy = np_new(rt, d, 1, &count, false);
        if (copy)
            memcpy(np_as(copy)->data, data, (size_t)(count * size));
        return copy;
    }
    np_array owner = {.base = in[0], .readonly = readonly};
    return np_view(rt, &owner, d, data, 1, &count, &size);
}

static mr_value f_fromiter(NP_ARGS)
{
    mr_value in[3];
    int64_t count = -1, n = 0, room = 64;
    if (!mr_bind(rt, "fromiter(iter, dtype, count=)", args, nargs, kwnames, in) ||
        (in[2] && !mr_to_int64(rt, in[2], &count)))
        return MR_NULL;
    enum np_dtype d = np_dtype_of(rt, in[1]);
    if (d == NP_NO_DTYPE)
        return MR_NULL;
    room = count > 0 ? count : room;
    mr_value it = mr_iter(rt, in[0]), a = it ? np_new(rt, d, 1, &room, false) : MR_NULL, item;
    size_t size = np_size(d);
    while (a && (count < 0 || n < count) && (item = mr_next(rt, it))) {
        if (n == room) {
            char *block =
                mr_buf_resize(rt, np_as(a)->block, np_as(a)->block_bytes, (size_t)room * 2 * size);
            if (block) {
                room *= 2;
                np_as(a)->data = np_as(a)->block = block;
                np_as(a)->block_bytes = (size_t)room * size;
                np_as(a)->dims[0] = room;
            } else {
                mr_clear(rt, &a);
            }
        }
        if (a && !np_store_item(rt, d, np_as(a)->data + (size_t)n++ * size, item))
            mr_clear(rt, &a);
        mr_decref(rt, item);
    }
    if (a && mr_error(rt))
        mr_clear(rt, &a);
    if (a && count >= 0 && n < count) {
        mr_raise(rt, rt->exc.ValueError,
                 "iterator too short: Expected %lld but iterator had only %lld items.",
                 (long long)count, (long long)n);
        mr_clear(rt, &a);
    }
    if (a && n < room) {
        char *block = mr_buf_resize(rt, np_as(a)->block, np_as(a)->block_bytes, (size_t)n * size);
        if (block) {
            np_as(a)->data = np_as(a)->block = block;
            np_as(a)->block_bytes = (size_t)n * size;
        }
        mr_error_clear(rt);
        np_as(a)->dims[0] = n;
    }
    mr_decref(rt, it);
    return a;
}

static mr_value f_copyto(NP_ARGS)
{
    mr_value in[2];
    if (!mr_bind(rt, "copyto(dst, src)", args, nargs, kwnames, in))
        return MR_NULL;
    if (!np_is_array(rt, in[0]))
        return mr_raise(rt, rt->exc.TypeError, "copyto() argument 1 must be numpy.ndarray, not %T",
                        in[0]);
    mr_value source = np_array_argument(rt, in[1]);
    bool ok = source && np_assign(rt, np_as(in[0]), np_as(source));
    mr_decref(rt, source);
    return ok ? MR_NONE : MR_NULL;
}

const mr_method_def np_creation_functions[] = {
    {"zeros", f_zeros, MR_ARGS_ANY, "zeros(shape, dtype=float)"},
    {"ones", f_ones, MR_ARGS_ANY, "ones(shape, dtype=float)"},
    {"empty", f_empty, MR_ARGS_ANY, "empty(shape, dtype=float): items are not set"},
    {"full", f_full, MR_ARGS_ANY, "full(shape, fill_value, dtype=None)"},
    {"zeros_like", f_zeros_like, MR_ARGS_ANY, "Zeros in the shape of another array."},
    {"ones_like", f_ones_like, MR_ARGS_ANY, "Ones in the shape of another array."},
    {"empty_like", f_empty_like, MR_ARGS_ANY, "An array in the shape of another."},
    {"full_like", f_full_like, MR_ARGS_ANY, "One number in the shape of another array."},
    {"array", f_array, MR_ARGS_ANY,
     "array(object, dtype=None, *, copy=True): an array of numbers, sequences, arrays"},
    {"asarray", f_asarray, MR_ARGS_ANY,
     "asarray(a, dtype=None): no copy of what is an array already"},
    {"asanyarray", f_asarray, MR_ARGS_ANY, "asarray(a, dtype=None)"},
    {"ascontiguousarray", f_ascontiguousarray, MR_ARGS_ANY,
     "An array in C's order, a copy if need be."},
    {"arange", f_arange, MR_ARGS_ANY, "arange([start,] stop[, step], dtype=None)"},
    {"linspace", f_linspace, MR_ARGS_ANY,
     "linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None)"},
    {"eye", f_eye, MR_ARGS_ANY, "eye(N, M=None, k=0, dtype=float)"},
    {"identity", f_identity, MR_ARGS_ANY, "identity(n, dtype=float)"},
    {"frombuffer", f_frombuffer, MR_ARGS_ANY,
     "frombuffer(buffer, dtype=float, count=-1, offset=0)"},
    {"fromiter", f_fromiter, MR_ARGS_ANY, "fromiter(iter, dtype, count=-1)"},
    {"copyto", f_copyto, MR_ARGS_ANY, "copyto(dst, src)"},
    NP_METHODS_END,
};
