/*
 * iter.c - iterators by index (list, tuple, anything with __getitem__),
 * reversed(), and iter(callable, sentinel).
 */
#include "containers/internal.h"

/* ---- list, reversed list, tuple ---- */

mr_value mr_index_iter_new(mr_runtime *rt, mr_type *type, mr_value seq)
{
    mr_index_iter *it = mr_object_new(rt, type, sizeof *it, true);
    if (!it)
        return MR_NULL;
    it->seq = mr_incref(seq);
    mr_gc_track(rt, &it->head);
    return mr_from(it);
}

static inline mr_index_iter *as_index_iter(mr_value v) { return (mr_index_iter *)mr_obj(v); }

static mr_value list_iter_next(mr_runtime *rt, mr_value self)
{
    mr_index_iter *it = as_index_iter(self);
    if (!it->seq)
        return MR_NULL;
    mr_list *l = mr_as_list(it->seq);
    if (it->index < l->length)
        return mr_incref(l->items[it->index++]);
    mr_clear(rt, &it->seq);
    return MR_NULL;
}

static mr_value tuple_iter_next(mr_runtime *rt, mr_value self)
{
    mr_index_iter *it = as_index_iter(self);
    if (!it->seq)
        return MR_NULL;
    mr_tuple *t = mr_as_tuple(it->seq);
    if (it->index < t->length)
        return mr_incref(t->items[it->index++]);
    mr_clear(rt, &it->seq);
    return MR_NULL;
}

static mr_value list_reverse_iter_next(mr_runtime *rt, mr_value self)
{
    mr_index_iter *it = as_index_iter(self);
    if (!it->seq)
        return MR_NULL;
    mr_list *l = mr_as_list(it->seq);
    if (it->index > 0 && it->index <= l->length)
        return mr_incref(l->items[--it->index]);
    mr_clear(rt, &it->seq);
    return MR_NULL;
}

static void index_iter_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_decref(rt, ((mr_index_iter *)self)->seq);
}

static void index_iter_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    visit(rt, ((mr_index_iter *)self)->seq, arg);
}

static const mr_layout index_iter_layout = {.dealloc = index_iter_dealloc,
                                            .traverse = index_iter_traverse};

static mr_value index_iter_hint(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    mr_index_iter *it = as_index_iter(self);
    if (!it->seq)
        return mr_small_int(0);
    size_t length = mr_is_list(it->seq) ? mr_as_list(it->seq)->length
        : mr_as_tuple(it->seq)->length;
    return mr_small_int(length > it->index ? (int64_t)(length - it->index) : 0);
}

static mr_value index_iter_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                  mr_value kwnames)
{
    mr_index_iter *it = as_index_iter(self);
    if (!it->seq)
        return mr_iter_reduce_end(rt, "iter", mr_type_of(rt, self) == rt->types.tuple_iter);
    return mr_iter_reduce(rt, "iter", it->seq, mr_small_int((int64_t)it->index));
}

static mr_value index_iter_setstate(mr_runtime *rt, mr_value self, const mr_value *args,
                                    size_t nargs, mr_value kwnames)
{
    mr_index_iter *it = as_index_iter(self);
    int64_t index;
    if (!mr_to_int64(rt, args[0], &index))
        return MR_NULL;
    if (it->seq) {
        size_t length = mr_is_list(it->seq) ? mr_as_list(it->seq)->length
            : mr_as_tuple(it->seq)->length;
        it->index = index < 0 ? 0 : (size_t)index > length ? length : (size_t)index;
    }
    return MR_NONE;
}

static mr_value list_reverse_iter_hint(mr_runtime *rt, mr_value self, const mr_value *args,
                                       size_t nargs, mr_value kwnames)
{
    mr_index_iter *it = as_index_iter(self);
    if (!it->seq || it->index > mr_as_list(it->seq)->length)
        return mr_small_int(0);
    return mr_small_int((int64_t)it->index);
}

/* The state is the next index, -1 at the end. */
static mr_value list_reverse_iter_reduce(mr_runtime *rt, mr_value self, const mr_value *args,
                                         size_t nargs, mr_value kwnames)
{
    mr_index_iter *it = as_index_iter(self);
    if (!it->seq || it->index == 0)
        return mr_iter_reduce_end(rt, "iter", false);
    return mr_iter_reduce(rt, "reversed", it->seq, mr_small_int((int64_t)it->index - 1));
}

static mr_value list_reverse_iter_setstate(mr_runtime *rt, mr_value self, const mr_value *args,
                                           size_t nargs, mr_value kwnames)
{
    mr_index_iter *it = as_index_iter(self);
    int64_t index;
    if (!mr_to_int64(rt, args[0], &index))
        return MR_NULL;
    if (it->seq) {
        int64_t length = (int64_t)mr_as_list(it->seq)->length;
        it->index = index < -1 ? 0 : (size_t)((index > length - 1 ? length - 1 : index) + 1);
    }
    return MR_NONE;
}

#define ITER_METHODS(hint, reduce, setstate)                                                       \
    {                                                                                              \
        {"__length_hint__", hint, MR_ARGS_NONE, "An estimate of how many items are left."}, \
            {"__reduce__", reduce, MR_ARGS_NONE, "What pickle and copy make an equal object of."}, \
            {"__setstate__", setstate, MR_ARGS_ONE, "Takes over the state that __reduce__ gave."}, \
            {NULL, NULL, 0, NULL},                                                                 \
    }
static const mr_method_def index_iter_methods[] =
    ITER_METHODS(index_iter_hint, index_iter_reduce, index_iter_setstate);
static const mr_method_def list_reverse_iter_methods[] =
    ITER_METHODS(list_reverse_iter_hint, list_reverse_iter_reduce, list_reverse_iter_setstate);

#define INDEX_ITER_SPEC(variable, type_name, next_function, method_table)                          \
    const mr_type_spec variable = {                                                                \
        .name = type_name,                                                                         \
        .basic_size = sizeof(mr_index_iter),                                                       \
        .kind = MR_KIND_OTHER,                                                                     \
        .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,                             \
        .layout = &index_iter_layout,                                                              \
        .slots = {.iter = mr_iter_self, .next = next_function},                                    \
        .methods = method_table,                                                                   \
    }
INDEX_ITER_SPEC(mr_list_iter_spec, "list_iterator", list_iter_next, index_iter_methods);
INDEX_ITER_SPEC(mr_tuple_iter_spec, "tuple_iterator", tuple_iter_next, index_iter_methods);
INDEX_ITER_SPEC(mr_list_reverse_iter_spec, "list_reverseiterator", list_reverse_iter_next,
                list_reverse_iter_methods);

/* ---- by __getitem__, forward and backward ---- */

typedef struct seq_iter {
    mr_object head;
    mr_value seq; /* MR_NULL when exhausted */
    int64_t index; /* the next; backward -1 at the end */
} seq_iter;

static mr_value seq_iter_make(mr_runtime *rt, mr_type *type, mr_value seq, int64_t index)
{
    mr_value self = mr_type_alloc(rt, type);
    if (!self)
        return MR_NULL;
    seq_iter *it = (seq_iter *)mr_obj(self);
    it->seq = mr_incref(seq);
    it->index = index;
    mr_container_track(rt, self);
    return self;
}

mr_value mr_seq_iter_new(mr_runtime *rt, mr_value seq)
{
    return seq_iter_make(rt, rt->types.seq_iter, seq, 0);
}

/* seq[index]; at the end (IndexError, StopIteration) MR_NULL without an error. */
static mr_value fetch(mr_runtime *rt, seq_iter *it)
{
    mr_type *type = mr_type_of(rt, it->seq);
    mr_value v;
    if (type->slots.item) {
        v = type->slots.item(rt, it->seq, it->index);
    } else {
        mr_value key = mr_int_from(rt, it->index);
        v = key ? mr_getitem(rt, it->seq, key) : MR_NULL;
        mr_decref(rt, key);
    }
    if (!v && mr_error(rt) && !mr_error_catch(rt, rt->exc.IndexError))
        mr_error_catch(rt, rt->exc.StopIteration);
    return v;
}

static mr_value seq_iter_next(mr_runtime *rt, mr_value self)
{
    seq_iter *it = (seq_iter *)mr_obj(self);
    if (!it->seq)
        return MR_NULL;
    mr_value v = fetch(rt, it);
    if (v)
        it->index++;
    else if (!mr_error(rt))
        mr_clear(rt, &it->seq);
    return v;
}

static mr_value reversed_next(mr_runtime *rt, mr_value self)
{
    seq_iter *it = (seq_iter *)mr_obj(self);
    if (it->index >= 0) {
        mr_value v = fetch(rt, it);
        if (v) {
            it->index--;
            return v;
        }
        if (mr_error(rt))
            return MR_NULL;
    }
    it->index = -1;
    if (it->seq)
        mr_clear(rt, &it->seq);
    return MR_NULL;
}

static void seq_iter_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_decref(rt, ((seq_iter *)self)->seq);
}

static void seq_iter_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    visit(rt, ((seq_iter *)self)->seq, arg);
}

static const mr_layout seq_iter_layout = {.dealloc = seq_iter_dealloc,
                                          .traverse = seq_iter_traverse};

static mr_value seq_iter_hint(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    seq_iter *it = (seq_iter *)mr_obj(self);
    if (!it->seq)
        return mr_small_int(0);
    if (!mr_type_of(rt, it->seq)->slots.length)
        return MR_NOT_IMPLEMENTED;
    int64_t length = mr_length(rt, it->seq);
    return length < 0 ? MR_NULL : mr_small_int(length > it->index ? length - it->index : 0);
}

static mr_value seq_iter_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    seq_iter *it = (seq_iter *)mr_obj(self);
    if (!it->seq)
        return mr_iter_reduce_end(rt, "iter", true);
    return mr_iter_reduce(rt, "iter", it->seq, mr_small_int(it->index));
}

static mr_value seq_iter_setstate(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                  mr_value kwnames)
{
    seq_iter *it = (seq_iter *)mr_obj(self);
    int64_t index;
    if (!mr_to_int64(rt, args[0], &index))
        return MR_NULL;
    if (it->seq)
        it->index = index < 0 ? 0 : index;
    return MR_NONE;
}

static mr_value reversed_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    if (!mr_no_keywords_exact(rt, type, rt->types.reversed, kwnames) ||
        !mr_arity(rt, "reversed", nargs, MR_NULL, 1, 1))
        return MR_NULL;
    mr_value seq = args[0];
    mr_type *of = mr_type_of(rt, seq);
    mr_value defined = mr_type_lookup(rt, of, MR_NAME(rt, __reversed__));
    if (defined == MR_NONE)
        return mr_raise(rt, rt->exc.TypeError, "'%T' object is not reversible", seq);
    if (defined) {
        mr_value method = mr_lookup_special(rt, seq, MR_NAME(rt, __reversed__));
        mr_value out = method ? mr_call0(rt, method) : MR_NULL;
        mr_decref(rt, method);
        return out;
    }
    if (mr_is_dict(seq) || mr_is_set(seq) || !of->slots.getitem || !of->slots.length)
        return mr_raise(rt, rt->exc.TypeError, "'%T' object is not reversible", seq);
    int64_t length = mr_length(rt, seq);
    return length < 0 ? MR_NULL : seq_iter_make(rt, type, seq, length - 1);
}

static mr_value reversed_hint(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    seq_iter *it = (seq_iter *)mr_obj(self);
    if (!it->seq)
        return mr_small_int(0);
    int64_t length = mr_length(rt, it->seq);
    if (length < 0)
        return MR_NULL;
    return mr_small_int(it->index < length ? it->index + 1 : 0);
}

static mr_value reversed_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    seq_iter *it = (seq_iter *)mr_obj(self);
    mr_value inner = it->seq ? mr_tuple_pack(rt, 1, it->seq) : MR_NULL, out = MR_NULL;
    if (!it->seq) {
        mr_value empty = mr_tuple_new(rt, NULL, 0);
        inner = empty ? mr_tuple_pack(rt, 1, empty) : MR_NULL;
        mr_decref(rt, empty);
    }
    if (inner)
        out = it->seq
            ? mr_tuple_pack(rt, 3, mr_from(mr_type_of(rt, self)), inner, mr_small_int(it->index))
                      : mr_tuple_pack(rt, 2, mr_from(mr_type_of(rt, self)), inner);
    mr_decref(rt, inner);
    return out;
}

static mr_value reversed_setstate(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                  mr_value kwnames)
{
    seq_iter *it = (seq_iter *)mr_obj(self);
    int64_t index;
    if (!mr_to_int64(rt, args[0], &index))
        return MR_NULL;
    if (it->seq) {
        int64_t length = mr_length(rt, it->seq);
        if (length < 0)
            return MR_NULL;
        it->index = index < -1 ? -1 : index > length - 1 ? length - 1 : index;
    }
    return MR_NONE;
}

static const mr_method_def seq_iter_methods[] = ITER_METHODS(seq_iter_hint, seq_iter_reduce,
                                                             seq_iter_setstate);
static const mr_method_def reversed_methods[] = ITER_METHODS(reversed_hint, reversed_reduce,
                                                             reversed_setstate);

const mr_type_spec mr_seq_iter_spec = {
    .name = "iterator",
    .basic_size = sizeof(seq_iter),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,
    .layout = &seq_iter_layout,
    .slots = {.iter = mr_iter_self, .next = seq_iter_next},
    .methods = seq_iter_methods,
};

const mr_type_spec mr_reversed_spec = {
    .name = "reversed",
    .doc = "reversed(sequence, /)\n--\n\nAn iterator over a sequence's items, the last one first.",
    .basic_size = sizeof(seq_iter),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_IMMUTABLE,
    .layout = &seq_iter_layout,
    .slots = {.new_ = reversed_new, .iter = mr_iter_self, .next = reversed_next},
    .methods = reversed_methods,
};

/* ---- iter(callable, sentinel) ---- */

typedef struct call_iter {
    mr_object head;
    mr_value callable, sentinel; /* MR_NULL when exhausted */
} call_iter;

mr_value mr_call_iter_new(mr_runtime *rt, mr_value callable, mr_value sentinel)
{
    call_iter *it = mr_object_new(rt, rt->types.call_iter, sizeof *it, true);
    if (!it)
        return MR_NULL;
    it->callable = mr_incref(callable);
    it->sentinel = mr_incref(sentinel);
    mr_gc_track(rt, &it->head);
    return mr_from(it);
}

static mr_value call_iter_next(mr_runtime *rt, mr_value self)
{
    call_iter *it = (call_iter *)mr_obj(self);
    if (!it->callable)
        return MR_NULL;
    mr_value v = mr_call0(rt, it->callable);
    if (v) {
        int equal = it->sentinel ? mr_equal(rt, it->sentinel, v) : 1;
        if (equal == 0)
            return v;
        mr_decref(rt, v);
        if (equal < 0)
            return MR_NULL;
    } else if (!mr_error_catch(rt, rt->exc.StopIteration)) {
        return MR_NULL;
    }
    mr_clear(rt, &it->callable);
    mr_clear(rt, &it->sentinel);
    return MR_NULL;
}

static void call_iter_dealloc(mr_runtime *rt, mr_object *self)
{
    call_iter *it = (call_iter *)self;
    mr_decref(rt, it->callable);
    mr_decref(rt, it->sentinel);
}

static void call_iter_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    call_iter *it = (call_iter *)self;
    visit(rt, it->callable, arg);
    visit(rt, it->sentinel, arg);
}

static const mr_layout call_iter_layout = {.dealloc = call_iter_dealloc,
                                           .traverse = call_iter_traverse};

static mr_value call_iter_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                 mr_value kwnames)
{
    call_iter *it = (call_iter *)mr_obj(self);
    if (!it->callable)
        return mr_iter_reduce_end(rt, "iter", true);
    mr_value iter = mr_dict_get_text(rt, rt->builtins, "iter");
    mr_value inner = mr_tuple_pack(rt, 2, it->callable, it->sentinel);
    mr_value out = iter && inner ? mr_tuple_pack(rt, 2, iter, inner) : MR_NULL;
    mr_decref(rt, inner);
    return out;
}

static const mr_method_def call_iter_methods[] = {
    {"__reduce__", call_iter_reduce, MR_ARGS_NONE, "What pickle and copy make an equal object of."},
    {NULL, NULL, 0, NULL},
};

const mr_type_spec mr_call_iter_spec = {
    .name = "callable_iterator",
    .basic_size = sizeof(call_iter),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,
    .layout = &call_iter_layout,
    .slots = {.iter = mr_iter_self, .next = call_iter_next},
    .methods = call_iter_methods,
};
