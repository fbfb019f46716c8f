/*
 * array.c - making arrays: blocks, views, from other values; walking rows.
 */
#include <math.h>
#include <stdio.h>
#include <sys/mman.h>

#include "core/runtime.h"
#include "numpy/ndarray.h"
#include "types/bytes.h"
#include "types/containers.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str.h"

bool np_is_array(mr_runtime *rt, mr_value v)
{
    return rt->numpy && mr_type_of(rt, v) == rt->numpy->array;
}

int64_t np_count(const np_array *a)
{
    int64_t n = 1;
    for (int i = 0; i < a->ndim; i++)
        n *= a->dims[i];
    return n;
}

bool np_is_contiguous(const np_array *a)
{
    int64_t stride = (int64_t)np_size(a->dtype);
    if (np_count(a) == 0)
        return true;
    for (int i = a->ndim; i-- > 0; stride *= a->dims[i]) {
        if (a->dims[i] > 1 && a->dims[a->ndim + i] != stride)
            return false;
    }
    return true;
}

static np_array *array_alloc(mr_runtime *rt, enum np_dtype d, int ndim)
{
    np_array *a =
        mr_object_new(rt, rt->numpy->array, sizeof *a + 2 * (size_t)ndim * sizeof(int64_t), false);
    if (a) {
        a->dtype = (uint8_t)d;
        a->ndim = a->reserved = (uint8_t)ndim;
    }
    return a;
}

/* "Unable to allocate 7.28 TiB for ..." in place of a plain MemoryError. */
static mr_value raise_too_large(mr_runtime *rt, enum np_dtype d, size_t bytes, int ndim,
                                const int64_t *shape)
{
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    double amount = (double)bytes;
    size_t unit = 0;
    while (unit < 6 && nearbyint(amount) >= 1024) {
        amount /= 1024;
        unit++;
    }
    if (!mr_error_catch(rt, rt->exc.MemoryError))
        return MR_NULL;
    char text[32];
    snprintf(text, sizeof text, unit == 0 || nearbyint(amount) >= 1000 ? "%.0f" : "%#.3g", amount);
    size_t end = strlen(text);
    if (unit && nearbyint(amount) >= 1000)
        snprintf(text + end, sizeof text - end, ".");
    mr_value where = np_shape_text(rt, ndim, shape);
    if (where)
        mr_raise(rt, rt->exc.MemoryError,
                 "Unable to allocate %s %s for an array with shape %V and data type %s", text,
                 units[unit], where, np_name(d));
    mr_decref(rt, where);
    return MR_NULL;
}

/* Large blocks ask for large pages: a page fault every 4 KiB takes longer than the work. */
static void advise(char *block, size_t bytes)
{
    enum { LEAST = 1 << 22, PAGE = 4096 };
    size_t skip = -(uintptr_t)block % PAGE;
    if (bytes >= LEAST)
        madvise(block + skip, (bytes - skip) & ~(size_t)(PAGE - 1), MADV_HUGEPAGE);
}

mr_value np_new(mr_runtime *rt, enum np_dtype d, int ndim, const int64_t *shape, bool zero)
{
    size_t bytes = np_size(d);
    for (int i = 0; i < ndim; i++) {
        if (shape[i] &&
            (__builtin_mul_overflow(bytes, (size_t)shape[i], &bytes) || bytes > INT64_MAX))
            return mr_raise(rt, rt->exc.ValueError,
                            ndim == 1 ? "Maximum allowed dimension exceeded"
                                      : "array is too big; `arr.size * arr.dtype.itemsize` is "
                                        "larger than the maximum possible size.");
    }
    for (int i = 0; i < ndim; i++)
        bytes = shape[i] ? bytes : 0;
    np_array *a = array_alloc(rt, d, ndim);
    if (!a)
        return MR_NULL;
    int64_t stride = (int64_t)np_size(d);
    for (int i = ndim; i-- > 0;) {
        a->dims[i] = shape[i];
        a->dims[ndim + i] = stride;
        stride *= shape[i] ? shape[i] : 1;
    }
    a->block = zero ? mr_buf_new0(rt, bytes) : mr_buf_new(rt, bytes);
    a->block_bytes = bytes;
    a->data = a->block;
    if (!a->block) {
        mr_decref(rt, mr_from(a));
        return raise_too_large(rt, d, bytes, ndim, shape);
    }
    advise(a->block, bytes);
    return mr_from(a);
}

mr_value np_view(mr_runtime *rt, np_array *of, enum np_dtype d, char *data, int ndim,
                 const int64_t *shape, const int64_t *strides)
{
    np_array *a = array_alloc(rt, d, ndim);
    if (!a)
        return MR_NULL;
    memcpy(a->dims, shape, (size_t)ndim * sizeof *shape);
    memcpy(a->dims + ndim, strides, (size_t)ndim * sizeof *strides);
    a->data = data;
    a->readonly = of->readonly;
    a->base = mr_incref(of->base ? of->base : mr_from(of));
    return mr_from(a);
}

/* ---- walking ---- */

void np_walk_init(struct np_walk *w, int ndim, const int64_t *shape, int operands,
                  np_array *const *arrays)
{
    int64_t full[3][NP_MAX_DIMENSIONS] = {{0}};
    char *data[3];
    for (int k = 0; k < operands; k++) {
        np_array *a = arrays[k];
        data[k] = a->data;
        for (int i = 0; i < a->ndim; i++) {
            if (a->dims[i] != 1)
                full[k][ndim - a->ndim + i] = a->dims[a->ndim + i];
        }
    }
    np_walk_strided(w, ndim, shape, operands, data, full, -1);
}

void np_walk_strided(struct np_walk *w, int ndim, const int64_t *lengths, int operands,
                     char *const *data, int64_t (*strides)[NP_MAX_DIMENSIONS], int by)
{
    w->operands = operands;
    w->ndim = 0;
    w->done = false;
    int order[NP_MAX_DIMENSIONS];
    int64_t shape[NP_MAX_DIMENSIONS], full[3][NP_MAX_DIMENSIONS];
    for (int k = 0; k < operands; k++)
        w->data[k] = data[k];
    for (int i = 0; i < ndim; i++) {
        int at = i;
        for (; by >= 0 && at > 0 && llabs(strides[by][order[at - 1]]) < llabs(strides[by][i]); at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    for (int i = 0; i < ndim; i++) {
        shape[i] = lengths[order[i]];
        w->index[i] = 0;
        for (int k = 0; k < operands; k++)
            full[k][i] = strides[k][order[i]];
    }
    /* Dimensions that follow each other without a gap in all operands become one. */
    for (int i = 0; i < ndim; i++) {
        w->done |= shape[i] == 0;
        if (shape[i] == 1)
            continue;
        bool joins = w->ndim > 0;
        for (int k = 0; k < operands && joins; k++)
            joins = w->strides[k][w->ndim - 1] == full[k][i] * shape[i];
        if (joins) {
            w->shape[w->ndim - 1] *= shape[i];
        } else {
            w->shape[w->ndim++] = shape[i];
        }
        for (int k = 0; k < operands; k++)
            w->strides[k][w->ndim - 1] = full[k][i];
    }
    w->row = 1;
    for (int k = 0; k < operands; k++)
        w->row_stride[k] = 0;
    if (w->ndim > 0) {
        w->ndim--;
        w->row = w->shape[w->ndim];
        for (int k = 0; k < operands; k++)
            w->row_stride[k] = w->strides[k][w->ndim];
    }
}

void np_walk_next(struct np_walk *w)
{
    for (int d = w->ndim; d-- > 0;) {
        for (int k = 0; k < w->operands; k++)
            w->data[k] += w->strides[k][d];
        if (++w->index[d] < w->shape[d])
            return;
        for (int k = 0; k < w->operands; k++)
            w->data[k] -= w->strides[k][d] * w->shape[d];
        w->index[d] = 0;
    }
    w->done = true;
}

mr_value np_shape_text(mr_runtime *rt, int ndim, const int64_t *shape)
{
    mr_str_builder b;
    char number[24];
    mr_str_builder_init(&b, rt);
    mr_str_builder_char(&b, '(');
    for (int i = 0; i < ndim; i++) {
        snprintf(number, sizeof number, i ? ",%lld" : "%lld", (long long)shape[i]);
        mr_str_builder_text(&b, number);
    }
    mr_str_builder_text(&b, ndim == 1 ? ",)" : ")");
    return mr_str_builder_take(&b);
}

int np_broadcast(mr_runtime *rt, np_array *a, np_array *b, int64_t shape[NP_MAX_DIMENSIONS])
{
    int ndim = a->ndim > b->ndim ? a->ndim : b->ndim;
    for (int i = 0; i < ndim; i++) {
        int ai = i - (ndim - a->ndim), bi = i - (ndim - b->ndim);
        int64_t x = ai >= 0 ? a->dims[ai] : 1, y = bi >= 0 ? b->dims[bi] : 1;
        if (x != y && x != 1 && y != 1) {
            mr_value p = np_shape_text(rt, a->ndim, a->dims),
                     q = np_shape_text(rt, b->ndim, b->dims);
            if (p && q)
                mr_raise(rt, rt->exc.ValueError,
                         "operands could not be broadcast together with shapes %V %V ", p, q);
            mr_decref(rt, p);
            mr_decref(rt, q);
            return -1;
        }
        shape[i] = x == 1 ? y : x;
    }
    return ndim;
}

bool np_assign(mr_runtime *rt, np_array *dst, np_array *src)
{
    int lead = src->ndim > dst->ndim ? src->ndim - dst->ndim : 0;
    bool fits = true;
    for (int i = 0; i < src->ndim && fits; i++) {
        int64_t have = src->dims[i];
        fits = have == 1 ||
               (i >= lead && have == dst->dims[i - lead + (dst->ndim - (src->ndim - lead))]);
    }
    if (!fits) {
        mr_value p = np_shape_text(rt, src->ndim, src->dims),
                 q = np_shape_text(rt, dst->ndim, dst->dims);
        if (p && q)
            mr_raise(rt, rt->exc.ValueError,
                     "could not broadcast input array from shape %V into shape %V", p, q);
        mr_decref(rt, p);
        mr_decref(rt, q);
        return false;
    }
    mr_value source = mr_incref(mr_from(src));
    mr_value x = dst->base ? dst->base : mr_from(dst), y = src->base ? src->base : mr_from(src);
    if (x == y && dst->data != src->data)
        mr_replace(rt, &source, np_copy(rt, src, src->dtype)); /* they may overlap */
    if (!source)
        return false;
    src = np_as(source);
    np_array *flat = src;
    mr_value trimmed = MR_NULL;
    if (lead) {
        trimmed = np_view(rt, src, src->dtype, src->data, src->ndim - lead, src->dims + lead,
                          src->dims + src->ndim + lead);
        flat = trimmed ? np_as(trimmed) : NULL;
    }
    bool ok = flat != NULL;
    if (ok) {
        struct np_walk w;
        np_array *arrays[2] = {dst, flat};
        for (np_walk_init(&w, dst->ndim, dst->dims, 2, arrays); !w.done && ok; np_walk_next(&w)) {
            np_cast(dst->dtype, w.data[0], w.row_stride[0], flat->dtype, w.data[1], w.row_stride[1],
                    w.row);
            ok = mr_poll(rt) == 0;
        }
    }
    mr_decref(rt, trimmed);
    mr_decref(rt, source);
    return ok;
}

mr_value np_copy(mr_runtime *rt, np_array *a, enum np_dtype d)
{
    mr_value copy = np_new(rt, d, a->ndim, a->dims, false);
    if (copy && !np_assign(rt, np_as(copy), a))
        mr_clear(rt, &copy);
    return copy;
}

/* ---- from other values ---- */

int np_shape_argument(mr_runtime *rt, mr_value v, int64_t shape[NP_MAX_DIMENSIONS])
{
    int n = 1;
    if (mr_is_integer(v) || (mr_type_of(rt, v)->slots.index && !np_is_array(rt, v))) {
        if (!mr_to_int64(rt, v, &shape[0]))
            return -1;
    } else {
        mr_value items = mr_tuple_from(rt, v);
        if (!items) {
            if (mr_error_catch(rt, rt->exc.TypeError))
                mr_raise(rt, rt->exc.TypeError,
                         "expected a sequence of integers or a single integer, got '%S'", v);
            return -1;
        }
        n = (int)mr_as_tuple(items)->length;
        if (n > NP_MAX_DIMENSIONS)
            mr_raise(rt, rt->exc.ValueError,
                     "maximum supported dimension for an ndarray is 32, found %d", n);
        for (int i = 0; i < n && !mr_error(rt); i++) {
            if (!mr_to_int64(rt, mr_as_tuple(items)->items[i], &shape[i]))
                break;
        }
        mr_decref(rt, items);
        if (mr_error(rt))
            return -1;
    }
    for (int i = 0; i < n; i++) {
        if (shape[i] < 0)
            return mr_fail(rt, rt->exc.ValueError, "negative dimensions are not allowed");
    }
    return n;
}

static bool is_sequence(mr_runtime *rt, mr_value v)
{
    return mr_is_list(v) || mr_is_tuple(v) || mr_has_kind(v, MR_KIND_RANGE) || mr_is_bytearray(v) ||
           (np_is_array(rt, v) && np_as(v)->ndim > 0);
}

/* What a nested sequence is: its shape (ndim -1: no item seen yet), and the dtype of its items. */
struct discovery {
    int64_t shape[NP_MAX_DIMENSIONS];
    int ndim;
    enum np_dtype dtype;
    bool given; /* the dtype is known before */
};

static enum np_dtype dtype_of_item(mr_runtime *rt, mr_value v)
{
    enum np_dtype d = np_scalar_dtype(rt, v);
    if (d != NP_NO_DTYPE)
        return d;
    if (np_is_array(rt, v))
        return np_as(v)->dtype;
    if (mr_is_bool(v))
        return NP_BOOL;
    if (mr_is_integer(v)) {
        int overflow;
        mr_int_value(v, &overflow);
        return overflow > 0 ? NP_UINT64 : NP_INT64;
    }
    if (mr_is_real_float(v) || mr_type_of(rt, v)->slots.float_)
        return NP_FLOAT64;
    if (mr_type_of(rt, v)->slots.index)
        return NP_INT64;
    mr_raise(rt, rt->exc.TypeError,
             "Memoir's numpy has arrays of numbers and bools only, not of '%T' objects", v);
    return NP_NO_DTYPE;
}

static bool raise_ragged(mr_runtime *rt, int depth, const struct discovery *found)
{
    mr_value known = np_shape_text(rt, depth, found->shape);
    if (known)
        mr_raise(rt, rt->exc.ValueError,
                 "setting an array element with a sequence. The requested array has an "
                 "inhomogeneous shape after %d "
                 "dimensions. The detected shape was %V + inhomogeneous part.",
                 depth, known);
    mr_decref(rt, known);
    return false;
}

static bool discover(mr_runtime *rt, mr_value v, int depth, struct discovery *found)
{
    if (!is_sequence(rt, v)) {
        if (found->ndim >= 0 && depth != found->ndim)
            return raise_ragged(rt, depth, found);
        found->ndim = depth;
        if (found->given)
            return true;
        enum np_dtype d = dtype_of_item(rt, v);
        if (d == NP_NO_DTYPE)
            return false;
        found->dtype = found->dtype == NP_NO_DTYPE ? d : np_promote(found->dtype, d);
        return true;
    }
    int64_t n = mr_length(rt, v);
    if (n < 0)
        return false;
    if (depth == NP_MAX_DIMENSIONS) {
        mr_raise(rt, rt->exc.ValueError, "maximum supported dimension for an ndarray is 32");
        return false;
    }
    if (found->ndim >= 0 && (depth >= found->ndim || found->shape[depth] != n))
        return raise_ragged(rt, depth < found->ndim ? depth : found->ndim, found);
    if (found->ndim < 0)
        found->shape[depth] = n;
    if (n == 0 && found->ndim < 0)
        found->ndim = depth + 1;
    for (int64_t i = 0; i < n; i++) {
        mr_value item = mr_getitem(rt, v, mr_small_int(i));
        bool ok = item && discover(rt, item, depth + 1, found);
        mr_decref(rt, item);
        if (!ok)
            return false;
    }
    return true;
}

static bool fill(mr_runtime *rt, mr_value v, np_array *a, int depth, char *p)
{
    if (depth == a->ndim)
        return np_store(rt, a->dtype, p, v);
    for (int64_t i = 0; i < a->dims[depth]; i++) {
        mr_value item = mr_getitem(rt, v, mr_small_int(i));
        bool ok = item && fill(rt, item, a, depth + 1, p + i * a->dims[a->ndim + depth]) &&
                  mr_poll(rt) == 0;
        mr_decref(rt, item);
        if (!ok)
            return false;
    }
    return true;
}

mr_value np_from(mr_runtime *rt, mr_value v, enum np_dtype d)
{
    if (np_is_array(rt, v))
        return d == NP_NO_DTYPE || d == np_as(v)->dtype ? mr_incref(v) : np_copy(rt, np_as(v), d);
    mr_value list = MR_NULL;
    if (!is_sequence(rt, v) && mr_type_of(rt, v)->slots.length &&
        mr_type_of(rt, v)->slots.getitem && !mr_is_str(v) && !mr_is_dict(v))
        v = list = mr_list_from(rt, v);
    if (!v)
        return MR_NULL;
    struct discovery found = {.ndim = -1, .dtype = NP_NO_DTYPE, .given = d != NP_NO_DTYPE};
    mr_value array = MR_NULL;
    if (discover(rt, v, 0, &found)) {
        if (d == NP_NO_DTYPE)
            d = found.dtype == NP_NO_DTYPE ? NP_FLOAT64 : found.dtype;
        array = np_new(rt, d, found.ndim, found.shape, false);
        if (array && !fill(rt, v, np_as(array), 0, np_as(array)->data))
            mr_clear(rt, &array);
    }
    mr_decref(rt, list);
    return array;
}
