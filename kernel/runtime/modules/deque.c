/*
 * deque.c - collections.deque.
 *
 * The items stand in a ring buffer whose size is a power of two, so both ends
 * are reached in constant time and any place by its index. `changes` counts
 * every change of the length, for iterators to notice.
 */
#include "modules/collections.h"

#define ARGS mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs, mr_value kwnames

enum { MIN_RING = 8 };

static inline mr_deque *as_deque(mr_value v) { return (mr_deque *)mr_obj(v); }

static inline mr_value *place(mr_deque *d, size_t i)
{
    return &d->ring[(d->first + i) & (d->room - 1)];
}

/* A ring with room for n items, the items at its start. */
static bool resize(mr_runtime *rt, mr_deque *d, size_t n)
{
    size_t room = MIN_RING;
    while (room < n)
        room <<= 1;
    if (room > SIZE_MAX / 4 / sizeof(mr_value)) {
        mr_raise_no_memory(rt);
        return false;
    }
    mr_value *ring = mr_buf_new(rt, room * sizeof *ring);
    if (!ring)
        return false;
    for (size_t i = 0; i < d->length; i++)
        ring[i] = *place(d, i);
    if (d->ring)
        mr_buf_free(rt, d->ring, d->room * sizeof *ring);
    d->ring = ring;
    d->room = room;
    d->first = 0;
    return true;
}

/* What leaves a bounded deque when `n` have come in at the other side. */
static mr_value take_first(mr_deque *d)
{
    mr_value v = *place(d, 0);
    d->first = (d->first + 1) & (d->room - 1);
    d->length--;
    d->changes++;
    return v;
}

static mr_value take_last(mr_deque *d)
{
    mr_value v = *place(d, --d->length);
    d->changes++;
    return v;
}

/* A deque that has become small gives memory back. */
static void maybe_shrink(mr_runtime *rt, mr_deque *d)
{
    if (d->room > MIN_RING && d->length < d->room / 8 && !resize(rt, d, d->room / 4))
        mr_error_clear(rt);
}

/* Steal v, also on failure. */
static bool push_last(mr_runtime *rt, mr_deque *d, mr_value v)
{
    if (d->max_length == 0) {
        mr_decref(rt, v);
        return true;
    }
    if (d->length == d->room && !resize(rt, d, d->length + 1)) {
        mr_decref(rt, v);
        return false;
    }
    *place(d, d->length++) = v;
    d->changes++;
    if (d->max_length >= 0 && d->length > (size_t)d->max_length)
        mr_decref(rt, take_first(d));
    return true;
}

static bool push_first(mr_runtime *rt, mr_deque *d, mr_value v)
{
    if (d->max_length == 0) {
        mr_decref(rt, v);
        return true;
    }
    if (d->length == d->room && !resize(rt, d, d->length + 1)) {
        mr_decref(rt, v);
        return false;
    }
    d->first = (d->first - 1) & (d->room - 1);
    d->ring[d->first] = v;
    d->length++;
    d->changes++;
    if (d->max_length >= 0 && d->length > (size_t)d->max_length)
        mr_decref(rt, take_last(d));
    return true;
}

static void empty(mr_runtime *rt, mr_deque *d)
{
    mr_value *ring = d->ring;
    size_t room = d->room, first = d->first, length = d->length;
    if (!ring)
        return;
    d->ring = NULL;
    d->room = d->first = d->length = 0;
    d->changes++;
    for (size_t i = 0; i < length; i++)
        mr_decref(rt, ring[(first + i) & (room - 1)]);
    mr_buf_free(rt, ring, room * sizeof *ring);
}

/* ---- life ---- */

static void deque_dealloc(mr_runtime *rt, mr_object *self) { empty(rt, (mr_deque *)self); }

static void deque_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    mr_deque *d = (mr_deque *)self;
    for (size_t i = 0; i < d->length; i++)
        visit(rt, *place(d, i), arg);
}

static void deque_clear(mr_runtime *rt, mr_object *self) { empty(rt, (mr_deque *)self); }

static size_t deque_extra(mr_runtime *rt, mr_object *self)
{
    mr_deque *d = (mr_deque *)self;
    return d->ring ? mr_block_size(d->room * sizeof(mr_value)) : 0;
}

static const mr_layout deque_layout = {
    .dealloc = deque_dealloc,
    .traverse = deque_traverse,
    .clear = deque_clear,
    .extra = deque_extra,
};

static mr_value deque_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    mr_value self = mr_type_alloc(rt, type);
    if (self) {
        as_deque(self)->max_length = -1;
        mr_container_track(rt, self);
    }
    return self;
}

static bool extend_last(mr_runtime *rt, mr_value self, mr_value iterable)
{
    mr_value held = iterable == self ? mr_list_from(rt, iterable) : mr_incref(iterable);
    mr_walk w;
    if (!held || !mr_walk_begin(rt, &w, held)) {
        mr_decref(rt, held);
        return false;
    }
    bool ok = true;
    mr_value v;
    while (ok && (v = mr_walk_next(rt, &w)))
        ok = push_last(rt, as_deque(self), v);
    mr_walk_end(rt, &w);
    mr_decref(rt, held);
    return ok && !mr_error(rt);
}

static int deque_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                      mr_value kwnames)
{
    mr_deque *d = as_deque(self);
    mr_value in[2];
    int64_t max_length = -1;
    if (!mr_bind(rt, "deque(iterable=, maxlen=)", args, nargs, kwnames, in))
        return -1;
    if (in[1] && in[1] != MR_NONE) {
        if (!mr_is_integer(in[1]))
            return mr_fail(rt, rt->exc.TypeError, "an integer is required");
        if (!mr_to_int64(rt, in[1], &max_length))
            return -1;
        if (max_length < 0)
            return mr_fail(rt, rt->exc.ValueError, "maxlen must be non-negative");
    }
    d->max_length = max_length;
    empty(rt, d);
    return in[0] && !extend_last(rt, self, in[0]) ? -1 : 0;
}

/* An empty deque of the same type and bound. */
static mr_value like(mr_runtime *rt, mr_value self)
{
    mr_value type = mr_from(mr_type_of(rt, self));
    mr_deque *d = as_deque(self);
    if (!(mr_obj(self)->flags & MR_FLAG_SUBCLASS)) {
        mr_value out = deque_new(rt, mr_type_of(rt, self), NULL, 0, MR_NULL);
        if (out)
            as_deque(out)->max_length = d->max_length;
        return out;
    }
    if (d->max_length < 0)
        return mr_call0(rt, type);
    mr_value none = mr_tuple_new(rt, NULL, 0);
    mr_value max = none ? mr_int_from(rt, d->max_length) : MR_NULL;
    mr_value out = max ? mr_call2(rt, type, none, max) : MR_NULL;
    mr_decref(rt, max);
    mr_decref(rt, none);
    return out;
}

static mr_value copy_of(mr_runtime *rt, mr_value self)
{
    mr_value out = like(rt, self);
    if (!out)
        return MR_NULL;
    bool ok;
    if (mr_deque_check(rt, out)) {
        ok = extend_last(rt, out, self);
    } else {
        mr_value name = mr_intern(rt, "extend"),
            done = name ? mr_call_method(rt, out, name, &self, 1) : MR_NULL;
        ok = done;
        mr_decref(rt, name);
        mr_decref(rt, done);
    }
    if (!ok)
        mr_clear(rt, &out);
    return out;
}

/* ---- operators ---- */

static mr_value deque_repr(mr_runtime *rt, mr_value self)
{
    int again = mr_repr_enter(rt, self);
    if (again)
        return again > 0 ? mr_str_from(rt, "[...]") : MR_NULL;
    mr_value list = mr_list_from(rt, self), out = MR_NULL;
    const char *name = mr_type_short_name(mr_type_of(rt, self));
    if (list && as_deque(self)->max_length >= 0)
        out = mr_str_format(rt, "%s(%R, maxlen=%ld)", name, list, (long)as_deque(self)->max_length);
    else if (list)
        out = mr_str_format(rt, "%s(%R)", name, list);
    mr_decref(rt, list);
    mr_repr_leave(rt, self);
    return out;
}

static mr_value deque_richcompare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if (!mr_deque_check(rt, a) || !mr_deque_check(rt, b))
        return MR_NOT_IMPLEMENTED;
    if ((op == MR_EQ || op == MR_NE) && as_deque(a)->length != as_deque(b)->length)
        return mr_bool(op == MR_NE);
    mr_value x = mr_list_from(rt, a), y = x ? mr_list_from(rt, b) : MR_NULL;
    mr_value out = y ? mr_compare(rt, x, y, op) : MR_NULL;
    mr_decref(rt, x);
    mr_decref(rt, y);
    return out;
}

static int64_t deque_length(mr_runtime *rt, mr_value self)
{
    return (int64_t)as_deque(self)->length;
}

/* The place of an index argument; NULL with IndexError or TypeError set. */
static mr_value *place_of(mr_runtime *rt, mr_value self, mr_value key)
{
    mr_deque *d = as_deque(self);
    int64_t i;
    if (!mr_type_of(rt, key)->slots.index) {
        mr_raise(rt, rt->exc.TypeError, "sequence index must be integer, not '%T'", key);
        return NULL;
    }
    if (!mr_item_index(rt, key, d->length, &i))
        return NULL;
    if ((uint64_t)i >= d->length) {
        mr_raise(rt, rt->exc.IndexError, "deque index out of range");
        return NULL;
    }
    return place(d, (size_t)i);
}

static mr_value deque_getitem(mr_runtime *rt, mr_value self, mr_value key)
{
    mr_value *p = place_of(rt, self, key);
    return p ? mr_incref(*p) : MR_NULL;
}

static mr_value deque_item(mr_runtime *rt, mr_value self, int64_t i)
{
    if ((uint64_t)i >= as_deque(self)->length)
        return mr_raise(rt, rt->exc.IndexError, "deque index out of range");
    return mr_incref(*place(as_deque(self), (size_t)i));
}

/* Takes item i out of the middle; owned. */
static mr_value remove_at(mr_runtime *rt, mr_deque *d, size_t i)
{
    mr_value v = *place(d, i);
    if (i < d->length / 2) {
        for (size_t k = i; k > 0; k--)
            *place(d, k) = *place(d, k - 1);
        d->first = (d->first + 1) & (d->room - 1);
    } else {
        for (size_t k = i; k + 1 < d->length; k++)
            *place(d, k) = *place(d, k + 1);
    }
    d->length--;
    d->changes++;
    maybe_shrink(rt, d);
    return v;
}

static int deque_setitem(mr_runtime *rt, mr_value self, mr_value key, mr_value v)
{
    mr_deque *d = as_deque(self);
    mr_value *p = place_of(rt, self, key);
    if (!p)
        return -1;
    if (v)
        mr_replace(rt, p, mr_incref(v));
    else
        mr_decref(rt, remove_at(rt, d, ((size_t)(p - d->ring) - d->first) & (d->room - 1)));
    return 0;
}

/* Where v stands in [start, stop): the index, -2 nowhere, -1 on error. */
static int64_t search(mr_runtime *rt, mr_deque *d, mr_value v, size_t start, size_t stop)
{
    uint64_t changes = d->changes;
    for (size_t i = start; i < stop && i < d->length; i++) {
        int equal = mr_item_equal(rt, *place(d, i), v);
        if (equal < 0)
            return -1;
        if (d->changes != changes)
            return mr_fail(rt, rt->exc.RuntimeError, "deque mutated during iteration");
        if (equal)
            return (int64_t)i;
    }
    return -2;
}

static int deque_contains(mr_runtime *rt, mr_value self, mr_value v)
{
    int64_t i = search(rt, as_deque(self), v, 0, SIZE_MAX);
    return i == -1 ? -1 : i >= 0;
}

static mr_value deque_concat(mr_runtime *rt, mr_value a, mr_value b)
{
    if (!mr_deque_check(rt, b))
        return mr_raise(rt, rt->exc.TypeError, "can only concatenate deque (not \"%T\") to deque",
                        b);
    mr_value out = copy_of(rt, a);
    if (out && !extend_last(rt, out, b))
        mr_clear(rt, &out);
    return out;
}

static mr_value deque_iconcat(mr_runtime *rt, mr_value self, mr_value b)
{
    return extend_last(rt, self, b) ? mr_incref(self) : MR_NULL;
}

static mr_value deque_irepeat(mr_runtime *rt, mr_value self, int64_t n)
{
    mr_deque *d = as_deque(self);
    if (n <= 0) {
        empty(rt, d);
        return mr_incref(self);
    }
    size_t length = d->length, total;
    if (length == 0 || n == 1)
        return mr_incref(self);
    if (__builtin_mul_overflow(length, (size_t)n, &total) || total > SIZE_MAX / 16)
        return mr_raise_no_memory(rt);
    mr_value list = mr_list_from(rt, self);
    if (!list)
        return MR_NULL;
    /* Of a bounded deque only the last items stay, but which depends on all. */
    bool ok = true;
    for (int64_t k = 1; ok && k < n; k++) {
        for (size_t i = 0; ok && i < length; i++)
            ok = push_last(rt, d, mr_incref(mr_as_list(list)->items[i]));
        ok = ok && mr_poll(rt) == 0;
    }
    mr_decref(rt, list);
    return ok ? mr_incref(self) : MR_NULL;
}

static mr_value deque_repeat(mr_runtime *rt, mr_value self, int64_t n)
{
    mr_value out = copy_of(rt, self);
    if (!out)
        return MR_NULL;
    mr_value done = deque_irepeat(rt, out, n);
    mr_decref(rt, out);
    return done;
}

static mr_value deque_iter(mr_runtime *rt, mr_value self)
{
    return mr_deque_iter_new(rt, self, false);
}

/* ---- methods ---- */

static mr_value m_append(ARGS)
{
    return push_last(rt, as_deque(self), mr_incref(args[0])) ? MR_NONE : MR_NULL;
}
static mr_value m_appendleft(ARGS)
{
    return push_first(rt, as_deque(self), mr_incref(args[0])) ? MR_NONE : MR_NULL;
}
static mr_value m_extend(ARGS) { return extend_last(rt, self, args[0]) ? MR_NONE : MR_NULL; }

static mr_value m_extendleft(ARGS)
{
    mr_value held = args[0] == self ? mr_list_from(rt, self) : mr_incref(args[0]);
    mr_walk w;
    if (!held || !mr_walk_begin(rt, &w, held)) {
        mr_decref(rt, held);
        return MR_NULL;
    }
    bool ok = true;
    mr_value v;
    while (ok && (v = mr_walk_next(rt, &w)))
        ok = push_first(rt, as_deque(self), v);
    mr_walk_end(rt, &w);
    mr_decref(rt, held);
    return ok && !mr_error(rt) ? MR_NONE : MR_NULL;
}

static mr_value m_pop(ARGS)
{
    mr_deque *d = as_deque(self);
    if (d->length == 0)
        return mr_raise(rt, rt->exc.IndexError, "pop from an empty deque");
    mr_value v = take_last(d);
    maybe_shrink(rt, d);
    return v;
}

static mr_value m_popleft(ARGS)
{
    mr_deque *d = as_deque(self);
    if (d->length == 0)
        return mr_raise(rt, rt->exc.IndexError, "pop from an empty deque");
    mr_value v = take_first(d);
    maybe_shrink(rt, d);
    return v;
}

static mr_value m_clear(ARGS)
{
    empty(rt, as_deque(self));
    return MR_NONE;
}

static mr_value m_copy(ARGS) { return copy_of(rt, self); }

static mr_value m_count(ARGS)
{
    mr_deque *d = as_deque(self);
    uint64_t changes = d->changes;
    int64_t count = 0;
    for (size_t i = 0; i < d->length; i++) {
        int equal = mr_item_equal(rt, *place(d, i), args[0]);
        if (equal < 0)
            return MR_NULL;
        if (d->changes != changes)
            return mr_raise(rt, rt->exc.RuntimeError, "deque mutated during iteration");
        count += equal;
    }
    return mr_small_int(count);
}

static mr_value m_index(ARGS)
{
    size_t start, stop;
    if (!mr_arity(rt, "index", nargs, kwnames, 1, 3) ||
        !mr_index_bounds(rt, args + 1, nargs - 1, as_deque(self)->length, &start, &stop))
        return MR_NULL;
    int64_t i = search(rt, as_deque(self), args[0], start, stop);
    if (i == -2)
        return mr_raise(rt, rt->exc.ValueError, "%R is not in deque", args[0]);
    return i < 0 ? MR_NULL : mr_small_int(i);
}

static mr_value m_insert(ARGS)
{
    mr_deque *d = as_deque(self);
    int64_t i;
    if (!mr_arity(rt, "insert", nargs, kwnames, 2, 2) || !mr_to_int64(rt, args[0], &i))
        return MR_NULL;
    if (d->max_length >= 0 && d->length >= (size_t)d->max_length)
        return mr_raise(rt, rt->exc.IndexError, "deque already at its maximum size");
    int64_t n = (int64_t)d->length;
    if (i < 0)
        i = i + n < 0 ? 0 : i + n;
    if (i >= n)
        return push_last(rt, d, mr_incref(args[1])) ? MR_NONE : MR_NULL;
    if (!push_first(rt, d, mr_incref(args[1])))
        return MR_NULL;
    for (int64_t k = 0; k < i; k++) {
        mr_value v = *place(d, (size_t)k);
        *place(d, (size_t)k) = *place(d, (size_t)k + 1);
        *place(d, (size_t)k + 1) = v;
    }
    return MR_NONE;
}

static mr_value m_remove(ARGS)
{
    mr_deque *d = as_deque(self);
    uint64_t changes = d->changes;
    for (size_t i = 0; i < d->length; i++) {
        int equal = mr_item_equal(rt, *place(d, i), args[0]);
        if (equal < 0)
            return MR_NULL;
        if (d->changes != changes)
            return mr_raise(rt, rt->exc.IndexError, "deque mutated during remove().");
        if (equal) {
            mr_decref(rt, remove_at(rt, d, i));
            return MR_NONE;
        }
    }
    return mr_raise(rt, rt->exc.ValueError, "%R is not in deque", args[0]);
}

static mr_value m_reverse(ARGS)
{
    mr_deque *d = as_deque(self);
    for (size_t i = 0, k = d->length; i + 1 < k; i++) {
        mr_value v = *place(d, i);
        *place(d, i) = *place(d, --k);
        *place(d, k) = v;
    }
    return MR_NONE;
}

static mr_value m_rotate(ARGS)
{
    mr_deque *d = as_deque(self);
    int64_t n = 1;
    if (!mr_arity(rt, "rotate", nargs, kwnames, 0, 1) || (nargs && !mr_to_int64(rt, args[0], &n)))
        return MR_NULL;
    if (d->length < 2)
        return MR_NONE;
    int64_t length = (int64_t)d->length;
    n %= length;
    if (n > length / 2)
        n -= length;
    else if (n < -(length / 2))
        n += length;
    d->changes++;
    for (; n > 0; n--) {
        mr_value v = *place(d, d->length - 1);
        d->first = (d->first - 1) & (d->room - 1);
        d->ring[d->first] = v;
    }
    for (; n < 0; n++) {
        mr_value v = d->ring[d->first];
        d->first = (d->first + 1) & (d->room - 1);
        *place(d, d->length - 1) = v;
    }
    return MR_NONE;
}

static mr_value m_reversed(ARGS) { return mr_deque_iter_new(rt, self, true); }

/* (type, (), state, iterator) or with a bound (type, ((), maxlen), state, iterator) */
static mr_value m_reduce(ARGS)
{
    mr_deque *d = as_deque(self);
    mr_value none = mr_tuple_new(rt, NULL, 0), max = MR_NULL, made = MR_NULL, state = MR_NULL,
        it = MR_NULL;
    mr_value out = MR_NULL;
    if (none && d->max_length >= 0) {
        max = mr_int_from(rt, d->max_length);
        made = max ? mr_tuple_pack(rt, 2, none, max) : MR_NULL;
    } else {
        made = mr_incref(none);
    }
    if (made) {
        mr_value getstate = mr_getattr(rt, self, MR_NAME(rt, __getstate__));
        state = getstate ? mr_call0(rt, getstate) : MR_NULL;
        mr_decref(rt, getstate);
    }
    if (state)
        it = mr_iter(rt, self);
    if (it)
        out = mr_tuple_pack(rt, 4, mr_from(mr_type_of(rt, self)), made, state, it);
    mr_decref(rt, none);
    mr_decref(rt, max);
    mr_decref(rt, made);
    mr_decref(rt, state);
    mr_decref(rt, it);
    return out;
}

static mr_value get_maxlen(mr_runtime *rt, mr_value self, void *closure)
{
    mr_deque *d = as_deque(self);
    return d->max_length < 0 ? MR_NONE : mr_int_from(rt, d->max_length);
}

static const mr_method_def methods[] = {
    {"append", m_append, MR_ARGS_ONE,
     "Puts an item behind the last."},
    {"appendleft", m_appendleft, MR_ARGS_ONE,
     "Puts an item before the first."},
    {"clear", m_clear, MR_ARGS_NONE,
     "Takes all items out."},
    {"copy", m_copy, MR_ARGS_NONE,
     "A deque of the same items."},
    {"__copy__", m_copy, MR_ARGS_NONE,
     "A deque of the same items."},
    {"count", m_count, MR_ARGS_ONE, "count(value) -> how often value occurs"},
    {"extend", m_extend, MR_ARGS_ONE,
     "Puts the items of an iterable behind the last."},
    {"extendleft", m_extendleft, MR_ARGS_ONE,
     "Puts the items of an iterable before the first, one by one."},
    {"index", m_index, MR_ARGS_ANY,
     "index(value[, start[, stop]]) -> where value first occurs; ValueError if nowhere"},
    {"insert", m_insert, MR_ARGS_ANY, "insert(index, object) puts the object before that index"},
    {"pop", m_pop, MR_ARGS_NONE,
     "Takes the last item out and returns it."},
    {"popleft", m_popleft, MR_ARGS_NONE,
     "Takes the first item out and returns it."},
    {"remove", m_remove, MR_ARGS_ONE,
     "remove(value) takes the first occurrence out; ValueError if there is none"},
    {"reverse", m_reverse, MR_ARGS_NONE,
     "Turns the order of the items round."},
    {"rotate", m_rotate, MR_ARGS_ANY,
     "rotate(n=1) moves n items from the right end to the left; negative: the other way"},
    {"__reversed__", m_reversed, MR_ARGS_NONE, "An iterator from the right end."},
    {"__reduce__", m_reduce, MR_ARGS_NONE, "What pickle and copy make an equal object of."},
    MR_CLASS_GETITEM,
    {NULL, NULL, 0, NULL},
};

static const mr_getset_def getsets[] = {
    {"maxlen", get_maxlen, NULL, "the bound of the length, or None", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

const mr_type_spec mr_deque_spec = {
    .name = "collections.deque",
    .doc = "deque([iterable[, maxlen]])\n\nA list that grows and shrinks fast at both ends; with "
           "maxlen, what is too much\n"
           "leaves at the other end.",
    .basic_size = sizeof(mr_deque),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_SEQUENCE |
             MR_TYPE_IMMUTABLE,
    .layout = &deque_layout,
    .slots = {
        .new_ = deque_new,
        .init = deque_init,
        .repr = deque_repr,
        .richcompare = deque_richcompare,
        .iter = deque_iter,
        .length = deque_length,
        .getitem = deque_getitem,
        .setitem = deque_setitem,
        .item = deque_item,
        .contains = deque_contains,
        .concat = deque_concat,
        .inplace_concat = deque_iconcat,
        .repeat = deque_repeat,
        .inplace_repeat = deque_irepeat,
    },
    .methods = methods,
    .getsets = getsets,
};

bool mr_deque_check(mr_runtime *rt, mr_value v)
{
    for (mr_type *type = mr_type_of(rt, v); type; type = type->base)
        if (type->spec == &mr_deque_spec)
            return true;
    return false;
}
