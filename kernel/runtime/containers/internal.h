/*
 * internal.h - what the containers' files share: fast hashing and comparing
 * of common values, walking iterables, the collector's view of a value, and
 * the tables their types are made of.
 */
#ifndef MR_CONTAINERS_INTERNAL_H
#define MR_CONTAINERS_INTERNAL_H

#include "core/runtime.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/model.h"
#include "types/str.h"

#define MR_ALWAYS_INLINE static inline __attribute__((always_inline))
#define MR_LIKELY(x) __builtin_expect(!!(x), 1)
#define MR_UNLIKELY(x) __builtin_expect(!!(x), 0)

/* Two exact strings with the same hash: most often equal, and most often short. */
static inline bool mr_str_same(mr_value a, mr_value b)
{
    const mr_str *x = mr_as_str(a), *y = mr_as_str(b);
    if (x->length != y->length || x->width != y->width)
        return false;
    size_t n = x->length * x->width;
    const uint8_t *p = x->data, *q = y->data;
    if (n > 16)
        return memcmp(p, q, n) == 0;
    if (n >= 8) {
        uint64_t v[4];
        memcpy(v, p, 8);
        memcpy(v + 1, q, 8);
        memcpy(v + 2, p + n - 8, 8);
        memcpy(v + 3, q + n - 8, 8);
        return v[0] == v[1] && v[2] == v[3];
    }
    if (n >= 4) {
        uint32_t v[4];
        memcpy(v, p, 4);
        memcpy(v + 1, q, 4);
        memcpy(v + 2, p + n - 4, 4);
        memcpy(v + 3, q + n - 4, 4);
        return v[0] == v[1] && v[2] == v[3];
    }
    for (size_t i = 0; i < n; i++)
        if (p[i] != q[i])
            return false;
    return true;
}

/* containers/tuple.c: hash() and == of exact tuples. */
int64_t mr_tuple_hash(mr_runtime *rt, mr_value tuple);
int mr_tuple_equal(mr_runtime *rt, mr_value a, mr_value b);

/* hash(v): 0, or -1 with TypeError set for an unhashable value. */
static inline int mr_value_hash(mr_runtime *rt, mr_value v, uint64_t *out)
{
    if (mr_is_int(v)) {
        int64_t n = mr_small_int_value(v);
        *out = n == -1 ? (uint64_t)-2 : (uint64_t)n;
        return 0;
    }
    if (mr_is_exact(v, MR_KIND_STR)) {
        mr_str *s = mr_as_str(v);
        *out = s->hash ? s->hash : mr_str_hash(s);
        return 0;
    }
    if (mr_is_exact(v, MR_KIND_TUPLE)) {
        int64_t hash = mr_tuple_hash(rt, v);
        *out = (uint64_t)hash;
        return hash == -1 ? -1 : 0;
    }
    return mr_hash(rt, v, out);
}

/* a is b or a == b: 1, 0, -1. The caller holds references to both. */
static inline int mr_value_equal(mr_runtime *rt, mr_value a, mr_value b)
{
    if (a == b)
        return 1;
    if (mr_both_int(a, b))
        return 0;
    if (mr_is_exact(a, MR_KIND_STR) && mr_is_exact(b, MR_KIND_STR))
        return mr_str_same(a, b);
    if (mr_is_exact(a, MR_KIND_TUPLE) && mr_is_exact(b, MR_KIND_TUPLE))
        return mr_tuple_equal(rt, a, b);
    return mr_equal(rt, a, b);
}

/* The same for a borrowed item `a` of a container that the comparison may change. */
static inline int mr_item_equal(mr_runtime *rt, mr_value a, mr_value b)
{
    if (a == b)
        return 1;
    if (mr_both_int(a, b))
        return 0;
    if (mr_is_exact(a, MR_KIND_STR) && mr_is_exact(b, MR_KIND_STR))
        return mr_str_same(a, b);
    mr_incref(a);
    int r = mr_value_equal(rt, a, b);
    mr_decref(rt, a);
    return r;
}

/* Could v be part of a cycle? Tuples that the collector has let go cannot. */
static inline bool mr_may_be_tracked(mr_runtime *rt, mr_value v)
{
    if (!mr_is_object(v))
        return false;
    mr_object *o = mr_obj(v);
    if (!(o->flags & MR_FLAG_SUBCLASS)) {
        if (o->kind == MR_KIND_STR || o->kind == MR_KIND_BYTES || o->kind == MR_KIND_INT)
            return false;
        if (o->kind == MR_KIND_TUPLE)
            return o->flags & MR_FLAG_TRACKED;
    }
    return mr_object_type(rt, o)->flags & MR_TYPE_TRACKED;
}

/* Walking any iterable. Lists and tuples are walked without an iterator:
 *   mr_walk w;
 *   if (!mr_walk_begin(rt, &w, iterable)) error;
 *   while ((v = mr_walk_next(rt, &w))) { use v, owned; }
 *   mr_walk_end(rt, &w); then mr_error(rt) tells an error from the end. */
typedef struct mr_walk {
    mr_value seq; /* exact list or tuple, or MR_NULL */
    size_t index;
    mr_value iter; /* owned; else MR_NULL */
    mr_unary next;
} mr_walk;
bool mr_walk_begin(mr_runtime *rt, mr_walk *w, mr_value iterable);
mr_value mr_walk_next_slow(mr_runtime *rt, mr_walk *w);
static inline mr_value mr_walk_next(mr_runtime *rt, mr_walk *w)
{
    if (w->seq) {
        if (mr_poll_interrupt(rt) < 0)
            return MR_NULL;
        if (mr_is_list(w->seq)) {
            mr_list *l = mr_as_list(w->seq);
            return w->index < l->length ? mr_incref(l->items[w->index++]) : MR_NULL;
        }
        mr_tuple *t = mr_as_tuple(w->seq);
        return w->index < t->length ? mr_incref(t->items[w->index++]) : MR_NULL;
    }
    return mr_walk_next_slow(rt, w);
}
static inline void mr_walk_end(mr_runtime *rt, mr_walk *w)
{
    mr_decref(rt, w->seq);
    mr_decref(rt, w->iter);
}

/* Copies n values, with a reference to each, and returns how many: fewer with KeyboardInterrupt
 * set. The places behind those stay as they are. */
size_t mr_copy_values(mr_runtime *rt, mr_value *to, const mr_value *from, size_t n);
/* Fills the n places after the first `pattern` ones with what stands there, over and over. */
size_t mr_repeat_values(mr_runtime *rt, mr_value *items, size_t pattern, size_t n);

/* next(it) by the slot: MR_NULL at the end and on error. */
static inline mr_value mr_slot_next(mr_runtime *rt, mr_unary next, mr_value it)
{
    if (MR_UNLIKELY(!mr_stack_left(rt)))
        return MR_NULL;
    mr_value v = next(rt, it);
    if (MR_UNLIKELY(!v && mr_error(rt)))
        mr_error_catch(rt, rt->exc.StopIteration);
    return v;
}

/* next() on any iterator, inline for those over lists: MR_NULL at the end and on error. */
static inline mr_value mr_next_of(mr_runtime *rt, mr_value it)
{
    mr_type *type = mr_type_of(rt, it);
    if (type == rt->types.list_iter) {
        mr_index_iter *walk = (mr_index_iter *)mr_obj(it);
        if (walk->seq && walk->index < mr_as_list(walk->seq)->length)
            return mr_incref(mr_as_list(walk->seq)->items[walk->index++]);
    }
    return mr_slot_next(rt, type->slots.next, it);
}

/* An object of a container type: the built-in itself or a class made from it. Not yet tracked. */
static inline mr_value mr_container_alloc(mr_runtime *rt, mr_type *type, mr_type *exact)
{
    if (type == exact)
        return mr_from(mr_object_new(rt, type, exact->basic_size, exact->flags & MR_TYPE_TRACKED));
    return mr_type_alloc(rt, type);
}
static inline void mr_container_track(mr_runtime *rt, mr_value v)
{
    if (!mr_gc_is_tracked(mr_obj(v)))
        mr_gc_track(rt, mr_obj(v));
}

/* An index argument of `seq[key]`: negative ones count from the end; a value
 * out of int64_t's range is clamped, so it is out of bounds of any sequence.
 * False with TypeError when key has no __index__. */
bool mr_item_index(mr_runtime *rt, mr_value key, size_t length, int64_t *out);
/* start and stop arguments of index(): clamped to 0..length. */
bool mr_index_bounds(mr_runtime *rt, const mr_value *args, size_t nargs, size_t length,
                     size_t *start, size_t *stop);
/* "T() takes no keyword arguments" */
bool mr_no_keywords(mr_runtime *rt, const char *name, mr_value kwnames);
/* Classes made from a type accept what their own __init__ takes; the type itself no keywords. */
bool mr_no_keywords_exact(mr_runtime *rt, mr_type *type, mr_type *exact, mr_value kwnames);
/* list[int] and so on */
#define MR_CLASS_GETITEM                                                                           \
    {"__class_getitem__", mr_class_getitem, MR_ARGS_ONE | MR_CLASS_METHOD,                       \
     "A generic alias of the class."}
/* (iter, (seq,)[, state]) for __reduce__; `function` is a built-in function's name. Steals
 * state. */
mr_value mr_iter_reduce(mr_runtime *rt, const char *function, mr_value arg, mr_value state);
/* The same for an iterator at its end. */
mr_value mr_iter_reduce_end(mr_runtime *rt, const char *function, bool tuple);
/* For types whose objects are their own iterators. */
mr_value mr_iter_self(mr_runtime *rt, mr_value self);

/* containers/list.c */
bool mr_list_reserve(mr_runtime *rt, mr_list *l, size_t capacity);
/* grows with room to spare; new places unset */
bool mr_list_resize(mr_runtime *rt, mr_list *l, size_t length);
/* gives back what growing reserved */
void mr_list_shrink(mr_runtime *rt, mr_list *l);

/* containers/sort.c: a < b, 1, 0, -1. The caller holds references to both. */
int mr_less(mr_runtime *rt, mr_value a, mr_value b);

/* containers/dict_views.c; what: 0 keys, 1 values, 2 items */
mr_value mr_dict_iter_new(mr_runtime *rt, mr_value dict, int what, bool reversed);
mr_value mr_dict_view_new(mr_runtime *rt, mr_type *type, mr_value dict);

/* containers/slice.c: slice.indices() for a length of any size; three owned ints. */
bool mr_slice_indices(mr_runtime *rt, mr_value slice, mr_value length, mr_value out[3]);

/* The tables, one for each type; each file's own types are in its array. */
extern const mr_type_spec mr_tuple_spec, mr_list_spec, mr_dict_spec, mr_set_spec, mr_frozenset_spec,
    mr_slice_spec,
    mr_range_spec, mr_dict_keys_spec, mr_dict_values_spec, mr_dict_items_spec, mr_seq_iter_spec,
        mr_call_iter_spec,
    mr_list_iter_spec, mr_list_reverse_iter_spec, mr_tuple_iter_spec, mr_dict_key_iter_spec,
        mr_dict_value_iter_spec,
    mr_dict_item_iter_spec, mr_dict_reverse_iter_spec, mr_set_iter_spec, mr_range_iter_spec,
        mr_long_range_iter_spec,
    mr_enumerate_spec, mr_zip_spec, mr_map_spec, mr_filter_spec, mr_reversed_spec;

#endif
