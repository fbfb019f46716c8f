/*
 * index.c - a[key] and a[key] = v: integers, slices, ellipsis and newaxis give
 * views; arrays of integers and of bools pick items.
 */
#include "numpy/ndarray.h"

enum kind { INTEGER, SLICE, NEW_AXIS, ELLIPSIS, ARRAY };

struct part {
    enum kind kind;
    int64_t at;      /* INTEGER */
    mr_value value;  /* SLICE: borrowed; ARRAY: int64, owned */
    int64_t checked; /* ARRAY: dimension of the mask it was made of, or -1 */
    int mask_axis;   /* which dimension of the mask */
};

enum { MOST_PARTS = 2 * NP_MAX_DIMENSIONS + 1 };

struct key {
    struct part parts[MOST_PARTS];
    int count, consumed; /* parts; dimensions they stand for */
    bool fancy;
};

static void key_finish(mr_runtime *rt, struct key *k)
{
    for (int i = 0; i < k->count; i++) {
        if (k->parts[i].kind == ARRAY)
            mr_decref(rt, k->parts[i].value);
    }
}

static bool raise_bad_index(mr_runtime *rt)
{
    mr_raise(rt, rt->exc.IndexError,
             "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or "
             "boolean arrays are valid "
             "indices");
    return false;
}

static struct part *add_part(mr_runtime *rt, struct key *k, enum kind kind)
{
    if (k->count == MOST_PARTS) {
        mr_raise(rt, rt->exc.IndexError, "too many indices for array");
        return NULL;
    }
    struct part *p = &k->parts[k->count++];
    *p = (struct part){.kind = kind, .checked = -1};
    k->consumed += kind == INTEGER || kind == SLICE || kind == ARRAY;
    return p;
}

/* One int64 array for each dimension: where the mask is true. */
static bool add_mask(mr_runtime *rt, struct key *k, np_array *mask)
{
    mr_value places[NP_MAX_DIMENSIONS];
    if (mask->ndim == 0) {
        np_unsupported(rt, "indexing with a single bool");
        return false;
    }
    if (!np_nonzero(rt, mask, places))
        return false;
    for (int i = 0; i < mask->ndim; i++) {
        struct part *p = add_part(rt, k, ARRAY);
        if (!p) {
            for (; i < mask->ndim; i++)
                mr_decref(rt, places[i]);
            return false;
        }
        p->value = places[i];
        p->checked = mask->dims[i];
        p->mask_axis = i;
    }
    k->fancy = true;
    return true;
}

static bool add_item(mr_runtime *rt, struct key *k, mr_value v)
{
    struct part *p;
    if (mr_is_int(v)) {
        p = add_part(rt, k, INTEGER);
        if (p)
            p->at = mr_small_int_value(v);
        return p;
    }
    if (v == MR_NONE)
        return add_part(rt, k, NEW_AXIS);
    if (v == MR_ELLIPSIS)
        return add_part(rt, k, ELLIPSIS);
    if (mr_has_kind(v, MR_KIND_SLICE)) {
        p = add_part(rt, k, SLICE);
        if (p)
            p->value = v;
        return p;
    }
    if (mr_is_str(v) || mr_is_float(v))
        return raise_bad_index(rt);
    if (np_is_array(rt, v) || mr_is_list(v) || mr_is_tuple(v) || mr_is_bool(v) ||
        np_scalar_dtype(rt, v) == NP_BOOL) {
        mr_value array = np_from(rt, v, NP_NO_DTYPE);
        if (!array)
            return false;
        np_array *a = np_as(array);
        if (a->dtype == NP_BOOL) {
            bool ok = add_mask(rt, k, a);
            mr_decref(rt, array);
            return ok;
        }
        if (np_is_float(a->dtype) && (np_is_array(rt, v) || np_count(a) > 0)) {
            mr_decref(rt, array);
            mr_raise(rt, rt->exc.IndexError,
                     "arrays used as indices must be of integer (or boolean) type");
            return false;
        }
        if (a->dtype != NP_INT64)
            mr_replace(rt, &array, np_copy(rt, a, NP_INT64));
        p = array ? add_part(rt, k, ARRAY) : NULL;
        if (!p) {
            mr_decref(rt, array);
            return false;
        }
        if (np_as(array)->ndim == 0) { /* an integer, but the result is a copy */
            p->kind = INTEGER;
            p->at = *(int64_t *)(void *)np_as(array)->data;
            mr_decref(rt, array);
            return true;
        }
        p->value = array;
        k->fancy = true;
        return true;
    }
    if (!mr_type_of(rt, v)->slots.index)
        return raise_bad_index(rt);
    int64_t at;
    if (!mr_to_int64(rt, v, &at))
        return false;
    p = add_part(rt, k, INTEGER);
    if (p)
        p->at = at;
    return p;
}

static bool key_read(mr_runtime *rt, np_array *a, mr_value key, struct key *k)
{
    k->count = k->consumed = 0;
    k->fancy = false;
    bool ok = true, ellipsis = false;
    if (mr_is_tuple(key)) {
        for (size_t i = 0; ok && i < mr_as_tuple(key)->length; i++)
            ok = add_item(rt, k, mr_as_tuple(key)->items[i]);
    } else {
        ok = add_item(rt, k, key);
    }
    if (ok && k->consumed > a->ndim) {
        mr_raise(rt, rt->exc.IndexError,
                 "too many indices for array: array is %d-dimensional, but %d were indexed",
                 a->ndim, k->consumed);
        ok = false;
    }
    for (int i = 0; ok && i < k->count; i++) {
        if (k->parts[i].kind == ELLIPSIS && ellipsis) {
            mr_raise(rt, rt->exc.IndexError, "an index can only have a single ellipsis ('...')");
            ok = false;
        }
        ellipsis |= k->parts[i].kind == ELLIPSIS;
    }
    if (ok && !ellipsis)
        ok = add_part(rt, k, ELLIPSIS);
    if (!ok)
        key_finish(rt, k);
    return ok;
}

static bool in_bounds(mr_runtime *rt, int64_t *at, int axis, int64_t size)
{
    if (*at < -size || *at >= size) {
        mr_raise(rt, rt->exc.IndexError, "index %lld is out of bounds for axis %d with size %lld",
                 (long long)*at, axis, (long long)size);
        return false;
    }
    *at += *at < 0 ? size : 0;
    return true;
}

/* What the basic parts make of the array: a view in which dimensions picked by arrays stay whole.
 */
struct picked {
    char *data;
    int ndim;
    int64_t shape[NP_MAX_DIMENSIONS], strides[NP_MAX_DIMENSIONS];
    /* with arrays: */
    int arrays;                                /* index arrays */
    mr_value index[NP_MAX_DIMENSIONS];         /* borrowed */
    int64_t stride[NP_MAX_DIMENSIONS], size[NP_MAX_DIMENSIONS];
    int axis[NP_MAX_DIMENSIONS];               /* of the array indexed, for messages */
    int place; /* dimension of the view before which their shape goes */
};

static bool pick(mr_runtime *rt, np_array *a, struct key *k, struct picked *out)
{
    int axis = 0, first = -1, last = -1;
    bool apart = false;
    *out = (struct picked){.data = a->data};
    for (int i = 0; i < k->count; i++) {
        struct part *p = &k->parts[i];
        int64_t size = axis < a->ndim ? a->dims[axis] : 0,
                stride = axis < a->ndim ? a->dims[a->ndim + axis] : 0;
        int64_t start, stop, step;
        if (k->fancy && (p->kind == ARRAY || p->kind == INTEGER)) {
            if (first < 0) {
                first = i;
                out->place = out->ndim;
            } else if (last != i - 1) {
                apart = true;
            }
            last = i;
        }
        switch (p->kind) {
        case INTEGER:
            if (!in_bounds(rt, &p->at, axis, size))
                return false;
            out->data += p->at * stride;
            axis++;
            break;
        case SLICE: {
            int64_t n = mr_slice_resolve(rt, p->value, size, &start, &stop, &step);
            if (n < 0)
                return false;
            if (n > 0)
                out->data += start * stride;
            out->shape[out->ndim] = n;
            out->strides[out->ndim++] = stride * step;
            axis++;
            break;
        }
        case NEW_AXIS:
            if (out->ndim == NP_MAX_DIMENSIONS) {
                mr_raise(rt, rt->exc.IndexError, "number of dimensions must be within [0, 32]");
                return false;
            }
            out->shape[out->ndim] = 1;
            out->strides[out->ndim++] = 0;
            break;
        case ELLIPSIS:
            for (int rest = a->ndim - k->consumed; rest > 0; rest--, axis++) {
                out->shape[out->ndim] = a->dims[axis];
                out->strides[out->ndim++] = a->dims[a->ndim + axis];
            }
            break;
        case ARRAY:
            if (p->checked >= 0 && p->checked != size) {
                mr_raise(rt, rt->exc.IndexError,
                         "boolean index did not match indexed array along dimension %d; dimension "
                         "is %lld but corresponding "
                         "boolean dimension is %lld",
                         axis, (long long)size, (long long)p->checked);
                return false;
            }
            out->axis[out->arrays] = axis;
            out->index[out->arrays] = p->value;
            out->size[out->arrays] = size;
            out->stride[out->arrays++] = stride;
            axis++;
            break;
        }
    }
    if (apart)
        out->place = 0;
    return true;
}

/* ---- items picked by arrays ---- */

/* The shape the index arrays broadcast to. */
static int index_shape(mr_runtime *rt, const struct picked *p, int64_t shape[NP_MAX_DIMENSIONS])
{
    int ndim = 0;
    for (int k = 0; k < p->arrays; k++)
        ndim = np_as(p->index[k])->ndim > ndim ? np_as(p->index[k])->ndim : ndim;
    for (int i = 0; i < ndim; i++) {
        shape[i] = 1;
        for (int k = 0; k < p->arrays; k++) {
            np_array *x = np_as(p->index[k]);
            int at = i - (ndim - x->ndim);
            int64_t n = at >= 0 ? x->dims[at] : 1;
            if (n != 1 && shape[i] != 1 && shape[i] != n)
                goto fail;
            shape[i] = shape[i] == 1 ? n : shape[i];
        }
    }
    return ndim;
fail:;
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    for (int k = 0; k < p->arrays; k++) {
        mr_value text = np_shape_text(rt, np_as(p->index[k])->ndim, np_as(p->index[k])->dims);
        if (text)
            mr_str_builder_str(&b, text);
        mr_str_builder_char(&b, ' ');
        mr_decref(rt, text);
    }
    mr_value all = mr_str_builder_take(&b);
    if (all)
        mr_raise(rt, rt->exc.IndexError,
                 "shape mismatch: indexing arrays could not be broadcast together with shapes %V",
                 all);
    mr_decref(rt, all);
    return -1;
}

enum { CHUNK = 1024 };

/* Walks the index arrays together and gives byte offsets, a chunk at a time. */
struct offsets {
    const struct picked *picked;
    int ndim;
    int64_t shape[NP_MAX_DIMENSIONS], index[NP_MAX_DIMENSIONS], left;
    int64_t strides[NP_MAX_DIMENSIONS][NP_MAX_DIMENSIONS]; /* array by dimension */
    const char *at[NP_MAX_DIMENSIONS];
};

static void offsets_init(struct offsets *o, const struct picked *p, int ndim, const int64_t *shape)
{
    o->picked = p;
    o->ndim = ndim;
    o->left = 1;
    for (int i = 0; i < ndim; i++) {
        o->shape[i] = shape[i];
        o->index[i] = 0;
        o->left *= shape[i];
    }
    for (int k = 0; k < p->arrays; k++) {
        np_array *x = np_as(p->index[k]);
        o->at[k] = x->data;
        for (int i = 0; i < ndim; i++) {
            int d = i - (ndim - x->ndim);
            o->strides[k][i] = d >= 0 && x->dims[d] != 1 ? x->dims[x->ndim + d] : 0;
        }
    }
}

static int64_t offsets_next(mr_runtime *rt, struct offsets *o, int64_t out[CHUNK])
{
    const struct picked *p = o->picked;
    int64_t n = o->left < CHUNK ? o->left : CHUNK;
    for (int64_t j = 0; j < n; j++) {
        int64_t offset = 0;
        for (int k = 0; k < p->arrays; k++) {
            int64_t at = *(const int64_t *)(const void *)o->at[k];
            if (!in_bounds(rt, &at, p->axis[k], p->size[k]))
                return -1;
            offset += at * p->stride[k];
        }
        out[j] = offset;
        for (int i = o->ndim; i-- > 0;) {
            bool carry = ++o->index[i] == o->shape[i];
            for (int k = 0; k < p->arrays; k++)
                o->at[k] += carry ? -o->strides[k][i] * (o->shape[i] - 1) : o->strides[k][i];
            if (!carry)
                break;
            o->index[i] = 0;
        }
    }
    o->left -= n;
    return n;
}

static void copy_item(char *to, const char *from, size_t size)
{
    switch (size) {
    case 8: memcpy(to, from, 8); break;
    case 4: memcpy(to, from, 4); break;
    case 2: memcpy(to, from, 2); break;
    default: *to = *from; break;
    }
}

/* Copies between the picked items and `other`, an array of the result's shape (strides in bytes;
 * its index dimensions start at p->place). */
static bool transfer(mr_runtime *rt, const struct picked *p, enum np_dtype own, char *other,
                     const int64_t *other_strides, enum np_dtype other_dtype, int index_ndim,
                     const int64_t *shape, bool into)
{
    int64_t chunk[CHUNK], inner[3][NP_MAX_DIMENSIONS], position[NP_MAX_DIMENSIONS] = {0};
    for (int i = 0; i < p->ndim; i++) {
        inner[into ? 0 : 1][i] = p->strides[i];
        inner[into ? 1 : 0][i] = other_strides[i < p->place ? i : i + index_ndim];
    }
    struct offsets o;
    offsets_init(&o, p, index_ndim, shape);
    const int64_t *steps = other_strides + p->place;
    while (o.left > 0) {
        int64_t n = offsets_next(rt, &o, chunk);
        if (n < 0 || mr_poll(rt) < 0)
            return false;
        for (int64_t j = 0; j < n; j++) {
            char *mine = p->data + chunk[j];
            if (p->ndim == 0 && own == other_dtype) {
                copy_item(into ? mine : other, into ? other : mine, np_size(own));
            } else {
                struct np_walk w;
                char *data[2] = {into ? mine : other, into ? other : mine};
                enum np_dtype to = into ? own : other_dtype, from = into ? other_dtype : own;
                for (np_walk_strided(&w, p->ndim, p->shape, 2, data, inner, -1); !w.done;
                     np_walk_next(&w))
                    np_cast(to, w.data[0], w.row_stride[0], from, w.data[1], w.row_stride[1],
                            w.row);
            }
            for (int i = index_ndim; i-- > 0;) {
                other += steps[i];
                if (++position[i] < shape[i])
                    break;
                other -= steps[i] * shape[i];
                position[i] = 0;
            }
        }
    }
    return true;
}

static int result_shape(const struct picked *p, int index_ndim, const int64_t *index,
                        int64_t *shape)
{
    int n = 0;
    for (int i = 0; i <= p->ndim; i++) {
        if (i == p->place) {
            for (int j = 0; j < index_ndim; j++)
                shape[n++] = index[j];
        }
        if (i < p->ndim)
            shape[n++] = p->shape[i];
    }
    return n;
}

static mr_value get_picked(mr_runtime *rt, np_array *a, const struct picked *p)
{
    int64_t index[NP_MAX_DIMENSIONS], shape[2 * NP_MAX_DIMENSIONS];
    int index_ndim = index_shape(rt, p, index);
    if (index_ndim < 0)
        return MR_NULL;
    if (index_ndim + p->ndim > NP_MAX_DIMENSIONS)
        return mr_raise(rt, rt->exc.IndexError, "number of dimensions must be within [0, 32]");
    int ndim = result_shape(p, index_ndim, index, shape);
    mr_value result = np_new(rt, a->dtype, ndim, shape, false);
    if (result && !transfer(rt, p, a->dtype, np_as(result)->data, np_strides(np_as(result)),
                            a->dtype, index_ndim, index, false))
        mr_clear(rt, &result);
    return result;
}

static bool set_picked(mr_runtime *rt, np_array *a, const struct picked *p, mr_value v)
{
    int64_t index[NP_MAX_DIMENSIONS], shape[2 * NP_MAX_DIMENSIONS], strides[NP_MAX_DIMENSIONS];
    int index_ndim = index_shape(rt, p, index);
    if (index_ndim < 0)
        return false;
    int ndim = result_shape(p, index_ndim, index, shape);
    mr_value source = np_from(rt, v, np_is_array(rt, v) ? NP_NO_DTYPE : a->dtype);
    if (source && np_shares(np_as(source), a))
        mr_replace(rt, &source, np_copy(rt, np_as(source), a->dtype));
    if (!source)
        return false;
    np_array *s = np_as(source);
    bool fits = s->ndim <= ndim;
    for (int i = 0; i < ndim && fits; i++) {
        int d = i - (ndim - s->ndim);
        int64_t n = d >= 0 ? s->dims[d] : 1;
        fits = n == 1 || n == shape[i];
        strides[i] = n == 1 ? 0 : s->dims[s->ndim + d];
    }
    bool ok = fits;
    if (!fits) {
        mr_value have = np_shape_text(rt, s->ndim, s->dims), want = np_shape_text(rt, ndim, shape);
        if (have && want)
            mr_raise(rt, rt->exc.ValueError,
                     "shape mismatch: value array of shape %V could not be broadcast to indexing "
                     "result of shape %V",
                     have, want);
        mr_decref(rt, have);
        mr_decref(rt, want);
    } else {
        ok = transfer(rt, p, a->dtype, s->data, strides, s->dtype, index_ndim, index, true);
    }
    mr_decref(rt, source);
    return ok;
}

/* ---- a mask of the array's own shape ---- */

static bool is_full_mask(mr_runtime *rt, np_array *a, mr_value key)
{
    if (!np_is_array(rt, key) || np_as(key)->dtype != NP_BOOL || np_as(key)->ndim != a->ndim ||
        a->ndim == 0)
        return false;
    return !memcmp(np_as(key)->dims, a->dims, (size_t)a->ndim * sizeof *a->dims);
}

static mr_value get_masked(mr_runtime *rt, np_array *a, np_array *mask)
{
    int64_t count = np_count_nonzero(mask);
    mr_value result = np_new(rt, a->dtype, 1, &count, false);
    if (!result)
        return MR_NULL;
    char *out = np_as(result)->data;
    size_t size = np_size(a->dtype);
    struct np_walk w;
    np_array *arrays[2] = {a, mask};
    for (np_walk_init(&w, a->ndim, a->dims, 2, arrays); !w.done; np_walk_next(&w)) {
        for (int64_t i = 0; i < w.row; i++) {
            if (w.data[1][i * w.row_stride[1]]) {
                copy_item(out, w.data[0] + i * w.row_stride[0], size);
                out += size;
            }
        }
        if (mr_poll(rt) < 0) {
            mr_decref(rt, result);
            return MR_NULL;
        }
    }
    return result;
}

static bool set_masked(mr_runtime *rt, np_array *a, np_array *mask, mr_value v)
{
    mr_value source = np_from(rt, v, a->dtype);
    if (source && np_shares(np_as(source), a))
        mr_replace(rt, &source, np_copy(rt, np_as(source), a->dtype));
    if (!source)
        return false;
    np_array *s = np_as(source);
    int64_t count = s->ndim == 0 || (s->ndim == 1 && s->dims[0] == 1) ? 1 : np_count_nonzero(mask);
    if (s->ndim > 1 || np_count(s) != count) {
        if (s->ndim > 1)
            mr_raise(rt, rt->exc.ValueError,
                     "NumPy boolean array indexing assignment requires a 0 or 1-dimensional input, "
                     "input has %d dimensions",
                     s->ndim);
        else
            mr_raise(rt, rt->exc.ValueError,
                     "NumPy boolean array indexing assignment cannot assign %lld input values to "
                     "the %lld output values where "
                     "the mask is true",
                     (long long)np_count(s), (long long)count);
        mr_decref(rt, source);
        return false;
    }
    const char *from = s->data;
    int64_t step = s->ndim == 1 && s->dims[0] != 1 ? s->dims[1] : 0;
    size_t size = np_size(a->dtype);
    struct np_walk w;
    np_array *arrays[2] = {a, mask};
    for (np_walk_init(&w, a->ndim, a->dims, 2, arrays); !w.done; np_walk_next(&w)) {
        for (int64_t i = 0; i < w.row; i++) {
            if (w.data[1][i * w.row_stride[1]]) {
                copy_item(w.data[0] + i * w.row_stride[0], from, size);
                from += step;
            }
        }
    }
    mr_decref(rt, source);
    return mr_poll(rt) == 0;
}

/* ---- the slots ---- */

mr_value np_getitem(mr_runtime *rt, mr_value self, mr_value key)
{
    np_array *a = np_as(self);
    if (mr_is_int(key) && a->ndim == 1) {
        int64_t at = mr_small_int_value(key);
        return in_bounds(rt, &at, 0, a->dims[0]) ? np_item(rt, a->dtype, a->data + at * a->dims[1])
                                                 : MR_NULL;
    }
    if (is_full_mask(rt, a, key))
        return get_masked(rt, a, np_as(key));
    struct key k;
    struct picked p;
    if (!key_read(rt, a, key, &k))
        return MR_NULL;
    mr_value result = MR_NULL;
    if (pick(rt, a, &k, &p)) {
        bool item = !k.fancy && p.ndim == 0 && k.consumed == a->ndim;
        for (int i = 0; i + 1 < k.count && item; i++)
            item = k.parts[i].kind != ELLIPSIS;
        if (item && mr_is_tuple(key) && mr_as_tuple(key)->length > 0)
            item = mr_as_tuple(key)->items[mr_as_tuple(key)->length - 1] != MR_ELLIPSIS;
        else if (item)
            item = key != MR_ELLIPSIS;
        if (k.fancy)
            result = get_picked(rt, a, &p);
        else if (item)
            result = np_item(rt, a->dtype, p.data);
        else
            result = np_view(rt, a, a->dtype, p.data, p.ndim, p.shape, p.strides);
    }
    key_finish(rt, &k);
    return result;
}

int np_setitem(mr_runtime *rt, mr_value self, mr_value key, mr_value v)
{
    np_array *a = np_as(self);
    if (!v)
        return mr_fail(rt, rt->exc.ValueError, "cannot delete array elements");
    if (a->readonly)
        return mr_fail(rt, rt->exc.ValueError, "assignment destination is read-only");
    if (mr_is_int(key) && a->ndim == 1) {
        int64_t at = mr_small_int_value(key);
        return in_bounds(rt, &at, 0, a->dims[0]) &&
                       np_store_item(rt, a->dtype, a->data + at * a->dims[1], v)
                   ? 0
                   : -1;
    }
    if (is_full_mask(rt, a, key))
        return set_masked(rt, a, np_as(key), v) ? 0 : -1;
    struct key k;
    struct picked p;
    if (!key_read(rt, a, key, &k))
        return -1;
    bool ok = pick(rt, a, &k, &p);
    if (ok && k.fancy) {
        ok = set_picked(rt, a, &p, v);
    } else if (ok && p.ndim == 0 && !np_is_array(rt, v)) {
        ok = np_store_item(rt, a->dtype, p.data, v);
    } else if (ok) {
        mr_value view = np_view(rt, a, a->dtype, p.data, p.ndim, p.shape, p.strides);
        mr_value source =
            view ? np_from(rt, v, np_is_array(rt, v) ? NP_NO_DTYPE : a->dtype) : MR_NULL;
        ok = source && np_assign(rt, np_as(view), np_as(source));
        mr_decref(rt, view);
        mr_decref(rt, source);
    }
    key_finish(rt, &k);
    return ok ? 0 : -1;
}

mr_value np_take(mr_runtime *rt, np_array *a, np_array *indices, int axis)
{
    struct picked p = {.data = a->data, .arrays = 1, .place = axis};
    for (int i = 0; i < a->ndim; i++) {
        if (i == axis) {
            p.index[0] = mr_from(indices);
            p.stride[0] = a->dims[a->ndim + i];
            p.size[0] = a->dims[i];
            p.axis[0] = i;
        } else {
            p.shape[p.ndim] = a->dims[i];
            p.strides[p.ndim++] = a->dims[a->ndim + i];
        }
    }
    return get_picked(rt, a, &p);
}
