/*
 * shape.c - the same items in another shape: reshape, transpose, copies,
 * casts; numbers of dimensions.
 */
#include "numpy/ndarray.h"
#include "types/bytes.h"

int np_reshape_argument(mr_runtime *rt, np_array *a, mr_value v, int64_t shape[NP_MAX_DIMENSIONS])
{
    int ndim = 1, unknown = -1;
    int64_t count = np_count(a), known = 1;
    if (mr_is_integer(v) || np_scalar_dtype(rt, v) != NP_NO_DTYPE) {
        if (!mr_to_int64(rt, v, &shape[0]))
            return -1;
    } else {
        mr_value items = mr_tuple_from(rt, v);
        if (!items)
            return -1;
        size_t n = mr_as_tuple(items)->length;
        bool ok = n <= NP_MAX_DIMENSIONS;
        if (!ok)
            mr_raise(rt, rt->exc.ValueError,
                     "maximum supported dimension for an ndarray is 32, found %zu", n);
        for (size_t i = 0; ok && i < n; i++)
            ok = mr_to_int64(rt, mr_as_tuple(items)->items[i], &shape[i]);
        ndim = (int)n;
        mr_decref(rt, items);
        if (!ok)
            return -1;
    }
    bool overflow = false;
    for (int i = 0; i < ndim; i++) {
        if (shape[i] < 0) {
            if (unknown >= 0 || shape[i] != -1)
                return mr_fail(rt, rt->exc.ValueError,
                               unknown >= 0 ? "can only specify one unknown dimension"
                                            : "negative dimensions not allowed");
            unknown = i;
        } else {
            overflow |= __builtin_mul_overflow(known, shape[i], &known);
        }
    }
    if (!overflow && unknown >= 0 && known > 0 && count % known == 0) {
        shape[unknown] = count / known;
        return ndim;
    }
    if (!overflow && unknown < 0 && known == count)
        return ndim;
    mr_value text = np_shape_text(rt, ndim, shape);
    if (text)
        mr_raise(rt, rt->exc.ValueError, "cannot reshape array of size %lld into shape %V",
                 (long long)count, text);
    mr_decref(rt, text);
    return -1;
}

/* Strides for the new shape over the same memory; false when that cannot be. */
static bool strides_for(np_array *a, int ndim, const int64_t *shape, int64_t *strides)
{
    int64_t step = (int64_t)np_size(a->dtype);
    if (np_count(a) == 0 || np_is_contiguous(a)) {
        for (int i = ndim; i-- > 0;) {
            strides[i] = step;
            step *= shape[i] ? shape[i] : 1;
        }
        return true;
    }
    /* Groups of old dimensions and of new ones that hold the same number of items. */
    int64_t old[NP_MAX_DIMENSIONS], old_strides[NP_MAX_DIMENSIONS];
    int n = 0, o = 0, at = 0;
    for (int i = 0; i < a->ndim; i++) {
        if (a->dims[i] != 1) {
            old[n] = a->dims[i];
            old_strides[n++] = a->dims[a->ndim + i];
        }
    }
    while (at < ndim && o < n) {
        int new_end = at + 1, old_end = o + 1;
        int64_t new_items = shape[at], old_items = old[o];
        while (new_items != old_items) {
            if (new_items < old_items)
                new_items *= shape[new_end++];
            else
                old_items *= old[old_end++];
        }
        for (int k = o; k < old_end - 1; k++) {
            if (old_strides[k] != old[k + 1] * old_strides[k + 1])
                return false;
        }
        strides[new_end - 1] = old_strides[old_end - 1];
        for (int k = new_end - 1; k > at; k--)
            strides[k - 1] = strides[k] * shape[k];
        at = new_end;
        o = old_end;
    }
    for (; at < ndim; at++)
        strides[at] = at ? strides[at - 1] * shape[at] : step;
    return true;
}

mr_value np_reshape(mr_runtime *rt, np_array *a, int ndim, const int64_t *shape, bool view_only)
{
    int64_t strides[NP_MAX_DIMENSIONS];
    if (strides_for(a, ndim, shape, strides))
        return np_view(rt, a, a->dtype, a->data, ndim, shape, strides);
    if (view_only)
        return MR_NULL;
    mr_value copy = np_copy(rt, a, a->dtype);
    if (copy) {
        mr_value view = np_reshape(rt, np_as(copy), ndim, shape, true);
        mr_replace(rt, &copy, view);
    }
    return copy;
}

mr_value np_transpose(mr_runtime *rt, np_array *a, const int *order)
{
    int64_t shape[NP_MAX_DIMENSIONS], strides[NP_MAX_DIMENSIONS];
    for (int i = 0; i < a->ndim; i++) {
        int from = order ? order[i] : a->ndim - 1 - i;
        shape[i] = a->dims[from];
        strides[i] = a->dims[a->ndim + from];
    }
    return np_view(rt, a, a->dtype, a->data, a->ndim, shape, strides);
}

/* ---- methods ---- */

static mr_value m_reshape(NP_ARGS)
{
    int64_t shape[NP_MAX_DIMENSIONS];
    mr_value wanted = MR_NULL, tuple = MR_NULL;
    size_t named = kwnames ? mr_as_tuple(kwnames)->length : 0;
    for (size_t i = 0; i < named; i++) {
        mr_value name = mr_as_tuple(kwnames)->items[i];
        if (mr_str_is(name, "newshape") || mr_str_is(name, "shape"))
            wanted = args[nargs + i];
        else if (!mr_str_is(name, "order"))
            return mr_raise(rt, rt->exc.TypeError,
                            "'%V' is an invalid keyword argument for this function", name);
        else if (!mr_is_str(args[nargs + i]) ||
                 (!mr_str_is(args[nargs + i], "C") && !mr_str_is(args[nargs + i], "A")))
            return np_unsupported(rt, "Fortran's order");
    }
    if (nargs == 1)
        wanted = args[0];
    else if (nargs > 1)
        wanted = tuple = mr_tuple_new(rt, args, nargs);
    if (!wanted)
        return mr_error(rt) ? MR_NULL
                            : mr_raise(rt, rt->exc.TypeError,
                                       "reshape() takes exactly 1 argument (0 given)");
    int ndim = np_reshape_argument(rt, np_as(self), wanted, shape);
    mr_decref(rt, tuple);
    return ndim < 0 ? MR_NULL : np_reshape(rt, np_as(self), ndim, shape, false);
}

static bool order_argument(mr_runtime *rt, mr_value v)
{
    if (v && mr_is_str(v) && mr_str_is(v, "F")) {
        np_unsupported(rt, "Fortran's order");
        return false;
    }
    return true;
}

static mr_value m_ravel(NP_ARGS)
{
    mr_value in[1];
    if (!mr_bind(rt, "ravel(order=)", args, nargs, kwnames, in) || !order_argument(rt, in[0]))
        return MR_NULL;
    int64_t count = np_count(np_as(self));
    if (np_is_contiguous(np_as(self)))
        return np_reshape(rt, np_as(self), 1, &count, false);
    mr_value copy = np_new(rt, np_as(self)->dtype, 1, &count, false), shaped;
    if (!copy)
        return MR_NULL;
    shaped = np_reshape(rt, np_as(copy), np_as(self)->ndim, np_as(self)->dims, true);
    if (!shaped || !np_assign(rt, np_as(shaped), np_as(self)))
        mr_clear(rt, &copy);
    mr_decref(rt, shaped);
    return copy;
}

static mr_value m_flatten(NP_ARGS)
{
    mr_value in[1];
    if (!mr_bind(rt, "flatten(order=)", args, nargs, kwnames, in) || !order_argument(rt, in[0]))
        return MR_NULL;
    int64_t count = np_count(np_as(self));
    mr_value flat = np_new(rt, np_as(self)->dtype, 1, &count, false);
    mr_value shaped =
        flat ? np_reshape(rt, np_as(flat), np_as(self)->ndim, np_as(self)->dims, true) : MR_NULL;
    if (!shaped || !np_assign(rt, np_as(shaped), np_as(self)))
        mr_clear(rt, &flat);
    mr_decref(rt, shaped);
    return flat;
}

static mr_value m_transpose(NP_ARGS)
{
    np_array *a = np_as(self);
    int order[NP_MAX_DIMENSIONS];
    bool seen[NP_MAX_DIMENSIONS] = {false};
    if (kwnames && mr_as_tuple(kwnames)->length == 1 && nargs == 0 &&
        mr_str_is(mr_as_tuple(kwnames)->items[0], "axes"))
        nargs = 1;
    else if (kwnames && mr_as_tuple(kwnames)->length)
        return mr_raise(rt, rt->exc.TypeError, "transpose() takes no keyword arguments");
    if (nargs == 0 || (nargs == 1 && args[0] == MR_NONE))
        return np_transpose(rt, a, NULL);
    mr_value axes = nargs == 1 && !mr_is_integer(args[0]) ? mr_tuple_from(rt, args[0])
                                                          : mr_tuple_new(rt, args, nargs);
    bool ok = axes;
    if (ok && mr_as_tuple(axes)->length != a->ndim) {
        mr_raise(rt, rt->exc.ValueError, "axes don't match array");
        ok = false;
    }
    for (int i = 0; ok && i < a->ndim; i++) {
        int64_t axis;
        ok = mr_to_int64(rt, mr_as_tuple(axes)->items[i], &axis) &&
             np_axis(rt, axis, a->ndim, &order[i]);
        if (ok && seen[order[i]]) {
            mr_raise(rt, rt->exc.ValueError, "repeated axis in transpose");
            ok = false;
        }
        if (ok)
            seen[order[i]] = true;
    }
    mr_decref(rt, axes);
    return ok ? np_transpose(rt, a, order) : MR_NULL;
}

static mr_value m_swapaxes(NP_ARGS)
{
    mr_value in[2];
    int64_t axes[2];
    int order[NP_MAX_DIMENSIONS], at[2];
    np_array *a = np_as(self);
    if (!mr_bind(rt, "swapaxes(axis1, axis2)", args, nargs, kwnames, in) ||
        !mr_to_int64(rt, in[0], &axes[0]) || !mr_to_int64(rt, in[1], &axes[1]) ||
        !np_axis(rt, axes[0], a->ndim, &at[0]) || !np_axis(rt, axes[1], a->ndim, &at[1]))
        return MR_NULL;
    for (int i = 0; i < a->ndim; i++)
        order[i] = i == at[0] ? at[1] : i == at[1] ? at[0] : i;
    return np_transpose(rt, a, order);
}

static mr_value m_squeeze(NP_ARGS)
{
    mr_value in[1];
    np_array *a = np_as(self);
    int64_t shape[NP_MAX_DIMENSIONS], strides[NP_MAX_DIMENSIONS], axis;
    int ndim = 0, only = -1;
    if (!mr_bind(rt, "squeeze(axis=)", args, nargs, kwnames, in))
        return MR_NULL;
    if (in[0] && in[0] != MR_NONE) {
        if (!mr_to_int64(rt, in[0], &axis) || !np_axis(rt, axis, a->ndim, &only))
            return MR_NULL;
        if (a->dims[only] != 1)
            return mr_raise(rt, rt->exc.ValueError,
                            "cannot select an axis to squeeze out which has size not equal to one");
    }
    for (int i = 0; i < a->ndim; i++) {
        if (a->dims[i] == 1 && (only < 0 || only == i))
            continue;
        shape[ndim] = a->dims[i];
        strides[ndim++] = a->dims[a->ndim + i];
    }
    return np_view(rt, a, a->dtype, a->data, ndim, shape, strides);
}

static mr_value m_astype(NP_ARGS)
{
    mr_value in[5];
    if (!mr_bind(rt, "astype(dtype, order=, casting=, subok=, copy=)", args, nargs, kwnames, in))
        return MR_NULL;
    enum np_dtype d = np_dtype_of(rt, in[0]);
    int copy = in[4] ? mr_truth(rt, in[4]) : 1;
    if (d == NP_NO_DTYPE || copy < 0)
        return MR_NULL;
    return !copy && d == np_as(self)->dtype ? mr_incref(self) : np_copy(rt, np_as(self), d);
}

static mr_value m_copy(NP_ARGS) { return np_copy(rt, np_as(self), np_as(self)->dtype); }

static mr_value m_view(NP_ARGS)
{
    mr_value in[1];
    enum np_dtype d;
    np_array *a = np_as(self);
    if (!mr_bind(rt, "view(dtype=)", args, nargs, kwnames, in))
        return MR_NULL;
    if (in[0] == mr_from(rt->numpy->array))
        in[0] = MR_NULL;
    if (!np_dtype_argument(rt, in[0], a->dtype, &d))
        return MR_NULL;
    int64_t shape[NP_MAX_DIMENSIONS], strides[NP_MAX_DIMENSIONS], from = (int64_t)np_size(a->dtype),
                                                                  to = (int64_t)np_size(d);
    memcpy(shape, a->dims, (size_t)a->ndim * sizeof *shape);
    memcpy(strides, a->dims + a->ndim, (size_t)a->ndim * sizeof *strides);
    if (from != to) {
        int last = a->ndim - 1;
        if (last < 0 || strides[last] != from)
            return mr_raise(
                rt, rt->exc.ValueError,
                last < 0
                    ? "Changing the dtype of a 0d array is only supported if the itemsize is "
                      "unchanged"
                    : "To change to a dtype of a different size, the last axis must be contiguous");
        if (shape[last] * from % to)
            return mr_raise(rt, rt->exc.ValueError,
                            "When changing to a larger dtype, its size must be a divisor of the "
                            "total size in bytes of the "
                            "last axis of the array.");
        shape[last] = shape[last] * from / to;
        strides[last] = to;
        if ((uintptr_t)a->data % (size_t)to)
            return np_unsupported(rt, "arrays whose items are not aligned");
    }
    return np_view(rt, a, d, a->data, a->ndim, shape, strides);
}

static mr_value list_of(mr_runtime *rt, np_array *a, int axis, const char *p)
{
    if (axis == a->ndim)
        return np_python_item(rt, a->dtype, p);
    mr_value list = mr_list_new(rt, NULL, 0);
    for (int64_t i = 0; list && i < a->dims[axis]; i++) {
        mr_value item = list_of(rt, a, axis + 1, p + i * a->dims[a->ndim + axis]);
        if (!item || !mr_list_append_steal(rt, list, item) || mr_poll(rt) < 0)
            mr_clear(rt, &list);
    }
    return list;
}

static mr_value m_tolist(NP_ARGS) { return list_of(rt, np_as(self), 0, np_as(self)->data); }

static mr_value m_tobytes(NP_ARGS)
{
    mr_value in[1];
    np_array *a = np_as(self);
    if (!mr_bind(rt, "tobytes(order=)", args, nargs, kwnames, in) || !order_argument(rt, in[0]))
        return MR_NULL;
    int64_t size = (int64_t)np_size(a->dtype);
    mr_value bytes = mr_bytes_new(rt, NULL, (size_t)(np_count(a) * size));
    if (!bytes)
        return MR_NULL;
    char *out = (char *)mr_as_bytes(bytes)->data;
    struct np_walk w;
    for (np_walk_init(&w, a->ndim, a->dims, 1, &a); !w.done; np_walk_next(&w)) {
        np_cast(a->dtype, out, size, a->dtype, w.data[0], w.row_stride[0], w.row);
        out += w.row * size;
    }
    return bytes;
}

static mr_value m_fill(NP_ARGS)
{
    char item[8];
    np_array *a = np_as(self);
    if (a->readonly)
        return mr_raise(rt, rt->exc.ValueError, "assignment destination is read-only");
    if (!np_store_item(rt, a->dtype, item, args[0]))
        return MR_NULL;
    struct np_walk w;
    for (np_walk_init(&w, a->ndim, a->dims, 1, &a); !w.done; np_walk_next(&w))
        np_cast(a->dtype, w.data[0], w.row_stride[0], a->dtype, item, 0, w.row);
    return MR_NONE;
}

static mr_value m_item(NP_ARGS)
{
    np_array *a = np_as(self);
    if (nargs == 0 && np_count(a) != 1)
        return mr_raise(rt, rt->exc.ValueError,
                        "can only convert an array of size 1 to a Python scalar");
    if (nargs == 0)
        return np_python_item(rt, a->dtype, a->data);
    mr_value key = MR_NULL, v;
    if (nargs == 1 && !mr_is_tuple(args[0])) {
        mr_value flat = mr_getattr_text(rt, self, "flat");
        v = flat ? mr_getitem(rt, flat, args[0]) : MR_NULL;
        mr_decref(rt, flat);
    } else {
        key = nargs == 1 ? mr_incref(args[0]) : mr_tuple_new(rt, args, nargs);
        v = key ? np_getitem(rt, self, key) : MR_NULL;
    }
    mr_decref(rt, key);
    enum np_dtype d = v ? np_scalar_dtype(rt, v) : NP_NO_DTYPE;
    if (v && d == NP_NO_DTYPE) {
        mr_decref(rt, v);
        return mr_raise(rt, rt->exc.ValueError, "incorrect number of indices for array");
    }
    char item[8];
    if (v && np_store(rt, d, item, v))
        mr_replace(rt, &v, np_python_item(rt, d, item));
    return v;
}

static mr_value m_same(NP_ARGS) { return mr_incref(self); }

static mr_value m_reduce(NP_ARGS)
{
    mr_value list = m_tolist(rt, self, NULL, 0, MR_NULL),
             dtype = np_dtype_value(rt, np_as(self)->dtype), out = MR_NULL;
    mr_value make = list ? mr_import_attr(rt, "numpy", "array") : MR_NULL;
    mr_value arguments = make ? mr_tuple_pack(rt, 2, list, dtype) : MR_NULL;
    if (arguments)
        out = mr_tuple_pack(rt, 2, make, arguments);
    mr_decref(rt, list);
    mr_decref(rt, dtype);
    mr_decref(rt, make);
    mr_decref(rt, arguments);
    return out;
}

const mr_method_def np_shape_methods[] = {
    {"reshape", m_reshape, MR_ARGS_ANY, "The items in another shape; a view where possible."},
    {"ravel", m_ravel, MR_ARGS_ANY, "The items in one dimension; a view where possible."},
    {"flatten", m_flatten, MR_ARGS_ANY, "A copy in one dimension."},
    {"transpose", m_transpose, MR_ARGS_ANY, "A view with the dimensions in another order."},
    {"swapaxes", m_swapaxes, MR_ARGS_ANY, "A view with two dimensions exchanged."},
    {"squeeze", m_squeeze, MR_ARGS_ANY, "A view without dimensions of one item."},
    {"astype", m_astype, MR_ARGS_ANY, "The items as another dtype."},
    {"copy", m_copy, MR_ARGS_ANY, "A copy."},
    {"__copy__", m_copy, MR_ARGS_NONE, NULL},
    {"__deepcopy__", m_copy, MR_ARGS_ONE, NULL},
    {"__reduce__", m_reduce, MR_ARGS_NONE, NULL},
    {"view", m_view, MR_ARGS_ANY, "The same memory as another array."},
    {"tolist", m_tolist, MR_ARGS_NONE, "Nested lists of Python's numbers."},
    {"tobytes", m_tobytes, MR_ARGS_ANY, "The items' bytes."},
    {"fill", m_fill, MR_ARGS_ONE, "Sets all items to one number."},
    {"item", m_item, MR_ARGS_ANY, "One item as a Python number."},
    {"conj", m_same, MR_ARGS_NONE, NULL},
    {"conjugate", m_same, MR_ARGS_NONE, NULL},
    NP_METHODS_END,
};

/* ---- functions ---- */

#define FUNCTION(name)                                                  \
    static mr_value f_##name(NP_ARGS)                                   \
    {                                                                   \
        return np_as_method(rt, m_##name, #name, args, nargs, kwnames); \
    }
FUNCTION(reshape)
FUNCTION(ravel)
FUNCTION(transpose)
FUNCTION(swapaxes)
FUNCTION(squeeze)
FUNCTION(copy)

static mr_value f_shape(NP_ARGS)
{
    mr_value a = np_array_argument(rt, args[0]), v = a ? mr_getattr_text(rt, a, "shape") : MR_NULL;
    mr_decref(rt, a);
    return v;
}
static mr_value f_ndim(NP_ARGS)
{
    mr_value a = np_array_argument(rt, args[0]), v = a ? mr_small_int(np_as(a)->ndim) : MR_NULL;
    mr_decref(rt, a);
    return v;
}
static mr_value f_size(NP_ARGS)
{
    mr_value in[2], v = MR_NULL;
    int64_t axis;
    int at;
    if (!mr_bind(rt, "size(a, axis=)", args, nargs, kwnames, in))
        return MR_NULL;
    mr_value a = np_array_argument(rt, in[0]);
    if (a && (!in[1] || in[1] == MR_NONE))
        v = mr_int_from(rt, np_count(np_as(a)));
    else if (a && mr_to_int64(rt, in[1], &axis) && np_axis(rt, axis, np_as(a)->ndim, &at))
        v = mr_int_from(rt, np_as(a)->dims[at]);
    mr_decref(rt, a);
    return v;
}

static mr_value f_expand_dims(NP_ARGS)
{
    mr_value in[2], v = MR_NULL;
    int64_t axis, shape[NP_MAX_DIMENSIONS], strides[NP_MAX_DIMENSIONS];
    int at;
    if (!mr_bind(rt, "expand_dims(a, axis)", args, nargs, kwnames, in) ||
        !mr_to_int64(rt, in[1], &axis))
        return MR_NULL;
    mr_value array = np_array_argument(rt, in[0]);
    if (!array)
        return MR_NULL;
    np_array *a = np_as(array);
    if (a->ndim == NP_MAX_DIMENSIONS) {
        mr_raise(rt, rt->exc.ValueError,
                 "maximum supported dimension for an ndarray is 32, found 33");
    } else if (np_axis(rt, axis, a->ndim + 1, &at)) {
        for (int i = 0; i <= a->ndim; i++) {
            int from = i > at ? i - 1 : i;
            shape[i] = i == at ? 1 : a->dims[from];
            strides[i] = i == at ? 0 : a->dims[a->ndim + from];
        }
        v = np_view(rt, a, a->dtype, a->data, a->ndim + 1, shape, strides);
    }
    mr_decref(rt, array);
    return v;
}

static mr_value f_broadcast_to(NP_ARGS)
{
    mr_value in[2], v = MR_NULL;
    int64_t shape[NP_MAX_DIMENSIONS], strides[NP_MAX_DIMENSIONS];
    if (!mr_bind(rt, "broadcast_to(array, shape)", args, nargs, kwnames, in))
        return MR_NULL;
    int ndim = np_shape_argument(rt, in[1], shape);
    mr_value array = ndim < 0 ? MR_NULL : np_array_argument(rt, in[0]);
    if (!array)
        return MR_NULL;
    np_array *a = np_as(array);
    bool fits = a->ndim <= ndim;
    for (int i = 0; i < ndim && fits; i++) {
        int at = i - (ndim - a->ndim);
        int64_t n = at >= 0 ? a->dims[at] : 1;
        fits = n == 1 || n == shape[i];
        strides[i] = n == 1 ? 0 : a->dims[a->ndim + at];
    }
    if (fits) {
        v = np_view(rt, a, a->dtype, a->data, ndim, shape, strides);
        if (v)
            np_as(v)->readonly = true;
    } else {
        mr_value have = np_shape_text(rt, a->ndim, a->dims), want = np_shape_text(rt, ndim, shape);
        if (have && want)
            mr_raise(rt, rt->exc.ValueError,
                     "operands could not be broadcast together with remapped shapes "
                     "[original->remapped]: %V  and requested "
                     "shape %V",
                     have, want);
        mr_decref(rt, have);
        mr_decref(rt, want);
    }
    mr_decref(rt, array);
    return v;
}

/* At least n dimensions, new ones in front. */
static mr_value at_least(mr_runtime *rt, int n, mr_value v)
{
    mr_value array = np_array_argument(rt, v), shaped = MR_NULL;
    if (!array || np_as(array)->ndim >= n)
        return array;
    int64_t shape[NP_MAX_DIMENSIONS];
    np_array *a = np_as(array);
    for (int i = 0; i < n; i++)
        shape[i] = i < n - a->ndim ? 1 : a->dims[i - (n - a->ndim)];
    shaped = np_reshape(rt, a, n, shape, false);
    mr_decref(rt, array);
    return shaped;
}
static mr_value f_atleast_1d(NP_ARGS) { return at_least(rt, 1, args[0]); }
static mr_value f_atleast_2d(NP_ARGS) { return at_least(rt, 2, args[0]); }

/* A view that runs backwards along some axes. */
static mr_value reversed(mr_runtime *rt, mr_value v, mr_value axis, int least)
{
    mr_value array = np_array_argument(rt, v), out = MR_NULL;
    if (!array)
        return MR_NULL;
    np_array *a = np_as(array);
    int64_t strides[NP_MAX_DIMENSIONS], n;
    int only = -1;
    char *data = a->data;
    if (a->ndim < least)
        mr_raise(rt, rt->exc.ValueError, "Input must be >= %d-d.", least);
    else if (!axis || axis == MR_NONE ||
             (mr_to_int64(rt, axis, &n) && np_axis(rt, n, a->ndim, &only))) {
        for (int i = 0; i < a->ndim; i++) {
            bool turned = only < 0 || only == i;
            strides[i] = turned ? -a->dims[a->ndim + i] : a->dims[a->ndim + i];
            if (turned && np_count(a) > 0)
                data += (a->dims[i] - 1) * a->dims[a->ndim + i];
        }
        out = np_view(rt, a, a->dtype, data, a->ndim, a->dims, strides);
    }
    mr_decref(rt, array);
    return out;
}
static mr_value f_flip(NP_ARGS)
{
    mr_value in[2];
    return mr_bind(rt, "flip(m, axis=)", args, nargs, kwnames, in) ? reversed(rt, in[0], in[1], 0)
                                                                   : MR_NULL;
}
static mr_value f_flipud(NP_ARGS) { return reversed(rt, args[0], mr_small_int(0), 1); }
static mr_value f_fliplr(NP_ARGS) { return reversed(rt, args[0], mr_small_int(1), 2); }

const mr_method_def np_shape_functions[] = {
    {"reshape", f_reshape, MR_ARGS_ANY, NULL},
    {"ravel", f_ravel, MR_ARGS_ANY, NULL},
    {"transpose", f_transpose, MR_ARGS_ANY, NULL},
    {"swapaxes", f_swapaxes, MR_ARGS_ANY, NULL},
    {"squeeze", f_squeeze, MR_ARGS_ANY, NULL},
    {"copy", f_copy, MR_ARGS_ANY, NULL},
    {"shape", f_shape, MR_ARGS_ONE, NULL},
    {"ndim", f_ndim, MR_ARGS_ONE, NULL},
    {"size", f_size, MR_ARGS_ANY, NULL},
    {"expand_dims", f_expand_dims, MR_ARGS_ANY, NULL},
    {"broadcast_to", f_broadcast_to, MR_ARGS_ANY, NULL},
    {"atleast_1d", f_atleast_1d, MR_ARGS_ONE, NULL},
    {"atleast_2d", f_atleast_2d, MR_ARGS_ONE, NULL},
    {"flip", f_flip, MR_ARGS_ANY, NULL},
    {"flipud", f_flipud, MR_ARGS_ONE, NULL},
    {"fliplr", f_fliplr, MR_ARGS_ONE, NULL},
    NP_METHODS_END,
};
