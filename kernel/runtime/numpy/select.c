/*
 * select.c - choosing items: nonzero, where, clip, take, round.
 */
#include <math.h>

#include "numpy/ndarray.h"

int64_t np_count_nonzero(np_array *a)
{
    int64_t count = 0;
    struct np_walk w;
    for (np_walk_init(&w, a->ndim, a->dims, 1, &a); !w.done; np_walk_next(&w)) {
        if (a->dtype == NP_BOOL) {
            for (int64_t i = 0; i < w.row; i++)
                count += w.data[0][i * w.row_stride[0]] != 0;
            continue;
        }
        enum { CHUNK = 1024 };
        uint8_t truth[CHUNK];
        for (int64_t done = 0; done < w.row; done += CHUNK) {
            int64_t now = w.row - done < CHUNK ? w.row - done : CHUNK;
            np_cast(NP_BOOL, (char *)truth, 1, a->dtype, w.data[0] + done * w.row_stride[0],
                    w.row_stride[0], now);
            for (int64_t i = 0; i < now; i++)
                count += truth[i];
        }
    }
    return count;
}

bool np_nonzero(mr_runtime *rt, np_array *a, mr_value places[NP_MAX_DIMENSIONS])
{
    int64_t count = np_count_nonzero(a), at = 0, total = np_count(a),
            index[NP_MAX_DIMENSIONS] = {0};
    for (int i = 0; i < a->ndim; i++) {
        places[i] = np_new(rt, NP_INT64, 1, &count, false);
        if (!places[i]) {
            while (i-- > 0)
                mr_decref(rt, places[i]);
            return false;
        }
    }
    const char *p = a->data;
    for (int64_t n = 0; n < total; n++) {
        uint8_t truth;
        np_cast(NP_BOOL, (char *)&truth, 1, a->dtype, p, 0, 1);
        if (truth) {
            for (int i = 0; i < a->ndim; i++)
                ((int64_t *)(void *)np_as(places[i])->data)[at] = index[i];
            at++;
        }
        for (int i = a->ndim; i-- > 0;) {
            p += a->dims[a->ndim + i];
            if (++index[i] < a->dims[i])
                break;
            p -= a->dims[a->ndim + i] * a->dims[i];
            index[i] = 0;
        }
    }
    return true;
}

static mr_value m_nonzero(NP_ARGS)
{
    mr_value places[NP_MAX_DIMENSIONS];
    np_array *a = np_as(self);
    if (a->ndim == 0)
        return np_unsupported(rt, "nonzero of arrays without dimensions");
    if (!np_nonzero(rt, a, places))
        return MR_NULL;
    mr_value t = mr_tuple_new(rt, places, a->ndim);
    for (int i = 0; i < a->ndim; i++)
        mr_decref(rt, places[i]);
    return t;
}

static mr_value m_clip(NP_ARGS)
{
    mr_value in[3];
    if (!mr_bind(rt, "clip(min=, max=, out=)", args, nargs, kwnames, in))
        return MR_NULL;
    bool low = in[0] && in[0] != MR_NONE, high = in[1] && in[1] != MR_NONE;
    mr_value out = in[2] && in[2] != MR_NONE ? in[2] : MR_NULL;
    if (!low && !high)
        return mr_raise(rt, rt->exc.ValueError, "One of max or min must be given");
    if (out && !np_is_array(rt, out))
        return mr_raise(rt, rt->exc.TypeError, "return arrays must be of ArrayType");
    mr_value v = low ? np_binary(rt, NP_MAXIMUM, self, in[0], out) : mr_incref(self);
    if (v && high) {
        bool in_place = low && np_is_array(rt, v);
        enum np_dtype d = in_place ? np_result_type(rt, 2, (mr_value[]){v, in[1]}) : NP_NO_DTYPE;
        mr_error_clear(rt);
        in_place = in_place && d == np_as(v)->dtype && !np_as(v)->base;
        mr_replace(rt, &v, np_binary(rt, NP_MINIMUM, v, in[1], out ? out : in_place ? v : MR_NULL));
    }
    return v;
}

double np_rounded(double x, int64_t digits)
{
    if (digits == 0)
        return rint(x);
    double factor = pow(10, (double)(digits < 0 ? -digits : digits));
    return digits > 0 ? rint(x * factor) / factor : rint(x / factor) * factor;
}

static mr_value m_round(NP_ARGS)
{
    mr_value in[2];
    int64_t digits = 0;
    np_array *a = np_as(self);
    if (!mr_bind(rt, "round(decimals=, out=)", args, nargs, kwnames, in) ||
        (in[0] && !mr_to_int64(rt, in[0], &digits)))
        return MR_NULL;
    if (in[1] && in[1] != MR_NONE)
        return np_unsupported(rt, "out= of round");
    if (!np_is_float(a->dtype) && digits >= 0)
        return np_unwrap(rt, np_copy(rt, a, a->dtype));
    if (!np_is_float(a->dtype))
        return np_unsupported(rt, "round of integers to negative decimals");
    if (digits == 0)
        return np_unary(rt, NP_RINT, self, MR_NULL);
    mr_value factor = mr_float(pow(10, (double)(digits < 0 ? -digits : digits)));
    mr_value v = np_binary(rt, digits > 0 ? NP_MULTIPLY : NP_DIVIDE, self, factor, MR_NULL);
    bool array = v && np_is_array(rt, v);
    if (v)
        mr_replace(rt, &v, np_unary(rt, NP_RINT, v, array ? v : MR_NULL));
    if (v)
        mr_replace(
            rt, &v,
            np_binary(rt, digits > 0 ? NP_DIVIDE : NP_MULTIPLY, v, factor, array ? v : MR_NULL));
    return v;
}

static mr_value m_take(NP_ARGS)
{
    mr_value in[2], v = MR_NULL;
    int64_t axis = 0, count = np_count(np_as(self));
    int at = 0;
    if (!mr_bind(rt, "take(indices, axis=)", args, nargs, kwnames, in))
        return MR_NULL;
    bool all = !in[1] || in[1] == MR_NONE;
    if (!all && (!mr_to_int64(rt, in[1], &axis) || !np_axis(rt, axis, np_as(self)->ndim, &at)))
        return MR_NULL;
    mr_value a = all ? np_reshape(rt, np_as(self), 1, &count, false) : mr_incref(self);
    mr_value indices = a ? np_from(rt, in[0], NP_INT64) : MR_NULL;
    if (indices)
        v = np_unwrap(rt, np_take(rt, np_as(a), np_as(indices), at));
    mr_decref(rt, indices);
    mr_decref(rt, a);
    return v;
}

const mr_method_def np_select_methods[] = {
    {"nonzero", m_nonzero, MR_ARGS_NONE,
     "Where the items are not zero, an array for each dimension."},
    {"clip", m_clip, MR_ARGS_ANY, "clip(min=None, max=None): items within bounds"},
    {"round", m_round, MR_ARGS_ANY, "round(decimals=0)"},
    {"take", m_take, MR_ARGS_ANY, "take(indices, axis=None)"},
    NP_METHODS_END,
};

#define FUNCTION(name)                                                  \
    static mr_value f_##name(NP_ARGS)                                   \
    {                                                                   \
        return np_as_method(rt, m_##name, #name, args, nargs, kwnames); \
    }
FUNCTION(nonzero)
FUNCTION(clip)
FUNCTION(round)
FUNCTION(take)

static mr_value unwrapped_function(mr_runtime *rt, mr_value v)
{
    return v && np_is_array(rt, v) ? np_unwrap(rt, v) : v;
}

static mr_value f_around(NP_ARGS)
{
    return unwrapped_function(rt, f_round(rt, self, args, nargs, kwnames));
}

/* Bytes of the chosen items, row by row. */
static bool choose(mr_runtime *rt, np_array *out, np_array *condition, np_array *x, np_array *y)
{
    struct np_walk values, test;
    np_array *three[3] = {out, x, y};
    np_walk_init(&values, out->ndim, out->dims, 3, three);
    np_array *one[1] = {condition};
    np_walk_init(&test, out->ndim, out->dims, 1, one);
    /* Both walk in C's order; their rows may differ in length. */
    int64_t i = 0, j = 0;
    while (!values.done && !test.done) {
        int64_t left_values = values.row - i, left_test = test.row - j;
        int64_t n = left_values < left_test ? left_values : left_test;
        size_t size = np_size(out->dtype);
        char *r = values.data[0] + i * values.row_stride[0];
        const char *p = values.data[1] + i * values.row_stride[1],
                   *q = values.data[2] + i * values.row_stride[2];
        const char *c = test.data[0] + j * test.row_stride[0];
        for (int64_t k = 0; k < n; k++) {
            const char *from = *c ? p : q;
            if (size == 8)
                memcpy(r, from, 8);
            else
                memcpy(r, from, size);
            r += values.row_stride[0];
            p += values.row_stride[1];
            q += values.row_stride[2];
            c += test.row_stride[0];
        }
        i += n;
        j += n;
        if (i == values.row) {
            np_walk_next(&values);
            i = 0;
        }
        if (j == test.row) {
            np_walk_next(&test);
            j = 0;
        }
        if (mr_poll(rt) < 0)
            return false;
    }
    return true;
}

static mr_value f_where(NP_ARGS)
{
    mr_value in[3], result = MR_NULL;
    int64_t shape[NP_MAX_DIMENSIONS];
    if (!mr_bind(rt, "where(condition, x=, y=, /)", args, nargs, kwnames, in))
        return MR_NULL;
    if (!in[1])
        return np_as_method(rt, m_nonzero, "where", args, nargs, kwnames);
    if (!in[2])
        return mr_raise(rt, rt->exc.ValueError,
                        "either both or neither of x and y should be given");
    enum np_dtype d = np_result_type(rt, 2, in + 1);
    if (d == NP_NO_DTYPE)
        return MR_NULL;
    mr_value condition = np_from(rt, in[0], NP_BOOL), x = np_from(rt, in[1], d),
             y = x ? np_from(rt, in[2], d) : MR_NULL;
    int ndim = condition && x && y ? np_broadcast(rt, np_as(x), np_as(y), shape) : -1;
    if (ndim >= 0) {
        /* an array of no items stands for the shape of both */
        np_array *pair = mr_buf_new0(rt, sizeof *pair + 2 * NP_MAX_DIMENSIONS * sizeof(int64_t));
        if (pair) {
            pair->ndim = (uint8_t)ndim;
            memcpy(pair->dims, shape, (size_t)ndim * sizeof *shape);
            ndim = np_broadcast(rt, np_as(condition), pair, shape);
            mr_buf_free(rt, pair, sizeof *pair + 2 * NP_MAX_DIMENSIONS * sizeof(int64_t));
        } else {
            ndim = -1;
        }
    }
    if (ndim >= 0)
        result = np_new(rt, d, ndim, shape, false);
    if (result && !choose(rt, np_as(result), np_as(condition), np_as(x), np_as(y)))
        mr_clear(rt, &result);
    mr_decref(rt, condition);
    mr_decref(rt, x);
    mr_decref(rt, y);
    return result;
}

static mr_value f_count_nonzero(NP_ARGS)
{
    mr_value in[2];
    if (!mr_bind(rt, "count_nonzero(a, axis=)", args, nargs, kwnames, in))
        return MR_NULL;
    mr_value a = np_array_argument(rt, in[0]), v = MR_NULL, truth = MR_NULL;
    if (a && (!in[1] || in[1] == MR_NONE)) {
        v = mr_int_from(rt, np_count_nonzero(np_as(a)));
    } else if (a) {
        truth = np_from(rt, a, NP_BOOL);
        v = truth ? np_reduce(rt, NP_ADD, np_as(truth), in[1], NP_INT64, false, MR_NULL) : MR_NULL;
    }
    mr_decref(rt, truth);
    mr_decref(rt, a);
    return v;
}

static mr_value f_flatnonzero(NP_ARGS)
{
    mr_value a = np_array_argument(rt, args[0]), places[NP_MAX_DIMENSIONS];
    int64_t count = a ? np_count(np_as(a)) : 0;
    mr_value flat = a ? np_reshape(rt, np_as(a), 1, &count, false) : MR_NULL;
    bool ok = flat && np_nonzero(rt, np_as(flat), places);
    mr_decref(rt, flat);
    mr_decref(rt, a);
    return ok ? places[0] : MR_NULL;
}

const mr_method_def np_select_functions[] = {
    {"nonzero", f_nonzero, MR_ARGS_ANY, NULL},
    {"clip", f_clip, MR_ARGS_ANY, NULL},
    {"round", f_around, MR_ARGS_ANY, NULL},
    {"round_", f_around, MR_ARGS_ANY, NULL},
    {"around", f_around, MR_ARGS_ANY, NULL},
    {"take", f_take, MR_ARGS_ANY, NULL},
    {"where", f_where, MR_ARGS_ANY,
     "where(condition, x, y): items of x where the condition is true, else of y"},
    {"count_nonzero", f_count_nonzero, MR_ARGS_ANY, NULL},
    {"flatnonzero", f_flatnonzero, MR_ARGS_ONE, NULL},
    NP_METHODS_END,
};
