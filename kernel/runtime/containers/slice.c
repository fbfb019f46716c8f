/*
 * slice.c - slice objects and resolving them against a length.
 */
#include "containers/internal.h"

mr_value mr_slice_new(mr_runtime *rt, mr_value start, mr_value stop, mr_value step)
{
    mr_slice *s = mr_object_new(rt, rt->types.slice, sizeof *s, true);
    if (!s)
        return MR_NULL;
    s->start = mr_incref(start);
    s->stop = mr_incref(stop);
    s->step = mr_incref(step);
    mr_gc_track(rt, &s->head);
    return mr_from(s);
}

static bool bound(mr_runtime *rt, mr_value v, int64_t *out)
{
    if (MR_LIKELY(mr_is_int(v))) {
        *out = mr_small_int_value(v);
        return true;
    }
    if (!mr_type_of(rt, v)->slots.index) {
        mr_raise(rt, rt->exc.TypeError,
                 "slice indices must be integers or None or have an __index__ method");
        return false;
    }
    return mr_to_index_clamped(rt, v, out);
}

bool mr_slice_unpack(mr_runtime *rt, mr_value slice, int64_t *start, int64_t *stop, int64_t *step)
{
    mr_slice *s = (mr_slice *)mr_obj(slice);
    *step = 1;
    if (s->step != MR_NONE) {
        if (!bound(rt, s->step, step))
            return false;
        if (*step == 0) {
            mr_raise(rt, rt->exc.ValueError, "slice step cannot be zero");
            return false;
        }
        if (*step < -INT64_MAX) /* so that it can be negated */
            *step = -INT64_MAX;
    }
    *start = *step < 0 ? INT64_MAX : 0;
    if (s->start != MR_NONE && !bound(rt, s->start, start))
        return false;
    *stop = *step < 0 ? INT64_MIN : INT64_MAX;
    return s->stop == MR_NONE || bound(rt, s->stop, stop);
}

int64_t mr_slice_adjust(int64_t length, int64_t *start, int64_t *stop, int64_t step)
{
    if (*start < 0) {
        *start += length;
        if (*start < 0)
            *start = step < 0 ? -1 : 0;
    } else if (*start >= length) {
        *start = step < 0 ? length - 1 : length;
    }
    if (*stop < 0) {
        *stop += length;
        if (*stop < 0)
            *stop = step < 0 ? -1 : 0;
    } else if (*stop >= length) {
        *stop = step < 0 ? length - 1 : length;
    }
    if (step < 0)
        return *stop < *start ? (*start - *stop - 1) / -step + 1 : 0;
    return *start < *stop ? (*stop - *start - 1) / step + 1 : 0;
}

int64_t mr_slice_resolve(mr_runtime *rt, mr_value slice, int64_t length, int64_t *start,
                         int64_t *stop, int64_t *step)
{
    if (!mr_slice_unpack(rt, slice, start, stop, step))
        return -1;
    return mr_slice_adjust(length, start, stop, *step);
}

/* A bound as an int within low..high; negative ones count from `length`. Owned. */
static mr_value wide_bound(mr_runtime *rt, mr_value v, mr_value otherwise, mr_value length,
                           mr_value low, mr_value high)
{
    if (v == MR_NONE)
        return mr_incref(otherwise);
    if (!mr_type_of(rt, v)->slots.index)
        return mr_raise(rt, rt->exc.TypeError,
                        "slice indices must be integers or None or have an __index__ method");
    mr_value n = mr_index(rt, v);
    if (!n)
        return MR_NULL;
    if (mr_int_sign(n) < 0) {
        mr_value sum = mr_int_add(rt, n, length);
        mr_decref(rt, n);
        if (!sum || mr_int_compare(sum, low) >= 0)
            return sum;
        mr_decref(rt, sum);
        return mr_incref(low);
    }
    if (mr_int_compare(n, high) > 0) {
        mr_decref(rt, n);
        return mr_incref(high);
    }
    return n;
}

bool mr_slice_indices(mr_runtime *rt, mr_value slice, mr_value length, mr_value out[3])
{
    mr_slice *s = (mr_slice *)mr_obj(slice);
    mr_value step = mr_small_int(1), low = MR_NULL, high = MR_NULL;
    out[0] = out[1] = out[2] = MR_NULL;
    if (s->step != MR_NONE) {
        if (!mr_type_of(rt, s->step)->slots.index) {
            mr_raise(rt, rt->exc.TypeError,
                     "slice indices must be integers or None or have an __index__ method");
            return false;
        }
        step = mr_index(rt, s->step);
        if (!step)
            return false;
        if (mr_int_sign(step) == 0) {
            mr_raise(rt, rt->exc.ValueError, "slice step cannot be zero");
            goto fail;
        }
    }
    bool down = mr_int_sign(step) < 0;
    low = mr_small_int(down ? -1 : 0);
    high = down ? mr_int_subtract(rt, length, mr_small_int(1)) : mr_incref(length);
    if (!high)
        goto fail;
    out[0] = wide_bound(rt, s->start, down ? high : low, length, low, high);
    if (out[0])
        out[1] = wide_bound(rt, s->stop, down ? low : high, length, low, high);
    if (!out[1])
        goto fail;
    out[2] = step;
    mr_decref(rt, high);
    return true;
fail:
    mr_decref(rt, out[0]);
    mr_decref(rt, high);
    mr_decref(rt, step);
    out[0] = MR_NULL;
    return false;
}

static void slice_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_slice *s = (mr_slice *)self;
    mr_decref(rt, s->start);
    mr_decref(rt, s->stop);
    mr_decref(rt, s->step);
}

static void slice_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    mr_slice *s = (mr_slice *)self;
    visit(rt, s->start, arg);
    visit(rt, s->stop, arg);
    visit(rt, s->step, arg);
}

static const mr_layout slice_layout = {.dealloc = slice_dealloc, .traverse = slice_traverse};

static mr_value slice_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    if (!mr_no_keywords(rt, "slice", kwnames) || !mr_arity(rt, "slice", nargs, MR_NULL, 1, 3))
        return MR_NULL;
    if (nargs == 1)
        return mr_slice_new(rt, MR_NONE, args[0], MR_NONE);
    return mr_slice_new(rt, args[0], args[1], nargs > 2 ? args[2] : MR_NONE);
}

static mr_value slice_repr(mr_runtime *rt, mr_value self)
{
    mr_slice *s = (mr_slice *)mr_obj(self);
    return mr_str_format(rt, "slice(%R, %R, %R)", s->start, s->stop, s->step);
}

static mr_value slice_tuple(mr_runtime *rt, mr_value self)
{
    mr_slice *s = (mr_slice *)mr_obj(self);
    return mr_tuple_pack(rt, 3, s->start, s->stop, s->step);
}

static mr_value slice_richcompare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if (!mr_has_kind(a, MR_KIND_SLICE) || !mr_has_kind(b, MR_KIND_SLICE))
        return MR_NOT_IMPLEMENTED;
    if (a == b)
        return mr_bool(op == MR_EQ || op == MR_LE || op == MR_GE);
    mr_value x = slice_tuple(rt, a), y = x ? slice_tuple(rt, b) : MR_NULL;
    mr_value out = y ? mr_compare(rt, x, y, op) : MR_NULL;
    mr_decref(rt, x);
    mr_decref(rt, y);
    return out;
}

static mr_value slice_indices(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    mr_value length = mr_index(rt, args[0]);
    if (!length)
        return MR_NULL;
    mr_value tuple = MR_NULL, bounds[3];
    if (mr_int_sign(length) < 0)
        mr_raise(rt, rt->exc.ValueError, "length should not be negative");
    else if (mr_slice_indices(rt, self, length, bounds)) {
        tuple = mr_tuple_new(rt, bounds, 3);
        for (int i = 0; i < 3; i++)
            mr_decref(rt, bounds[i]);
    }
    mr_decref(rt, length);
    return tuple;
}

static mr_value slice_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    mr_value parts = slice_tuple(rt, self);
    mr_value out = parts ? mr_tuple_pack(rt, 2, mr_from(rt->types.slice), parts) : MR_NULL;
    mr_decref(rt, parts);
    return out;
}

static const mr_method_def slice_methods[] = {
    {"indices", slice_indices, MR_ARGS_ONE,
     "indices(length) -> (start, stop, step)\n\n"
     "The bounds this slice has in a sequence of that length, out-of-range ones clipped."},
    {"__reduce__", slice_reduce, MR_ARGS_NONE, "What pickle and copy make an equal object of."},
    {NULL, NULL, 0, NULL},
};

static const mr_member_def slice_members[] = {
    {"start", offsetof(mr_slice, start), MR_MEMBER_READONLY, NULL},
    {"stop", offsetof(mr_slice, stop), MR_MEMBER_READONLY, NULL},
    {"step", offsetof(mr_slice, step), MR_MEMBER_READONLY, NULL},
    {NULL, 0, 0, NULL},
};

const mr_type_spec mr_slice_spec = {
    .name = "slice",
    .doc = "slice(stop)\nslice(start, stop[, step])\n\nThe bounds of an extended slice, as in "
           "a[0:10:2].",
    .basic_size = sizeof(mr_slice),
    .kind = MR_KIND_SLICE,
    .flags = MR_TYPE_TRACKED | MR_TYPE_IMMUTABLE,
    .layout = &slice_layout,
    .slots = {.new_ = slice_new, .repr = slice_repr, .richcompare = slice_richcompare},
    .methods = slice_methods,
    .members = slice_members,
};
