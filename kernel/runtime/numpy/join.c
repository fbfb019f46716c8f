/*
 * join.c - arrays put together and repeated: concatenate, stack, tile; diff.
 */
#include "numpy/ndarray.h"

/* The items of a sequence as arrays; a list, owned. */
static mr_value arrays_of(mr_runtime *rt, mr_value sequence, const char *name)
{
    mr_value items =
        np_is_array(rt, sequence) || mr_is_list(sequence) || mr_is_tuple(sequence)
            ? mr_list_from(rt, sequence)
            : mr_raise(rt, rt->exc.TypeError, "The first input argument needs to be a sequence");
    for (size_t i = 0; items && i < mr_as_list(items)->length; i++) {
        mr_value a = np_array_argument(rt, mr_as_list(items)->items[i]);
        if (a)
            mr_replace(rt, &mr_as_list(items)->items[i], a);
        else
            mr_clear(rt, &items);
    }
    if (items && mr_as_list(items)->length == 0) {
        mr_decref(rt, items);
        return mr_raise(rt, rt->exc.ValueError, "need at least one array to %s", name);
    }
    return items;
}

static mr_value join(mr_runtime *rt, mr_value list, int axis)
{
    size_t n = mr_as_list(list)->length;
    np_array *first = np_as(mr_as_list(list)->items[0]);
    int64_t shape[NP_MAX_DIMENSIONS];
    enum np_dtype d = first->dtype;
    memcpy(shape, first->dims, first->ndim * sizeof *shape);
    for (size_t i = 1; i < n; i++) {
        np_array *a = np_as(mr_as_list(list)->items[i]);
        d = np_promote(d, a->dtype);
        if (a->ndim != first->ndim)
            return mr_raise(rt, rt->exc.ValueError,
                            "all the input arrays must have same number of dimensions, but the "
                            "array at index 0 has %d "
                            "dimension(s) and the array at index %zu has %d dimension(s)",
                            first->ndim, i, a->ndim);
        for (int k = 0; k < a->ndim; k++) {
            if (k == axis)
                shape[k] += a->dims[k];
            else if (a->dims[k] != first->dims[k])
                return mr_raise(rt, rt->exc.ValueError,
                                "all the input array dimensions except for the concatenation axis "
                                "must match exactly, but along "
                                "dimension %d, the array at index 0 has size %lld and the array at "
                                "index %zu has size %lld",
                                k, (long long)first->dims[k], i, (long long)a->dims[k]);
        }
    }
    mr_value result = np_new(rt, d, first->ndim, shape, false);
    char *at = result ? np_as(result)->data : NULL;
    for (size_t i = 0; i < n && result; i++) {
        np_array *a = np_as(mr_as_list(list)->items[i]);
        mr_value part =
            np_view(rt, np_as(result), d, at, a->ndim, a->dims, np_strides(np_as(result)));
        bool ok = part && np_assign(rt, np_as(part), a);
        at += a->dims[axis] * np_strides(np_as(result))[axis];
        mr_decref(rt, part);
        if (!ok)
            mr_clear(rt, &result);
    }
    return result;
}

static mr_value f_concatenate(NP_ARGS)
{
    mr_value in[3], result = MR_NULL;
    int64_t axis = 0, shape[1];
    int at;
    if (!mr_bind(rt, "concatenate(arrays, axis=, dtype=)", args, nargs, kwnames, in))
        return MR_NULL;
    enum np_dtype d;
    if (!np_dtype_argument(rt, in[2], NP_NO_DTYPE, &d))
        return MR_NULL;
    mr_value list = arrays_of(rt, in[0], "concatenate");
    if (!list)
        return MR_NULL;
    bool flat = in[1] == MR_NONE;
    for (size_t i = 0; flat && list && i < mr_as_list(list)->length; i++) {
        np_array *a = np_as(mr_as_list(list)->items[i]);
        shape[0] = np_count(a);
        mr_value line = np_reshape(rt, a, 1, shape, false);
        if (line)
            mr_replace(rt, &mr_as_list(list)->items[i], line);
        else
            mr_clear(rt, &list);
    }
    if (list && np_as(mr_as_list(list)->items[0])->ndim == 0)
        mr_raise(rt, rt->exc.ValueError, "zero-dimensional arrays cannot be concatenated");
    else if (list && (flat || !in[1] || mr_to_int64(rt, in[1], &axis)) &&
             np_axis(rt, axis, np_as(mr_as_list(list)->items[0])->ndim, &at))
        result = join(rt, list, at);
    if (result && d != NP_NO_DTYPE)
        mr_replace(rt, &result, np_from(rt, result, d));
    mr_decref(rt, list);
    return result;
}

/* A list of arrays with a new dimension of one item at `axis`. */
static bool widen(mr_runtime *rt, mr_value list, int axis)
{
    for (size_t i = 0; i < mr_as_list(list)->length; i++) {
        np_array *a = np_as(mr_as_list(list)->items[i]);
        int64_t shape[NP_MAX_DIMENSIONS];
        if (a->ndim == NP_MAX_DIMENSIONS) {
            mr_raise(rt, rt->exc.ValueError,
                     "maximum supported dimension for an ndarray is 32, found 33");
            return false;
        }
        for (int k = 0; k <= a->ndim; k++)
            shape[k] = k == axis ? 1 : a->dims[k > axis ? k - 1 : k];
        mr_value wide = np_reshape(rt, a, a->ndim + 1, shape, false);
        if (!wide)
            return false;
        mr_replace(rt, &mr_as_list(list)->items[i], wide);
    }
    return true;
}

static mr_value f_stack(NP_ARGS)
{
    mr_value in[2], result = MR_NULL;
    int64_t axis = 0;
    int at;
    if (!mr_bind(rt, "stack(arrays, axis=)", args, nargs, kwnames, in) ||
        (in[1] && !mr_to_int64(rt, in[1], &axis)))
        return MR_NULL;
    mr_value list = arrays_of(rt, in[0], "stack");
    if (!list)
        return MR_NULL;
    np_array *first = np_as(mr_as_list(list)->items[0]);
    bool same = true;
    for (size_t i = 1; i < mr_as_list(list)->length && same; i++) {
        np_array *a = np_as(mr_as_list(list)->items[i]);
        same = a->ndim == first->ndim &&
               !memcmp(a->dims, first->dims, (size_t)a->ndim * sizeof *a->dims);
    }
    if (!same)
        mr_raise(rt, rt->exc.ValueError, "all input arrays must have the same shape");
    else if (np_axis(rt, axis, first->ndim + 1, &at) && widen(rt, list, at))
        result = join(rt, list, at);
    mr_decref(rt, list);
    return result;
}

static mr_value stacked(mr_runtime *rt, mr_value sequence, bool vertical)
{
    mr_value list = arrays_of(rt, sequence, "concatenate"), result = MR_NULL;
    if (!list)
        return MR_NULL;
    bool ok = true;
    for (size_t i = 0; ok && i < mr_as_list(list)->length; i++) {
        np_array *a = np_as(mr_as_list(list)->items[i]);
        int least = vertical ? 2 : 1;
        if (a->ndim >= least)
            continue;
        int64_t shape[2] = {1, np_count(a)};
        mr_value wide = np_reshape(rt, a, least, vertical ? shape : shape + 1, false);
        ok = wide;
        if (ok)
            mr_replace(rt, &mr_as_list(list)->items[i], wide);
    }
    if (ok)
        result = join(rt, list, vertical || np_as(mr_as_list(list)->items[0])->ndim == 1 ? 0 : 1);
    mr_decref(rt, list);
    return result;
}
static mr_value f_vstack(NP_ARGS)
{
    mr_value in[1];
    return mr_bind(rt, "vstack(tup)", args, nargs, kwnames, in) ? stacked(rt, in[0], true)
                                                                : MR_NULL;
}
static mr_value f_hstack(NP_ARGS)
{
    mr_value in[1];
    return mr_bind(rt, "hstack(tup)", args, nargs, kwnames, in) ? stacked(rt, in[0], false)
                                                                : MR_NULL;
}

static mr_value f_append(NP_ARGS)
{
    mr_value in[3];
    if (!mr_bind(rt, "append(arr, values, axis=)", args, nargs, kwnames, in))
        return MR_NULL;
    mr_value pair = mr_tuple_pack(rt, 2, in[0], in[1]);
    mr_value v =
        pair ? f_concatenate(rt, self, (mr_value[]){pair, in[2] ? in[2] : MR_NONE}, 2, MR_NULL)
             : MR_NULL;
    mr_decref(rt, pair);
    return v;
}

static mr_value f_tile(NP_ARGS)
{
    mr_value in[2], result = MR_NULL, view = MR_NULL;
    int64_t times[NP_MAX_DIMENSIONS], shape[NP_MAX_DIMENSIONS], inner[NP_MAX_DIMENSIONS];
    if (!mr_bind(rt, "tile(A, reps)", args, nargs, kwnames, in))
        return MR_NULL;
    int n = np_shape_argument(rt, in[1], times);
    mr_value array = n < 0 ? MR_NULL : np_array_argument(rt, in[0]);
    if (!array)
        return MR_NULL;
    np_array *a = np_as(array);
    int ndim = n > a->ndim ? n : a->ndim;
    for (int i = 0; i < ndim; i++) {
        int from = i - (ndim - a->ndim), by = i - (ndim - n);
        inner[i] = from >= 0 ? a->dims[from] : 1;
        shape[i] = inner[i] * (by >= 0 ? times[by] : 1);
    }
    result = np_new(rt, a->dtype, ndim, shape, false);
    if (result && np_count(np_as(result)) > 0) {
        /* Each tile is a view of the result's shape divided in two: (times, inner, ...). */
        int64_t counts[NP_MAX_DIMENSIONS], index[NP_MAX_DIMENSIONS] = {0};
        bool more = true, ok = true;
        for (int i = 0; i < ndim; i++)
            counts[i] = shape[i] / inner[i];
        while (more && ok) {
            char *at = np_as(result)->data;
            for (int i = 0; i < ndim; i++)
                at += index[i] * inner[i] * np_strides(np_as(result))[i];
            view = np_view(rt, np_as(result), a->dtype, at, ndim, inner, np_strides(np_as(result)));
            ok = view && np_assign(rt, np_as(view), a);
            mr_decref(rt, view);
            more = false;
            for (int i = ndim; i-- > 0;) {
                if (++index[i] < counts[i]) {
                    more = true;
                    break;
                }
                index[i] = 0;
            }
        }
        if (!ok)
            mr_clear(rt, &result);
    }
    mr_decref(rt, array);
    return result;
}

static mr_value m_repeat(NP_ARGS)
{
    mr_value in[2], places = MR_NULL, result = MR_NULL, counts = MR_NULL, a;
    int64_t axis = 0, flat = np_count(np_as(self)), total = 0;
    int at = 0;
    if (!mr_bind(rt, "repeat(repeats, axis=)", args, nargs, kwnames, in))
        return MR_NULL;
    bool all = !in[1] || in[1] == MR_NONE;
    if (!all && (!mr_to_int64(rt, in[1], &axis) || !np_axis(rt, axis, np_as(self)->ndim, &at)))
        return MR_NULL;
    a = all ? np_reshape(rt, np_as(self), 1, &flat, false) : mr_incref(self);
    counts = a ? np_from(rt, in[0], NP_INT64) : MR_NULL;
    if (!counts)
        goto end;
    np_array *c = np_as(counts);
    int64_t n = np_as(a)->dims[at], own = np_count(c);
    if (c->ndim > 1 || (own != 1 && own != n)) {
        mr_raise(rt, rt->exc.ValueError,
                 "operands could not be broadcast together with shape (%lld,) (%lld,)",
                 (long long)n, (long long)own);
        goto end;
    }
    int64_t stride = c->ndim && own != 1 ? c->dims[1] : 0;
    for (int64_t i = 0; i < n; i++) {
        int64_t times = *(int64_t *)(void *)(c->data + i * stride);
        if (times < 0) {
            mr_raise(rt, rt->exc.ValueError, "repeats may not contain negative values.");
            goto end;
        }
        total += times;
    }
    places = np_new(rt, NP_INT64, 1, &total, false);
    int64_t *to = places ? (int64_t *)(void *)np_as(places)->data : NULL;
    for (int64_t i = 0; to && i < n; i++) {
        for (int64_t k = *(int64_t *)(void *)(c->data + i * stride); k > 0; k--)
            *to++ = i;
    }
    result = places ? np_take(rt, np_as(a), np_as(places), at) : MR_NULL;
end:
    mr_decref(rt, places);
    mr_decref(rt, counts);
    mr_decref(rt, a);
    return result;
}
static mr_value f_repeat(NP_ARGS)
{
    return np_as_method(rt, m_repeat, "repeat", args, nargs, kwnames);
}

const mr_method_def np_join_methods[] = {
    {"repeat", m_repeat, MR_ARGS_ANY, "Each item several times."},
    NP_METHODS_END,
};

/* Differences of neighbours along an axis. */
static mr_value difference(mr_runtime *rt, mr_value array, int at)
{
    np_array *a = np_as(array);
    int64_t shape[NP_MAX_DIMENSIONS];
    memcpy(shape, a->dims, (size_t)a->ndim * sizeof *shape);
    shape[at] = shape[at] > 0 ? shape[at] - 1 : 0;
    mr_value low = np_view(rt, a, a->dtype, a->data, a->ndim, shape, np_strides(a));
    mr_value high =
        low ? np_view(rt, a, a->dtype, a->dims[at] > 0 ? a->data + np_strides(a)[at] : a->data,
                      a->ndim, shape, np_strides(a))
            : MR_NULL;
    mr_value v =
        high ? np_binary(rt, a->dtype == NP_BOOL ? NP_NOT_EQUAL : NP_SUBTRACT, high, low, MR_NULL)
             : MR_NULL;
    mr_decref(rt, low);
    mr_decref(rt, high);
    return v;
}

static mr_value f_diff(NP_ARGS)
{
    mr_value in[3];
    int64_t n = 1, axis = -1;
    int at;
    if (!mr_bind(rt, "diff(a, n=, axis=)", args, nargs, kwnames, in) ||
        (in[1] && !mr_to_int64(rt, in[1], &n)) || (in[2] && !mr_to_int64(rt, in[2], &axis)))
        return MR_NULL;
    if (n < 0)
        return mr_raise(rt, rt->exc.ValueError, "order must be non-negative but got %lld",
                        (long long)n);
    mr_value a = np_array_argument(rt, in[0]);
    if (a && np_as(a)->ndim == 0) {
        mr_decref(rt, a);
        return mr_raise(rt, rt->exc.ValueError,
                        "diff requires input that is at least one dimensional");
    }
    if (a && !np_axis(rt, axis, np_as(a)->ndim, &at))
        mr_clear(rt, &a);
    for (; a && n > 0; n--)
        mr_replace(rt, &a, difference(rt, a, at));
    return a;
}

const mr_method_def np_join_functions[] = {
    {"concatenate", f_concatenate, MR_ARGS_ANY, "Arrays one behind the other along an axis."},
    {"stack", f_stack, MR_ARGS_ANY, "Arrays one behind the other along a new axis."},
    {"vstack", f_vstack, MR_ARGS_ANY, "Arrays as rows."},
    {"row_stack", f_vstack, MR_ARGS_ANY, "Arrays as rows."},
    {"hstack", f_hstack, MR_ARGS_ANY, "Arrays side by side."},
    {"append", f_append, MR_ARGS_ANY, "A copy with values added at the end."},
    {"tile", f_tile, MR_ARGS_ANY, "An array repeated as tiles."},
    {"repeat", f_repeat, MR_ARGS_ANY, NULL},
    {"diff", f_diff, MR_ARGS_ANY, "Differences of neighbours."},
    NP_METHODS_END,
};
