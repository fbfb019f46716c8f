/*
 * range.c - ranges of ints of any size, and their iterators.
 *
 * The numbers of a range that fit 64 bits are computed there; beyond that,
 * int arithmetic does the same work.
 */
#include "containers/internal.h"

typedef struct long_range_iter {
    mr_object head;
    mr_value next, step, left;
} long_range_iter;

static inline mr_range *as_range(mr_value v) { return (mr_range *)mr_obj(v); }

/* How many numbers from start to stop by step; all ints, step not zero. Owned. */
static mr_value count_of(mr_runtime *rt, mr_value start, mr_value stop, mr_value step)
{
    int over_a, over_b, over_c;
    int64_t a = mr_int_value(start, &over_a), b = mr_int_value(stop, &over_b),
        c = mr_int_value(step, &over_c);
    if (!over_a && !over_b && !over_c) {
        if (c > 0 ? a >= b : a <= b)
            return mr_small_int(0);
        uint64_t distance = c > 0 ? (uint64_t)b - (uint64_t)a : (uint64_t)a - (uint64_t)b;
        uint64_t stride = c > 0 ? (uint64_t)c : 0 - (uint64_t)c;
        return mr_int_from_u64(rt, (distance - 1) / stride + 1);
    }
    bool up = mr_int_sign(step) > 0;
    mr_value low = up ? start : stop, high = up ? stop : start;
    if (mr_int_compare(low, high) >= 0)
        return mr_small_int(0);
    mr_value out = MR_NULL, stride = MR_NULL, last = MR_NULL, quotient = MR_NULL;
    mr_value distance = mr_int_subtract(rt, high, low);
    if (distance)
        last = mr_int_subtract(rt, distance, mr_small_int(1));
    if (last)
        stride = up ? mr_incref(step) : mr_int_subtract(rt, mr_small_int(0), step);
    if (stride)
        quotient = mr_int_floor_divide(rt, last, stride);
    if (quotient)
        out = mr_int_add(rt, quotient, mr_small_int(1));
    mr_decref(rt, distance);
    mr_decref(rt, last);
    mr_decref(rt, stride);
    mr_decref(rt, quotient);
    return out;
}

mr_value mr_range_new(mr_runtime *rt, mr_value start, mr_value stop, mr_value step)
{
    mr_value length = count_of(rt, start, stop, step);
    if (!length)
        return MR_NULL;
    mr_range *r = mr_object_new(rt, rt->types.range, sizeof *r, false);
    if (!r) {
        mr_decref(rt, length);
        return MR_NULL;
    }
    r->start = mr_incref(start);
    r->stop = mr_incref(stop);
    r->step = mr_incref(step);
    r->length = length;
    return mr_from(r);
}

static mr_value range_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    if (!mr_no_keywords(rt, "range", kwnames) || !mr_arity(rt, "range", nargs, MR_NULL, 1, 3))
        return MR_NULL;
    mr_value v[3] = {mr_small_int(0), mr_small_int(0), mr_small_int(1)}, out = MR_NULL;
    size_t first = nargs == 1 ? 1 : 0;
    for (size_t i = 0; i < nargs; i++)
        if (!(v[first + i] = mr_index(rt, args[i])))
            goto done;
    if (mr_int_sign(v[2]) == 0)
        mr_raise(rt, rt->exc.ValueError, "range() arg 3 must not be zero");
    else
        out = mr_range_new(rt, v[0], v[1], v[2]);
done:
    for (int i = 0; i < 3; i++)
        mr_decref(rt, v[i]);
    return out;
}

static void range_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_range *r = (mr_range *)self;
    mr_decref(rt, r->start);
    mr_decref(rt, r->stop);
    mr_decref(rt, r->step);
    mr_decref(rt, r->length);
}

static void range_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    mr_range *r = (mr_range *)self;
    visit(rt, r->start, arg);
    visit(rt, r->stop, arg);
    visit(rt, r->step, arg);
    visit(rt, r->length, arg);
}

static const mr_layout range_layout = {.dealloc = range_dealloc, .traverse = range_traverse};

/* start + i * step; owned. */
static mr_value number_at(mr_runtime *rt, mr_value start, mr_value i, mr_value step)
{
    if (mr_both_int(start, i) && mr_is_int(step)) {
        int64_t n;
        if (!__builtin_mul_overflow(mr_small_int_value(i), mr_small_int_value(step), &n) &&
            !__builtin_add_overflow(n, mr_small_int_value(start), &n))
            return mr_int_from(rt, n);
    }
    mr_value product = mr_int_multiply(rt, i, step);
    mr_value out = product ? mr_int_add(rt, start, product) : MR_NULL;
    mr_decref(rt, product);
    return out;
}

static mr_value range_repr(mr_runtime *rt, mr_value self)
{
    mr_range *r = as_range(self);
    if (r->step == mr_small_int(1))
        return mr_str_format(rt, "range(%R, %R)", r->start, r->stop);
    return mr_str_format(rt, "range(%R, %R, %R)", r->start, r->stop, r->step);
}

/* What makes two ranges the same sequence. Borrowed. */
static void essence(mr_range *r, mr_value out[3])
{
    out[0] = r->length;
    out[1] = r->length == mr_small_int(0) ? MR_NONE : r->start;
    out[2] = r->length == mr_small_int(0) || r->length == mr_small_int(1) ? MR_NONE : r->step;
}

static int64_t range_hash(mr_runtime *rt, mr_value self)
{
    mr_value parts[3];
    essence(as_range(self), parts);
    mr_value tuple = mr_tuple_new(rt, parts, 3);
    if (!tuple)
        return -1;
    uint64_t hash = 0;
    int status = mr_hash(rt, tuple, &hash);
    mr_decref(rt, tuple);
    return status < 0 ? -1 : (int64_t)hash;
}

static mr_value range_richcompare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if (!mr_has_kind(b, MR_KIND_RANGE) || (op != MR_EQ && op != MR_NE))
        return MR_NOT_IMPLEMENTED;
    mr_value x[3], y[3];
    essence(as_range(a), x);
    essence(as_range(b), y);
    bool equal = true;
    for (int i = 0; equal && i < 3; i++)
        equal = x[i] == y[i] ||
            (x[i] != MR_NONE && y[i] != MR_NONE && mr_int_compare(x[i], y[i]) == 0);
    return mr_bool(equal == (op == MR_EQ));
}

static int64_t range_length(mr_runtime *rt, mr_value self)
{
    int overflow;
    int64_t n = mr_int_value(as_range(self)->length, &overflow);
    if (overflow)
        return mr_fail(rt, rt->exc.OverflowError, "Python int too large to convert to C ssize_t");
    return n;
}

static int range_bool(mr_runtime *rt, mr_value self)
{
    return mr_int_sign(as_range(self)->length) != 0;
}

static mr_value range_slice(mr_runtime *rt, mr_range *r, mr_value slice)
{
    mr_value bounds[3], out = MR_NULL;
    if (!mr_slice_indices(rt, slice, r->length, bounds))
        return MR_NULL;
    mr_value start = number_at(rt, r->start, bounds[0], r->step);
    mr_value stop = start ? number_at(rt, r->start, bounds[1], r->step) : MR_NULL;
    mr_value step = stop ? mr_int_multiply(rt, r->step, bounds[2]) : MR_NULL;
    if (step)
        out = mr_range_new(rt, start, stop, step);
    mr_decref(rt, start);
    mr_decref(rt, stop);
    mr_decref(rt, step);
    for (int i = 0; i < 3; i++)
        mr_decref(rt, bounds[i]);
    return out;
}

static mr_value range_getitem(mr_runtime *rt, mr_value self, mr_value key)
{
    mr_range *r = as_range(self);
    if (mr_has_kind(key, MR_KIND_SLICE))
        return range_slice(rt, r, key);
    if (!mr_type_of(rt, key)->slots.index)
        return mr_raise(rt, rt->exc.TypeError, "range indices must be integers or slices, not %T",
                        key);
    mr_value i = mr_index(rt, key), out = MR_NULL;
    if (!i)
        return MR_NULL;
    if (mr_int_sign(i) < 0) {
        mr_value sum = mr_int_add(rt, i, r->length);
        mr_decref(rt, i);
        if (!(i = sum))
            return MR_NULL;
    }
    if (mr_int_sign(i) < 0 || mr_int_compare(i, r->length) >= 0)
        mr_raise(rt, rt->exc.IndexError, "range object index out of range");
    else
        out = number_at(rt, r->start, i, r->step);
    mr_decref(rt, i);
    return out;
}

static mr_value range_item(mr_runtime *rt, mr_value self, int64_t i)
{
    mr_value index = mr_int_from(rt, i < 0 ? INT64_MAX : i);
    mr_value out = index ? range_getitem(rt, self, index) : MR_NULL;
    mr_decref(rt, index);
    return out;
}

static inline bool is_plain_int(mr_value v)
{
    return mr_is_int(v) || mr_is_bool(v) || mr_is_exact(v, MR_KIND_INT);
}

/* Where the int v stands in the range: an owned int, or MR_NONE. MR_NULL on error. */
static mr_value place_of(mr_runtime *rt, mr_range *r, mr_value v)
{
    bool up = mr_int_sign(r->step) > 0;
    if (up ? mr_int_compare(v, r->start) < 0 || mr_int_compare(v, r->stop) >= 0
           : mr_int_compare(v, r->start) > 0 || mr_int_compare(v, r->stop) <= 0)
        return MR_NONE;
    mr_value out = MR_NULL, distance = mr_int_subtract(rt, v, r->start);
    mr_value rest = distance ? mr_int_remainder(rt, distance, r->step) : MR_NULL;
    if (rest)
        out = mr_int_sign(rest) ? MR_NONE : mr_int_floor_divide(rt, distance, r->step);
    mr_decref(rt, distance);
    mr_decref(rt, rest);
    return out;
}

/* Any value, by comparing: the number of equal ones, or with `first` the place of the first. -1 on
 * error. */
static int64_t search(mr_runtime *rt, mr_value self, mr_value v, bool first)
{
    mr_value it = mr_iter(rt, self);
    if (!it)
        return -1;
    mr_unary next = mr_type_of(rt, it)->slots.next;
    int64_t count = 0, found = first ? -2 : 0;
    mr_value x;
    while ((x = next(rt, it))) {
        int equal = mr_equal(rt, x, v);
        mr_decref(rt, x);
        if (equal < 0 || mr_poll(rt) < 0)
            break;
        if (equal && first) {
            found = count;
            break;
        }
        found += equal;
        count++;
    }
    mr_decref(rt, it);
    return mr_error(rt) ? -1 : found;
}

static int range_contains(mr_runtime *rt, mr_value self, mr_value v)
{
    if (is_plain_int(v)) {
        mr_value place = place_of(rt, as_range(self), v);
        if (!place)
            return -1;
        mr_decref(rt, place);
        return place != MR_NONE;
    }
    int64_t place = search(rt, self, v, true);
    return place == -1 ? -1 : place >= 0;
}

static mr_value range_count(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    if (is_plain_int(args[0])) {
        int in = range_contains(rt, self, args[0]);
        return in < 0 ? MR_NULL : mr_small_int(in);
    }
    int64_t count = search(rt, self, args[0], false);
    return count < 0 ? MR_NULL : mr_small_int(count);
}

static mr_value range_index(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    if (is_plain_int(args[0])) {
        mr_value place = place_of(rt, as_range(self), args[0]);
        if (place != MR_NONE)
            return place;
        return mr_raise(rt, rt->exc.ValueError, "%R is not in range", args[0]);
    }
    int64_t place = search(rt, self, args[0], true);
    if (place == -1)
        return MR_NULL;
    if (place < 0)
        return mr_raise(rt, rt->exc.ValueError, "sequence.index(x): x not in sequence");
    return mr_small_int(place);
}

/* ---- iterators ---- */

/* An iterator over `left` numbers from `first` by `step`. */
static mr_value iter_from(mr_runtime *rt, mr_value first, mr_value step, mr_value left)
{
    int over_first, over_step, over_left;
    int64_t n = mr_int_value(first, &over_first), s = mr_int_value(step, &over_step),
        k = mr_int_value(left, &over_left);
    if (!over_first && !over_step && !over_left) {
        int64_t last;
        if (k == 0 ||
            (!__builtin_mul_overflow(k - 1, s, &last) && !__builtin_add_overflow(last, n, &last))) {
            mr_range_iter *it = mr_object_new(rt, rt->types.range_iter, sizeof *it, false);
            if (!it)
                return MR_NULL;
            it->next = n;
            it->step = s;
            it->left = (uint64_t)k;
            return mr_from(it);
        }
    }
    long_range_iter *it = mr_object_new(rt, rt->types.long_range_iter, sizeof *it, false);
    if (!it)
        return MR_NULL;
    it->next = mr_incref(first);
    it->step = mr_incref(step);
    it->left = mr_incref(left);
    return mr_from(it);
}

static mr_value range_iter(mr_runtime *rt, mr_value self)
{
    mr_range *r = as_range(self);
    return iter_from(rt, r->start, r->step, r->length);
}

static mr_value range_reversed(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                               mr_value kwnames)
{
    mr_range *r = as_range(self);
    mr_value last = mr_int_subtract(rt, r->length, mr_small_int(1)), out = MR_NULL;
    mr_value first = last ? number_at(rt, r->start, last, r->step) : MR_NULL;
    mr_value step = first ? mr_int_subtract(rt, mr_small_int(0), r->step) : MR_NULL;
    if (step)
        out = iter_from(rt, first, step, r->length);
    mr_decref(rt, last);
    mr_decref(rt, first);
    mr_decref(rt, step);
    return out;
}

static mr_value range_iter_next(mr_runtime *rt, mr_value self)
{
    mr_range_iter *it = (mr_range_iter *)mr_obj(self);
    if (it->left == 0)
        return MR_NULL;
    int64_t n = it->next;
    it->left--;
    it->next = (int64_t)((uint64_t)n + (uint64_t)it->step);
    return MR_LIKELY(mr_int_fits(n)) ? mr_small_int(n) : mr_int_from(rt, n);
}

static mr_value long_range_iter_next(mr_runtime *rt, mr_value self)
{
    long_range_iter *it = (long_range_iter *)mr_obj(self);
    if (mr_int_sign(it->left) <= 0)
        return MR_NULL;
    mr_value left = mr_int_subtract(rt, it->left, mr_small_int(1));
    mr_value next = left ? mr_int_add(rt, it->next, it->step) : MR_NULL;
    if (!next) {
        mr_decref(rt, left);
        return MR_NULL;
    }
    mr_replace(rt, &it->left, left);
    mr_value n = it->next;
    it->next = next;
    return n;
}

static void range_iter_dealloc(mr_runtime *rt, mr_object *self) {}

static void long_range_iter_dealloc(mr_runtime *rt, mr_object *self)
{
    long_range_iter *it = (long_range_iter *)self;
    mr_decref(rt, it->next);
    mr_decref(rt, it->step);
    mr_decref(rt, it->left);
}

static void long_range_iter_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    long_range_iter *it = (long_range_iter *)self;
    visit(rt, it->next, arg);
    visit(rt, it->step, arg);
    visit(rt, it->left, arg);
}

static void range_iter_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg) {}

static const mr_layout range_iter_layout = {.dealloc = range_iter_dealloc,
                                            .traverse = range_iter_traverse};
static const mr_layout long_range_iter_layout = {
    .dealloc = long_range_iter_dealloc,
    .traverse = long_range_iter_traverse,
};

/* The three numbers of either iterator; owned. */
static bool iter_numbers(mr_runtime *rt, mr_value self, mr_value out[3])
{
    if (mr_type_of(rt, self) == rt->types.range_iter) {
        mr_range_iter *it = (mr_range_iter *)mr_obj(self);
        out[0] = mr_int_from(rt, it->next);
        out[1] = mr_int_from(rt, it->step);
        out[2] = mr_int_from_u64(rt, it->left);
    } else {
        long_range_iter *it = (long_range_iter *)mr_obj(self);
        out[0] = mr_incref(it->next);
        out[1] = mr_incref(it->step);
        out[2] = mr_incref(it->left);
    }
    if (out[0] && out[1] && out[2])
        return true;
    for (int i = 0; i < 3; i++)
        mr_decref(rt, out[i]);
    return false;
}

static mr_value iter_hint(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    mr_value n[3];
    if (!iter_numbers(rt, self, n))
        return MR_NULL;
    mr_decref(rt, n[0]);
    mr_decref(rt, n[1]);
    return n[2];
}

/* (iter, (range of what is left,), 0) */
static mr_value iter_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    mr_value n[3], out = MR_NULL;
    if (!iter_numbers(rt, self, n))
        return MR_NULL;
    mr_value stop = number_at(rt, n[0], n[2], n[1]);
    mr_value range = stop ? mr_range_new(rt, n[0], stop, n[1]) : MR_NULL;
    if (range)
        out = mr_iter_reduce(rt, "iter", range, mr_small_int(0));
    mr_decref(rt, range);
    mr_decref(rt, stop);
    for (int i = 0; i < 3; i++)
        mr_decref(rt, n[i]);
    return out;
}

/* Skips that many numbers from where it is. */
static mr_value iter_setstate(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    mr_value n[3], out = MR_NULL, skip = mr_index(rt, args[0]);
    if (!skip || !iter_numbers(rt, self, n)) {
        mr_decref(rt, skip);
        return MR_NULL;
    }
    if (mr_int_sign(skip) < 0)
        mr_replace(rt, &skip, mr_small_int(0));
    else if (mr_int_compare(skip, n[2]) > 0)
        mr_replace(rt, &skip, mr_incref(n[2]));
    mr_value next = number_at(rt, n[0], skip, n[1]);
    mr_value left = next ? mr_int_subtract(rt, n[2], skip) : MR_NULL;
    if (left) {
        if (mr_type_of(rt, self) == rt->types.range_iter) {
            int overflow;
            mr_range_iter *it = (mr_range_iter *)mr_obj(self);
            it->next = mr_int_value(next, &overflow);
            it->left = (uint64_t)mr_int_value(left, &overflow);
        } else {
            long_range_iter *it = (long_range_iter *)mr_obj(self);
            mr_replace(rt, &it->next, mr_incref(next));
            mr_replace(rt, &it->left, mr_incref(left));
        }
        out = MR_NONE;
    }
    mr_decref(rt, next);
    mr_decref(rt, left);
    mr_decref(rt, skip);
    for (int i = 0; i < 3; i++)
        mr_decref(rt, n[i]);
    return out;
}

static const mr_method_def iter_methods[] = {
    {"__length_hint__", iter_hint, MR_ARGS_NONE, "An estimate of how many items are left."},
    {"__reduce__", iter_reduce, MR_ARGS_NONE, "What pickle and copy make an equal object of."},
    {"__setstate__", iter_setstate, MR_ARGS_ONE, "Takes over the state that __reduce__ gave."},
    {NULL, NULL, 0, NULL},
};

const mr_type_spec mr_range_iter_spec = {
    .name = "range_iterator",
    .basic_size = sizeof(mr_range_iter),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,
    .layout = &range_iter_layout,
    .slots = {.iter = mr_iter_self, .next = range_iter_next},
    .methods = iter_methods,
};

const mr_type_spec mr_long_range_iter_spec = {
    .name = "longrange_iterator",
    .basic_size = sizeof(long_range_iter),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,
    .layout = &long_range_iter_layout,
    .slots = {.iter = mr_iter_self, .next = long_range_iter_next},
    .methods = iter_methods,
};

/* ---- the type ---- */

static mr_value range_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    mr_range *r = as_range(self);
    mr_value parts = mr_tuple_pack(rt, 3, r->start, r->stop, r->step);
    mr_value out = parts ? mr_tuple_pack(rt, 2, mr_from(rt->types.range), parts) : MR_NULL;
    mr_decref(rt, parts);
    return out;
}

static const mr_method_def range_methods[] = {
    {"__reversed__", range_reversed, MR_ARGS_NONE,
     "An iterator from the last number to the first."},
    {"__reduce__", range_reduce, MR_ARGS_NONE, NULL},
    {"count", range_count, MR_ARGS_ONE,
     "count(value) -> how often value occurs (0 or 1 for an int)"},
    {"index", range_index, MR_ARGS_ONE,
     "index(value) -> where value stands; ValueError if it does not occur"},
    {NULL, NULL, 0, NULL},
};

static const mr_member_def range_members[] = {
    {"start", offsetof(mr_range, start), MR_MEMBER_READONLY, NULL},
    {"stop", offsetof(mr_range, stop), MR_MEMBER_READONLY, NULL},
    {"step", offsetof(mr_range, step), MR_MEMBER_READONLY, NULL},
    {NULL, 0, 0, NULL},
};

const mr_type_spec mr_range_spec = {
    .name = "range",
    .doc = "range(stop)\nrange(start, stop[, step])\n\n"
           "The ints from start (0 if left out) up to but without stop, by step. They are "
           "computed\n"
           "when asked for, so a range takes the same little memory at any length.",
    .basic_size = sizeof(mr_range),
    .kind = MR_KIND_RANGE,
    .flags = MR_TYPE_SEQUENCE | MR_TYPE_IMMUTABLE,
    .layout = &range_layout,
    .slots = {
        .new_ = range_new,
        .repr = range_repr,
        .hash = range_hash,
        .richcompare = range_richcompare,
        .iter = range_iter,
        .boolean = range_bool,
        .length = range_length,
        .getitem = range_getitem,
        .item = range_item,
        .contains = range_contains,
    },
    .methods = range_methods,
    .members = range_members,
};
