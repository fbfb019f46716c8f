/*
 * tuple.c - tuples: making them, their operators and methods.
 */
#include <stdarg.h>

#include "containers/internal.h"
#include "core/init.h"

static mr_tuple *tuple_alloc(mr_runtime *rt, size_t length)
{
    if (length > (SIZE_MAX / 2 - sizeof(mr_tuple)) / sizeof(mr_value)) {
        mr_raise_no_memory(rt);
        return NULL;
    }
    mr_tuple *t = mr_object_new(rt, rt->types.tuple, sizeof *t + length * sizeof(mr_value), true);
    if (!t)
        return NULL;
    t->length = length;
    return t;
}

mr_value mr_tuple_new(mr_runtime *rt, const mr_value *items, size_t length)
{
    if (length == 0 && rt->empty_tuple)
        return mr_incref(rt->empty_tuple);
    mr_tuple *t = tuple_alloc(rt, length);
    if (!t)
        return MR_NULL;
    if (items) {
        t->length = mr_copy_values(rt, t->items, items, length);
        if (t->length < length) {
            mr_decref_object(rt, &t->head);
            return MR_NULL;
        }
    }
    if (length)
        mr_gc_track(rt, &t->head);
    return mr_from(t);
}

mr_value mr_tuple_pack(mr_runtime *rt, size_t n, ...)
{
    mr_value tuple = mr_tuple_new(rt, NULL, n);
    if (!tuple)
        return MR_NULL;
    va_list ap;
    va_start(ap, n);
    for (size_t i = 0; i < n; i++)
        mr_as_tuple(tuple)->items[i] = mr_incref(va_arg(ap, mr_value));
    va_end(ap);
    return tuple;
}

mr_value mr_tuple_from(mr_runtime *rt, mr_value iterable)
{
    if (mr_is_exact(iterable, MR_KIND_TUPLE))
        return mr_incref(iterable);
    if (mr_is_exact(iterable, MR_KIND_LIST))
        return mr_list_to_tuple(rt, iterable);
    mr_value list = mr_list_from(rt, iterable);
    if (!list)
        return MR_NULL;
    mr_list *l = mr_as_list(list);
    mr_value tuple = mr_tuple_new(rt, NULL, l->length);
    if (tuple && l->length) {
        memcpy(mr_as_tuple(tuple)->items, l->items, l->length * sizeof(mr_value));
        l->length = 0;
    }
    mr_decref(rt, list);
    return tuple;
}

void mr_tuple_maybe_untrack(mr_runtime *rt, mr_object *o)
{
    mr_tuple *t = (mr_tuple *)o;
    if (!mr_is_exact(mr_from(o), MR_KIND_TUPLE) || !mr_gc_is_tracked(o))
        return;
    for (size_t i = 0; i < t->length; i++)
        if (!t->items[i] || mr_may_be_tracked(rt, t->items[i]))
            return;
    mr_gc_untrack(rt, o);
}

/* ---- life ---- */

static void tuple_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_tuple *t = (mr_tuple *)self;
    for (size_t i = t->length; i-- > 0;)
        mr_decref(rt, t->items[i]);
}

static void tuple_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    mr_tuple *t = (mr_tuple *)self;
    for (size_t i = t->length; i-- > 0;) /* the last first, as in CPython */
        visit(rt, t->items[i], arg);
}

static size_t tuple_size(mr_runtime *rt, mr_object *self)
{
    return sizeof(mr_tuple) + ((mr_tuple *)self)->length * sizeof(mr_value);
}

const mr_layout mr_tuple_layout = {
    .dealloc = tuple_dealloc,
    .traverse = tuple_traverse,
    .size = tuple_size,
};

static mr_value tuple_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    if (!mr_no_keywords_exact(rt, type, rt->types.tuple, kwnames))
        return MR_NULL;
    if (!mr_arity(rt, "tuple", nargs, MR_NULL, 0, 1))
        return MR_NULL;
    mr_value exact = nargs ? mr_tuple_from(rt, args[0]) : mr_tuple_new(rt, NULL, 0);
    if (!exact || type == rt->types.tuple)
        return exact;
    mr_tuple *from = mr_as_tuple(exact);
    mr_value self = mr_type_alloc_var(rt, type, sizeof(mr_tuple) + from->length * sizeof(mr_value));
    if (self) {
        mr_tuple *t = mr_as_tuple(self);
        t->length = from->length;
        for (size_t i = 0; i < from->length; i++)
            t->items[i] = mr_incref(from->items[i]);
        mr_container_track(rt, self);
    }
    mr_decref(rt, exact);
    return self;
}

/* ---- operators ---- */

static mr_value tuple_repr(mr_runtime *rt, mr_value self)
{
    mr_tuple *t = mr_as_tuple(self);
    if (t->length == 0)
        return mr_str_from(rt, "()");
    int again = mr_repr_enter(rt, self);
    if (again)
        return again > 0 ? mr_str_from(rt, "(...)") : MR_NULL;
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    bool ok = mr_str_builder_char(&b, '(');
    for (size_t i = 0; ok && i < t->length; i++)
        ok = (i == 0 || mr_str_builder_text(&b, ", ")) && mr_str_builder_repr(&b, t->items[i]);
    ok = ok && mr_str_builder_text(&b, t->length == 1 ? ",)" : ")");
    mr_repr_leave(rt, self);
    if (!ok) {
        mr_str_builder_finish(&b);
        return MR_NULL;
    }
    return mr_str_builder_take(&b);
}

/* The tuple hash of CPython since 3.8: Collet's xxHash with one lane. */
int64_t mr_tuple_hash(mr_runtime *rt, mr_value self)
{
    const uint64_t prime1 = 11400714785074694791u, prime2 = 14029467366897019727u,
        prime5 = 2870177450012600261u;
    mr_tuple *t = mr_as_tuple(self);
    uint64_t acc = prime5;
    if ((uintptr_t)__builtin_frame_address(0) < rt->c_stack_limit)
        return mr_fail(rt, rt->exc.RecursionError,
                       "maximum recursion depth exceeded while calling a Python object");
    for (size_t i = 0; i < t->length; i++) {
        uint64_t lane;
        if (mr_value_hash(rt, t->items[i], &lane) < 0 || mr_poll_interrupt(rt) < 0)
            return -1;
        acc += lane * prime2;
        acc = acc << 31 | acc >> 33;
        acc *= prime1;
    }
    acc += t->length ^ (prime5 ^ 3527539u);
    return acc == UINT64_MAX ? 1546275796 : (int64_t)acc;
}

int mr_tuple_equal(mr_runtime *rt, mr_value a, mr_value b)
{
    mr_tuple *x = mr_as_tuple(a), *y = mr_as_tuple(b);
    if ((uintptr_t)__builtin_frame_address(0) < rt->c_stack_limit)
        return mr_fail(rt, rt->exc.RecursionError,
                       "maximum recursion depth exceeded in comparison");
    int equal = 1;
    size_t shorter = x->length < y->length ? x->length : y->length;
    for (size_t i = 0; equal > 0 && i < shorter; i++) {
        equal = mr_value_equal(rt, x->items[i], y->items[i]);
        if (equal > 0 && mr_poll_interrupt(rt) < 0)
            equal = -1;
    }
    return equal > 0 ? x->length == y->length : equal;
}

static mr_value tuple_richcompare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if (!mr_is_tuple(a) || !mr_is_tuple(b))
        return MR_NOT_IMPLEMENTED;
    mr_tuple *x = mr_as_tuple(a), *y = mr_as_tuple(b);
    size_t shorter = x->length < y->length ? x->length : y->length, i;
    for (i = 0; i < shorter; i++) {
        int equal = mr_value_equal(rt, x->items[i], y->items[i]);
        if (equal < 0 || mr_poll_interrupt(rt) < 0)
            return MR_NULL;
        if (!equal)
            break;
    }
    if (i == shorter) {
        switch (op) {
        case MR_LT: return mr_bool(x->length < y->length);
        case MR_LE: return mr_bool(x->length <= y->length);
        case MR_EQ: return mr_bool(x->length == y->length);
        case MR_NE: return mr_bool(x->length != y->length);
        case MR_GT: return mr_bool(x->length > y->length);
        default: return mr_bool(x->length >= y->length);
        }
    }
    if (op == MR_EQ)
        return MR_FALSE;
    if (op == MR_NE)
        return MR_TRUE;
    return mr_compare(rt, x->items[i], y->items[i], op);
}

static mr_value tuple_iter(mr_runtime *rt, mr_value self)
{
    return mr_index_iter_new(rt, rt->types.tuple_iter, self);
}

static int64_t tuple_length(mr_runtime *rt, mr_value self)
{
    return (int64_t)mr_as_tuple(self)->length;
}

static mr_value tuple_getitem(mr_runtime *rt, mr_value self, mr_value key)
{
    mr_tuple *t = mr_as_tuple(self);
    int64_t i;
    if (MR_LIKELY(mr_is_int(key))) {
        i = mr_small_int_value(key);
        if (i < 0)
            i += (int64_t)t->length;
    } else if (mr_has_kind(key, MR_KIND_SLICE)) {
        int64_t start, stop, step;
        int64_t n = mr_slice_resolve(rt, key, (int64_t)t->length, &start, &stop, &step);
        if (n < 0)
            return MR_NULL;
        if (step == 1 && n == (int64_t)t->length && mr_is_exact(self, MR_KIND_TUPLE))
            return mr_incref(self);
        if (step == 1)
            return mr_tuple_new(rt, t->items + start, (size_t)n);
        mr_value out = mr_tuple_new(rt, NULL, (size_t)n);
        for (int64_t k = 0; out && k < n; k++)
            mr_as_tuple(out)->items[k] = mr_incref(t->items[start + k * step]);
        return out;
    } else if (!mr_type_of(rt, key)->slots.index) {
        return mr_raise(rt, rt->exc.TypeError, "tuple indices must be integers or slices, not %T",
                        key);
    } else if (!mr_item_index(rt, key, t->length, &i)) {
        return MR_NULL;
    }
    if ((uint64_t)i >= t->length)
        return mr_raise(rt, rt->exc.IndexError, "tuple index out of range");
    return mr_incref(t->items[i]);
}

static mr_value tuple_item(mr_runtime *rt, mr_value self, int64_t i)
{
    mr_tuple *t = mr_as_tuple(self);
    if ((uint64_t)i >= t->length)
        return mr_raise(rt, rt->exc.IndexError, "tuple index out of range");
    return mr_incref(t->items[i]);
}

static int tuple_contains(mr_runtime *rt, mr_value self, mr_value v)
{
    mr_tuple *t = mr_as_tuple(self);
    int found = 0;
    for (size_t i = 0; i < t->length && found == 0; i++) {
        found = mr_value_equal(rt, t->items[i], v);
        if (found == 0 && mr_poll_interrupt(rt) < 0)
            found = -1;
    }
    return found;
}

/* A new tuple of whose places `done` have been filled: nothing if those are not all. */
static mr_value whole_or_nothing(mr_runtime *rt, mr_value tuple, size_t done)
{
    if (done < mr_as_tuple(tuple)->length) {
        mr_as_tuple(tuple)->length = done;
        mr_clear(rt, &tuple);
    }
    return tuple;
}

static mr_value tuple_concat(mr_runtime *rt, mr_value a, mr_value b)
{
    if (!mr_is_tuple(b))
        return mr_raise(rt, rt->exc.TypeError, "can only concatenate tuple (not \"%T\") to tuple",
                        b);
    mr_tuple *x = mr_as_tuple(a), *y = mr_as_tuple(b);
    if (x->length == 0 && mr_is_exact(b, MR_KIND_TUPLE))
        return mr_incref(b);
    if (y->length == 0 && mr_is_exact(a, MR_KIND_TUPLE))
        return mr_incref(a);
    mr_value out = mr_tuple_new(rt, NULL, x->length + y->length);
    if (!out)
        return MR_NULL;
    mr_value *to = mr_as_tuple(out)->items;
    size_t done = mr_copy_values(rt, to, x->items, x->length);
    if (done == x->length)
        done += mr_copy_values(rt, to + done, y->items, y->length);
    return whole_or_nothing(rt, out, done);
}

static mr_value tuple_repeat(mr_runtime *rt, mr_value self, int64_t n)
{
    mr_tuple *t = mr_as_tuple(self);
    if (n < 0)
        n = 0;
    if ((n == 1 || t->length == 0) && mr_is_exact(self, MR_KIND_TUPLE))
        return mr_incref(self);
    size_t length;
    if (__builtin_mul_overflow(t->length, (size_t)n, &length))
        return mr_raise_no_memory(rt);
    mr_value out = mr_tuple_new(rt, NULL, length);
    if (!out)
        return MR_NULL;
    mr_value *to = mr_as_tuple(out)->items;
    size_t done = length ? mr_copy_values(rt, to, t->items, t->length) : 0;
    if (length && done == t->length)
        done += mr_repeat_values(rt, to, t->length, length - t->length);
    if (done < length && t->length == 1 && !mr_is_object(to[0]))
        done = 0; /* nothing to release */
    return length ? whole_or_nothing(rt, out, done) : out;
}

/* ---- methods ---- */

static mr_value tuple_count(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    mr_tuple *t = mr_as_tuple(self);
    int64_t count = 0;
    for (size_t i = 0; i < t->length; i++) {
        int equal = mr_value_equal(rt, t->items[i], args[0]);
        if (equal < 0 || mr_poll_interrupt(rt) < 0)
            return MR_NULL;
        count += equal;
    }
    return mr_small_int(count);
}

static mr_value tuple_index(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    mr_tuple *t = mr_as_tuple(self);
    size_t start, stop;
    if (!mr_arity(rt, "index", nargs, kwnames, 1, 3) ||
        !mr_index_bounds(rt, args + 1, nargs - 1, t->length, &start, &stop))
        return MR_NULL;
    for (size_t i = start; i < stop; i++) {
        int equal = mr_value_equal(rt, t->items[i], args[0]);
        if (equal < 0 || mr_poll_interrupt(rt) < 0)
            return MR_NULL;
        if (equal)
            return mr_small_int((int64_t)i);
    }
    return mr_raise(rt, rt->exc.ValueError, "tuple.index(x): x not in tuple");
}

static mr_value tuple_getnewargs(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                 mr_value kwnames)
{
    mr_tuple *t = mr_as_tuple(self);
    mr_value copy = mr_tuple_new(rt, t->items, t->length);
    mr_value out = copy ? mr_tuple_pack(rt, 1, copy) : MR_NULL;
    mr_decref(rt, copy);
    return out;
}

static const mr_method_def tuple_methods[] = {
    {"index", tuple_index, MR_ARGS_ANY,
     "index($self, value, start=0, stop=sys.maxsize, /)\n--\n\nWhere value first occurs; "
     "ValueError if it does not."},
    {"count", tuple_count, MR_ARGS_ONE,
     "count($self, value, /)\n--\n\nHow often value occurs."},
    {"__getnewargs__", tuple_getnewargs, MR_ARGS_NONE, "__getnewargs__($self, /)\n--\n\n"},
    MR_CLASS_GETITEM,
    {NULL, NULL, 0, NULL},
};

const mr_type_spec mr_tuple_spec = {
    .name = "tuple",
    .doc = "tuple(iterable=(), /)\n--\n\nA sequence that cannot be changed, of the iterable's "
           "items; a tuple itself is given back.",
    .basic_size = sizeof(mr_tuple),
    .kind = MR_KIND_TUPLE,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_VARIABLE | MR_TYPE_SEQUENCE |
             MR_TYPE_MATCH_SELF |
             MR_TYPE_IMMUTABLE,
    .layout = &mr_tuple_layout,
    .slots = {
        .new_ = tuple_new,
        .repr = tuple_repr,
        .hash = mr_tuple_hash,
        .richcompare = tuple_richcompare,
        .iter = tuple_iter,
        .length = tuple_length,
        .getitem = tuple_getitem,
        .item = tuple_item,
        .contains = tuple_contains,
        .concat = tuple_concat,
        .repeat = tuple_repeat,
    },
    .methods = tuple_methods,
};
