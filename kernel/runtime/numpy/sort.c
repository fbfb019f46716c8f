/*
 * sort.c - sorting, and what is done by sorting: unique, median, searchsorted.
 *
 * Merge sort, bottom up over runs sorted by insertion: stable, no worst case.
 * nan goes last.
 */
#include <math.h>

#include "numpy/ndarray.h"

enum { RUN = 16 };

#define BEFORE_INTEGER(x, y) ((x) < (y))
#define BEFORE_FLOAT(x, y) ((x) < (y) || ((y) != (y) && (x) == (x)))

/* Sorts keys, or places by their keys, with room for as many beside. */
#define SORT(s, T, BEFORE)                                                                         \
    static bool sort_##s(mr_runtime *rt, T *a, T *room, int64_t n)                                 \
    {                                                                                              \
        for (int64_t from = 0; from < n; from += RUN) {                                            \
            int64_t end = from + RUN < n ? from + RUN : n;                                         \
            for (int64_t i = from + 1; i < end; i++) {                                             \
                T x = a[i];                                                                        \
                int64_t j = i;                                                                     \
                for (; j > from && BEFORE(x, a[j - 1]); j--)                                       \
                    a[j] = a[j - 1];                                                               \
                a[j] = x;                                                                          \
            }                                                                                      \
        }                                                                                          \
        T *in = a, *out = room;                                                                    \
        for (int64_t width = RUN; width < n; width *= 2) {                                         \
            for (int64_t from = 0; from < n; from += 2 * width) {                                  \
                int64_t middle = from + width < n ? from + width : n;                              \
                int64_t end = from + 2 * width < n ? from + 2 * width : n;                         \
                int64_t i = from, j = middle, k = from;                                            \
                while (i < middle && j < end) {                                                    \
                    bool second = BEFORE(in[j], in[i]);                                            \
                    out[k++] = second ? in[j] : in[i];                                             \
                    i += !second;                                                                  \
                    j += second;                                                                   \
                }                                                                                  \
                memcpy(out + k, in + i, (size_t)(middle - i) * sizeof(T));                         \
                memcpy(out + k + (middle - i), in + j, (size_t)(end - j) * sizeof(T));             \
            }                                                                                      \
            T *t = in;                                                                             \
            in = out;                                                                              \
            out = t;                                                                               \
            if (mr_poll(rt) < 0)                                                                   \
                return false;                                                                      \
        }                                                                                          \
        if (in != a)                                                                               \
            memcpy(a, in, (size_t)n * sizeof(T));                                                  \
        return true;                                                                               \
    }                                                                                              \
    static bool order_##s(mr_runtime *rt, const T *key, int64_t *a, int64_t *room, int64_t n)      \
    {                                                                                              \
        int64_t *in = a, *out = room;                                                              \
        for (int64_t width = 1; width < n; width *= 2) {                                           \
            for (int64_t from = 0; from < n; from += 2 * width) {                                  \
                int64_t middle = from + width < n ? from + width : n;                              \
                int64_t end = from + 2 * width < n ? from + 2 * width : n;                         \
                int64_t i = from, j = middle, k = from;                                            \
                while (i < middle && j < end)                                                      \
                    out[k++] = BEFORE(key[in[j]], key[in[i]]) ? in[j++] : in[i++];                 \
                while (i < middle)                                                                 \
                    out[k++] = in[i++];                                                            \
                while (j < end)                                                                    \
                    out[k++] = in[j++];                                                            \
            }                                                                                      \
            int64_t *t = in;                                                                       \
            in = out;                                                                              \
            out = t;                                                                               \
            if (mr_poll(rt) < 0)                                                                   \
                return false;                                                                      \
        }                                                                                          \
        if (in != a)                                                                               \
            memcpy(a, in, (size_t)n * sizeof *a);                                                  \
        return true;                                                                               \
    }                                                                                              \
    static int64_t place_##s(const T *a, int64_t n, T x, bool right)                               \
    {                                                                                              \
        int64_t low = 0, high = n;                                                                 \
        while (low < high) {                                                                       \
            int64_t middle = low + (high - low) / 2;                                               \
            if (right ? !BEFORE(x, a[middle]) : BEFORE(a[middle], x))                              \
                low = middle + 1;                                                                  \
            else                                                                                   \
                high = middle;                                                                     \
        }                                                                                          \
        return low;                                                                                \
    }

/* X(dtype, suffix, type) */
#define KINDS(X)                                                                          \
    X(NP_BOOL, b, uint8_t)                                                                \
    X(NP_INT8, i8, int8_t) X(NP_UINT8, u8, uint8_t) X(NP_INT16, i16, int16_t)             \
        X(NP_UINT16, u16, uint16_t) X(NP_INT32, i32, int32_t) X(NP_UINT32, u32, uint32_t) \
            X(NP_INT64, i64, int64_t) X(NP_UINT64, u64, uint64_t)
#define SORT_INTEGER(d, s, T) SORT(s, T, BEFORE_INTEGER)
KINDS(SORT_INTEGER)
SORT(f32, float, BEFORE_FLOAT)
SORT(f64, double, BEFORE_FLOAT)
#define ALL(X) KINDS(X) X(NP_FLOAT32, f32, float) X(NP_FLOAT64, f64, double)

bool np_sort_row(mr_runtime *rt, enum np_dtype d, char *data, int64_t n)
{
    size_t bytes = (size_t)n * np_size(d);
    char *room = mr_buf_new(rt, bytes);
    bool ok = room;
    if (room) {
        switch (d) {
#define CASE(d, s, T)                                                                              \
        case d: ok = sort_##s(rt, (T *)(void *)data, (T *)(void *)room, n); break;
            ALL(CASE)
#undef CASE
        default: break;
        }
        mr_buf_free(rt, room, bytes);
    }
    return ok;
}

bool np_argsort_row(mr_runtime *rt, enum np_dtype d, const char *data, int64_t n, int64_t *order)
{
    size_t bytes = (size_t)n * sizeof *order;
    int64_t *room = mr_buf_new(rt, bytes);
    bool ok = room;
    for (int64_t i = 0; i < n; i++)
        order[i] = i;
    if (room) {
        switch (d) {
#define CASE(d, s, T)                                                                              \
        case d: ok = order_##s(rt, (const T *)(const void *)data, order, room, n); break;
            ALL(CASE)
#undef CASE
        default: break;
        }
        mr_buf_free(rt, room, bytes);
    }
    return ok;
}

static int64_t place(enum np_dtype d, const char *a, int64_t n, const char *x, bool right)
{
    switch (d) {
#define CASE(d, s, T)                                                                              \
    case d: return place_##s((const T *)(const void *)a, n, *(const T *)(const void *)x, right);
        ALL(CASE)
#undef CASE
    default: return 0;
    }
}

/* ---- along an axis ---- */

/* Sorts each line of a contiguous-last-axis array in place, or makes orders of it. */
static bool each_line(mr_runtime *rt, np_array *a, np_array *orders)
{
    int64_t n = a->dims[a->ndim - 1], lines = n ? np_count(a) / n : 0;
    for (int64_t i = 0; i < lines; i++) {
        char *line = a->data + i * n * (int64_t)np_size(a->dtype);
        if (orders ? !np_argsort_row(rt, a->dtype, line, n, (int64_t *)(void *)orders->data + i * n)
                   : !np_sort_row(rt, a->dtype, line, n))
            return false;
    }
    return true;
}

/* A copy of `a` with the axis last, sorted, and put back; or the orders. axis MR_NONE: flat. */
static mr_value sorted(mr_runtime *rt, np_array *a, mr_value axis, bool orders)
{
    int64_t number = -1, count = np_count(a);
    int at = 0, order[NP_MAX_DIMENSIONS], back[NP_MAX_DIMENSIONS];
    mr_value flat = MR_NULL, turned = MR_NULL, copy = MR_NULL, out = MR_NULL, result = MR_NULL;
    if (axis == MR_NONE || a->ndim == 0) {
        flat = np_reshape(rt, a, 1, &count, false);
        if (!flat)
            return MR_NULL;
        a = np_as(flat);
        axis = MR_NULL;
    }
    if ((axis && !mr_to_int64(rt, axis, &number)) || !np_axis(rt, number, a->ndim, &at))
        goto end;
    for (int i = 0; i < a->ndim; i++) {
        order[i] = i < at ? i : i + 1 < a->ndim ? i + 1 : at;
        back[order[i]] = i;
    }
    turned = np_transpose(rt, a, order);
    copy = turned ? np_copy(rt, np_as(turned), a->dtype) : MR_NULL;
    out = copy && orders ? np_new(rt, NP_INT64, a->ndim, np_as(copy)->dims, false) : MR_NULL;
    if (copy && (out || !orders) && each_line(rt, np_as(copy), orders ? np_as(out) : NULL)) {
        np_array *made = np_as(orders ? out : copy);
        if (at == a->ndim - 1) {
            result = mr_incref(mr_from(made));
        } else {
            mr_value view = np_transpose(rt, made, back);
            result = view ? np_copy(rt, np_as(view), made->dtype) : MR_NULL;
            mr_decref(rt, view);
        }
    }
end:
    mr_decref(rt, flat);
    mr_decref(rt, turned);
    mr_decref(rt, copy);
    mr_decref(rt, out);
    return result;
}

static mr_value m_sort(NP_ARGS)
{
    mr_value in[2];
    np_array *a = np_as(self);
    if (!mr_bind(rt, "sort(axis=, kind=)", args, nargs, kwnames, in))
        return MR_NULL;
    if (a->readonly)
        return mr_raise(rt, rt->exc.ValueError, "sort array is read-only");
    if (a->ndim == 1 && np_is_contiguous(a) && !in[0])
        return each_line(rt, a, NULL) ? MR_NONE : MR_NULL;
    mr_value s = sorted(rt, a, in[0] && in[0] != MR_NONE ? in[0] : MR_NULL, false);
    bool ok = s && np_assign(rt, a, np_as(s));
    mr_decref(rt, s);
    return ok ? MR_NONE : MR_NULL;
}
static mr_value m_argsort(NP_ARGS)
{
    mr_value in[2];
    return mr_bind(rt, "argsort(axis=, kind=)", args, nargs, kwnames, in)
               ? sorted(rt, np_as(self), in[0], true)
               : MR_NULL;
}

static mr_value m_searchsorted(NP_ARGS)
{
    mr_value in[2], own = MR_NULL, keys = MR_NULL, result = MR_NULL;
    if (!mr_bind(rt, "searchsorted(v, side=)", args, nargs, kwnames, in))
        return MR_NULL;
    bool right = in[1] && mr_is_str(in[1]) && mr_str_is(in[1], "right");
    if (np_as(self)->ndim != 1)
        return mr_raise(rt, rt->exc.ValueError, "object of too small depth for desired array");
    keys = np_array_argument(rt, in[0]);
    if (!keys)
        return MR_NULL;
    enum np_dtype d = np_promote(np_as(self)->dtype, np_as(keys)->dtype);
    mr_replace(rt, &keys, np_copy(rt, np_as(keys), d));
    own = keys ? (np_as(self)->dtype == d && np_is_contiguous(np_as(self))
                      ? mr_incref(self)
                      : np_copy(rt, np_as(self), d))
               : MR_NULL;
    result = own ? np_new(rt, NP_INT64, np_as(keys)->ndim, np_as(keys)->dims, false) : MR_NULL;
    int64_t n = result ? np_count(np_as(keys)) : 0;
    for (int64_t i = 0; i < n; i++)
        ((int64_t *)(void *)np_as(result)->data)[i] =
            place(d, np_as(own)->data, np_as(own)->dims[0],
                  np_as(keys)->data + i * (int64_t)np_size(d), right);
    mr_decref(rt, own);
    mr_decref(rt, keys);
    return np_unwrap(rt, result);
}

const mr_method_def np_sort_methods[] = {
    {"sort", m_sort, MR_ARGS_ANY, "Sorts the items in place."},
    {"argsort", m_argsort, MR_ARGS_ANY, "The places of the items in sorted order."},
    {"searchsorted", m_searchsorted, MR_ARGS_ANY, "Where values belong in a sorted array."},
    NP_METHODS_END,
};

/* ---- functions ---- */

static mr_value f_sort(NP_ARGS)
{
    mr_value in[3];
    if (!mr_bind(rt, "sort(a, axis=, kind=)", args, nargs, kwnames, in))
        return MR_NULL;
    mr_value a = np_array_argument(rt, in[0]), s = a ? sorted(rt, np_as(a), in[1], false) : MR_NULL;
    mr_decref(rt, a);
    return s;
}
static mr_value f_argsort(NP_ARGS)
{
    return np_as_method(rt, m_argsort, "argsort", args, nargs, kwnames);
}
static mr_value f_searchsorted(NP_ARGS)
{
    return np_as_method(rt, m_searchsorted, "searchsorted", args, nargs, kwnames);
}

static bool same_item(enum np_dtype d, const char *p, const char *q)
{
    double x, y;
    if (!np_is_float(d))
        return !memcmp(p, q, np_size(d));
    np_cast(NP_FLOAT64, (char *)&x, 8, d, p, 0, 1);
    np_cast(NP_FLOAT64, (char *)&y, 8, d, q, 0, 1);
    return x == y || (isnan(x) && isnan(y));
}

/* return_index, return_inverse, return_counts come as further int64 arrays. */
static mr_value f_unique(NP_ARGS)
{
    mr_value in[5], extra[3] = {MR_NULL, MR_NULL, MR_NULL}, out = MR_NULL;
    if (!mr_bind(rt, "unique(ar, return_index=, return_inverse=, return_counts=, axis=)", args,
                 nargs, kwnames, in))
        return MR_NULL;
    if (in[4] && in[4] != MR_NONE)
        return np_unsupported(rt, "axis= of unique");
    bool wanted[3], any = false;
    for (int i = 0; i < 3; i++) {
        int truth = in[1 + i] ? mr_truth(rt, in[1 + i]) : 0;
        if (truth < 0)
            return MR_NULL;
        any |= wanted[i] = truth;
    }
    mr_value a = np_array_argument(rt, in[0]), places = MR_NULL, keys = MR_NULL;
    if (a && any)
        places = sorted(rt, np_as(a), MR_NONE, true);
    if (a && (places || !any))
        keys = sorted(rt, np_as(a), MR_NONE, false);
    if (!keys)
        goto end;
    np_array *k = np_as(keys);
    int64_t n = k->dims[0], size = (int64_t)np_size(k->dtype), count = 0;
    for (int64_t i = 0; i < n; i++)
        count += i == 0 || !same_item(k->dtype, k->data + i * size, k->data + (i - 1) * size);
    mr_value values = np_new(rt, k->dtype, 1, &count, false);
    for (int i = 0; i < 3 && values; i++) {
        if (wanted[i] && !(extra[i] = np_new(rt, NP_INT64, 1, i == 1 ? &n : &count, true)))
            mr_clear(rt, &values);
    }
    int64_t at = -1, *order = places ? (int64_t *)(void *)np_as(places)->data : NULL;
    for (int64_t i = 0; i < n && values; i++) {
        if (i == 0 || !same_item(k->dtype, k->data + i * size, k->data + (i - 1) * size)) {
            memcpy(np_as(values)->data + ++at * size, k->data + i * size, (size_t)size);
            if (extra[0])
                ((int64_t *)(void *)np_as(extra[0])->data)[at] = order[i];
        }
        if (extra[1])
            ((int64_t *)(void *)np_as(extra[1])->data)[order[i]] = at;
        if (extra[2])
            ((int64_t *)(void *)np_as(extra[2])->data)[at]++;
    }
    if (values && any) {
        mr_value parts[4] = {values};
        size_t have = 1;
        for (int i = 0; i < 3; i++) {
            if (extra[i])
                parts[have++] = extra[i];
        }
        out = mr_tuple_new(rt, parts, have);
        mr_decref(rt, values);
    } else {
        out = values;
    }
end:
    for (int i = 0; i < 3; i++)
        mr_decref(rt, extra[i]);
    mr_decref(rt, keys);
    mr_decref(rt, places);
    mr_decref(rt, a);
    return out;
}

static mr_value median_of_sorted(mr_runtime *rt, np_array *s)
{
    int last = s->ndim - 1;
    int64_t n = s->dims[last], stride = s->dims[s->ndim + last];
    enum np_dtype d = np_is_float(s->dtype) ? s->dtype : NP_FLOAT64;
    mr_value result = np_new(rt, d, last, s->dims, false);
    int64_t lines = result ? np_count(np_as(result)) : 0;
    for (int64_t i = 0; i < lines; i++) {
        const char *line = s->data + i * n * stride;
        double low = NAN, high = NAN, end;
        if (n) {
            np_cast(NP_FLOAT64, (char *)&low, 8, s->dtype, line + (n - 1) / 2 * stride, 0, 1);
            np_cast(NP_FLOAT64, (char *)&high, 8, s->dtype, line + n / 2 * stride, 0, 1);
            np_cast(NP_FLOAT64, (char *)&end, 8, s->dtype, line + (n - 1) * stride, 0, 1);
            low = isnan(end) ? end : n % 2 ? low : (low + high) / 2;
        }
        np_cast(d, np_as(result)->data + i * (int64_t)np_size(d), 0, NP_FLOAT64, (char *)&low, 0,
                1);
    }
    return np_unwrap(rt, result);
}

static mr_value f_median(NP_ARGS)
{
    mr_value in[2], v = MR_NULL;
    int64_t axis = 0;
    int at;
    if (!mr_bind(rt, "median(a, axis=)", args, nargs, kwnames, in))
        return MR_NULL;
    bool all = !in[1] || in[1] == MR_NONE;
    mr_value a = np_array_argument(rt, in[0]), turned = MR_NULL, s = MR_NULL;
    if (a && !all) {
        int order[NP_MAX_DIMENSIONS], ndim = np_as(a)->ndim;
        if (mr_to_int64(rt, in[1], &axis) && np_axis(rt, axis, ndim, &at)) {
            for (int i = 0; i < ndim; i++)
                order[i] = i < at ? i : i + 1 < ndim ? i + 1 : at;
            turned = np_transpose(rt, np_as(a), order);
            s = turned ? sorted(rt, np_as(turned), MR_NULL, false) : MR_NULL;
        }
    } else if (a) {
        s = sorted(rt, np_as(a), MR_NONE, false);
    }
    if (s)
        v = median_of_sorted(rt, np_as(s));
    mr_decref(rt, s);
    mr_decref(rt, turned);
    mr_decref(rt, a);
    return v;
}

const mr_method_def np_sort_functions[] = {
    {"sort", f_sort, MR_ARGS_ANY, "A sorted copy."},
    {"argsort", f_argsort, MR_ARGS_ANY, NULL},
    {"searchsorted", f_searchsorted, MR_ARGS_ANY, NULL},
    {"unique", f_unique, MR_ARGS_ANY, "The different items, sorted."},
    {"median", f_median, MR_ARGS_ANY, "The middle item in sorted order."},
    NP_METHODS_END,
};
