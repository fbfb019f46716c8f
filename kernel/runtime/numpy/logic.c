/*
 * logic.c - comparing whole arrays: array_equal, isclose, allclose.
 */
#include <math.h>

#include "numpy/ndarray.h"

static mr_value f_array_equal(NP_ARGS)
{
    mr_value in[2];
    if (!mr_bind(rt, "array_equal(a1, a2)", args, nargs, kwnames, in))
        return MR_NULL;
    mr_value a = np_array_argument(rt, in[0]), b = a ? np_array_argument(rt, in[1]) : MR_NULL,
             v = MR_NULL, same = MR_NULL;
    if (!b) {
        mr_decref(rt, a);
        return MR_NULL;
    }
    if (np_as(a)->ndim != np_as(b)->ndim ||
        memcmp(np_as(a)->dims, np_as(b)->dims, (size_t)np_as(a)->ndim * sizeof(int64_t)))
        v = MR_FALSE;
    else
        same = np_binary(rt, NP_EQUAL, a, b, MR_NULL);
    if (same && np_is_array(rt, same))
        mr_replace(
            rt, &same,
            np_reduce(rt, NP_LOGICAL_AND, np_as(same), MR_NULL, NP_NO_DTYPE, false, MR_NULL));
    if (same) {
        int truth = mr_truth(rt, same);
        v = truth < 0 ? MR_NULL : mr_bool(truth);
    }
    mr_decref(rt, same);
    mr_decref(rt, a);
    mr_decref(rt, b);
    return v;
}

/* |a - b| <= atol + rtol * |b|, or equal; bools, in the shape both broadcast to. */
static mr_value close_items(mr_runtime *rt, const char *signature, const mr_value *args,
                            size_t nargs, mr_value kwnames)
{
    mr_value in[5], v = MR_NULL;
    double relative = 1e-5, absolute = 1e-8;
    int64_t shape[NP_MAX_DIMENSIONS];
    if (!mr_bind(rt, signature, args, nargs, kwnames, in) ||
        (in[2] && !mr_to_double(rt, in[2], &relative)) ||
        (in[3] && !mr_to_double(rt, in[3], &absolute)))
        return MR_NULL;
    int equal_nan = in[4] ? mr_truth(rt, in[4]) : 0;
    mr_value a = equal_nan < 0 ? MR_NULL : np_from(rt, in[0], NP_FLOAT64),
             b = a ? np_from(rt, in[1], NP_FLOAT64) : MR_NULL;
    int ndim = b ? np_broadcast(rt, np_as(a), np_as(b), shape) : -1;
    v = ndim < 0 ? MR_NULL : np_new(rt, NP_BOOL, ndim, shape, false);
    if (v) {
        struct np_walk w;
        np_array *arrays[3] = {np_as(v), np_as(a), np_as(b)};
        for (np_walk_init(&w, ndim, shape, 3, arrays); !w.done; np_walk_next(&w)) {
            for (int64_t i = 0; i < w.row; i++) {
                double x = *(double *)(void *)(w.data[1] + i * w.row_stride[1]);
                double y = *(double *)(void *)(w.data[2] + i * w.row_stride[2]);
                bool close = isfinite(x) && isfinite(y)
                                 ? fabs(x - y) <= absolute + relative * fabs(y)
                                 : x == y || (equal_nan && isnan(x) && isnan(y));
                w.data[0][i * w.row_stride[0]] = close;
            }
        }
    }
    mr_decref(rt, a);
    mr_decref(rt, b);
    return v;
}

static mr_value f_isclose(NP_ARGS)
{
    return np_unwrap(
        rt, close_items(rt, "isclose(a, b, rtol=, atol=, equal_nan=)", args, nargs, kwnames));
}

static mr_value f_allclose(NP_ARGS)
{
    mr_value a = close_items(rt, "allclose(a, b, rtol=, atol=, equal_nan=)", args, nargs, kwnames),
             v = MR_NULL;
    if (a)
        v = mr_bool(np_count_nonzero(np_as(a)) == np_count(np_as(a)));
    mr_decref(rt, a);
    return v;
}

/* Which items of the first are among the second's: a search in those, sorted. */
static mr_value f_isin(NP_ARGS)
{
    mr_value in[2], out = MR_NULL, test = MR_NULL;
    if (!mr_bind(rt, "isin(element, test_elements)", args, nargs, kwnames, in))
        return MR_NULL;
    enum np_dtype d = NP_NO_DTYPE;
    mr_value a = np_array_argument(rt, in[0]), b = a ? np_array_argument(rt, in[1]) : MR_NULL,
             items = MR_NULL;
    if (b) {
        int64_t count = np_count(np_as(b));
        d = np_promote(np_as(a)->dtype, np_as(b)->dtype);
        items = np_copy(rt, np_as(a), d);
        mr_value copy = items ? np_copy(rt, np_as(b), d) : MR_NULL;
        test = copy ? np_reshape(rt, np_as(copy), 1, &count, true) : MR_NULL;
        mr_decref(rt, copy);
    }
    if (test && np_sort_row(rt, d, np_as(test)->data, np_as(test)->dims[0]))
        out = np_new(rt, NP_BOOL, np_as(a)->ndim, np_as(a)->dims, false);
    enum np_dtype gives;
    np_loop less = out ? np_loop_of(NP_LESS, d, &gives) : NULL,
            equal = out ? np_loop_of(NP_EQUAL, d, &gives) : NULL;
    int64_t size = d == NP_NO_DTYPE ? 0 : (int64_t)np_size(d), n = out ? np_count(np_as(out)) : 0;
    static const int64_t none[3] = {0};
    for (int64_t i = 0; i < n; i++) {
        char *x = np_as(items)->data + i * size, *base = np_as(test)->data;
        int64_t low = 0, high = np_as(test)->dims[0];
        uint8_t truth = 0;
        while (low < high) {
            int64_t middle = low + (high - low) / 2;
            less((char *[]){base + middle * size, x, (char *)&truth}, none, 1);
            if (truth)
                low = middle + 1;
            else
                high = middle;
        }
        truth = 0;
        if (low < np_as(test)->dims[0])
            equal((char *[]){base + low * size, x, (char *)&truth}, none, 1);
        np_as(out)->data[i] = (char)truth;
    }
    mr_decref(rt, test);
    mr_decref(rt, items);
    mr_decref(rt, a);
    mr_decref(rt, b);
    return np_unwrap(rt, out);
}

const mr_method_def np_logic_functions[] = {
    {"isin", f_isin, MR_ARGS_ANY, "Which items are among the others?"},
    {"array_equal", f_array_equal, MR_ARGS_ANY, "The same shape and the same items?"},
    {"isclose", f_isclose, MR_ARGS_ANY, "Which items are equal within tolerances?"},
    {"allclose", f_allclose, MR_ARGS_ANY, "Are all items equal within tolerances?"},
    NP_METHODS_END,
};
