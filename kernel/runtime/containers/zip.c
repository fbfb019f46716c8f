/*
 * zip.c - enumerate, zip, map and filter.
 *
 * enumerate and zip keep the tuple they gave out last and fill it anew when
 * the program has let go of it, which a loop that unpacks it does each round.
 */
#include "containers/internal.h"
#include "types/function.h"

/* ---- enumerate ---- */

static mr_value enumerate_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    mr_value in[2];
    if (!mr_bind(rt, "enumerate(iterable=, start=)", args, nargs, kwnames, in))
        return MR_NULL;
    if (!in[0] && !in[1])
        return mr_raise(rt, rt->exc.TypeError, "enumerate() missing required argument 'iterable'");
    if (!in[0])
        return mr_raise(rt, rt->exc.TypeError,
                        "'start' is an invalid keyword argument for enumerate()");
    mr_value count = in[1] ? mr_index(rt, in[1]) : mr_small_int(0);
    if (!count)
        return MR_NULL;
    mr_value iter = mr_iter(rt, in[0]);
    mr_value self = iter ? mr_type_alloc(rt, type) : MR_NULL;
    if (!self) {
        mr_decref(rt, iter);
        mr_decref(rt, count);
        return MR_NULL;
    }
    mr_enumerate *e = (mr_enumerate *)mr_obj(self);
    e->iter = iter;
    e->count = count;
    mr_container_track(rt, self);
    return self;
}

static mr_value enumerate_next(mr_runtime *rt, mr_value self)
{
    mr_enumerate *e = (mr_enumerate *)mr_obj(self);
    mr_value v = mr_next_of(rt, e->iter);
    if (!v)
        return MR_NULL;
    mr_value n = e->count, next;
    if (MR_LIKELY(mr_is_int(n) && n != mr_small_int(MR_SMALL_INT_MAX)))
        next = mr_small_int(mr_small_int_value(n) + 1);
    else
        next = mr_int_add(rt, n, mr_small_int(1));
    if (!next)
        goto fail;
    e->count = next;
    if (e->pair && mr_obj(e->pair)->refcount == 1) {
        mr_tuple *t = mr_as_tuple(e->pair);
        mr_value old_n = t->items[0], old_v = t->items[1];
        t->items[0] = n;
        t->items[1] = v;
        mr_value pair = mr_incref(e->pair);
        mr_container_track(rt, pair);
        mr_decref(rt, old_n);
        mr_decref(rt, old_v);
        return pair;
    }
    mr_value pair = mr_tuple_new(rt, NULL, 2);
    if (!pair) {
        mr_decref(rt, n);
        goto fail;
    }
    mr_as_tuple(pair)->items[0] = n;
    mr_as_tuple(pair)->items[1] = v;
    mr_replace(rt, &e->pair, mr_incref(pair));
    return pair;
fail:
    mr_decref(rt, v);
    return MR_NULL;
}

static void enumerate_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_enumerate *e = (mr_enumerate *)self;
    mr_decref(rt, e->iter);
    mr_decref(rt, e->count);
    mr_decref(rt, e->pair);
}

static void enumerate_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    mr_enumerate *e = (mr_enumerate *)self;
    visit(rt, e->iter, arg);
    visit(rt, e->count, arg);
    visit(rt, e->pair, arg);
}

static const mr_layout enumerate_layout = {.dealloc = enumerate_dealloc,
                                           .traverse = enumerate_traverse};

static mr_value enumerate_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                 mr_value kwnames)
{
    mr_enumerate *e = (mr_enumerate *)mr_obj(self);
    mr_value inner = mr_tuple_pack(rt, 2, e->iter, e->count);
    mr_value out = inner ? mr_tuple_pack(rt, 2, mr_from(mr_type_of(rt, self)), inner) : MR_NULL;
    mr_decref(rt, inner);
    return out;
}

static const mr_method_def enumerate_methods[] = {
    {"__reduce__", enumerate_reduce, MR_ARGS_NONE, "What pickle and copy make an equal object of."},
    MR_CLASS_GETITEM,
    {NULL, NULL, 0, NULL},
};

const mr_type_spec mr_enumerate_spec = {
    .name = "enumerate",
    .doc = "enumerate(iterable, start=0)\n--\n\nPairs of a count and an item: (0, seq[0]), (1, "
           "seq[1]), ...",
    .basic_size = sizeof(mr_enumerate),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_IMMUTABLE,
    .layout = &enumerate_layout,
    .slots = {.new_ = enumerate_new, .iter = mr_iter_self, .next = enumerate_next},
    .methods = enumerate_methods,
};

/* ---- zip ---- */

/* Iterators over all arguments, as a tuple; `complaint` (or NULL) words the TypeError for a wrong
 * one. */
static mr_value iters_of(mr_runtime *rt, const mr_value *args, size_t nargs)
{
    mr_value iters = mr_tuple_new(rt, NULL, nargs);
    for (size_t i = 0; iters && i < nargs; i++) {
        mr_value it = mr_iter(rt, args[i]);
        if (!it) {
            mr_decref(rt, iters);
            return MR_NULL;
        }
        mr_as_tuple(iters)->items[i] = it;
    }
    return iters;
}

static mr_value zip_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                        mr_value kwnames)
{
    bool strict = false;
    if (kwnames) {
        mr_tuple *names = mr_as_tuple(kwnames);
        for (size_t i = 0; i < names->length; i++) {
            if (!mr_str_is(names->items[i], "strict")) {
                if (type != rt->types.zip)
                    continue;
                return mr_raise(rt, rt->exc.TypeError,
                                "'%S' is an invalid keyword argument for zip()",
                                names->items[i]);
            }
            int yes = mr_truth(rt, args[nargs + i]);
            if (yes < 0)
                return MR_NULL;
            strict = yes;
        }
    }
    mr_value iters = iters_of(rt, args, nargs);
    mr_value self = iters ? mr_type_alloc(rt, type) : MR_NULL;
    if (!self) {
        mr_decref(rt, iters);
        return MR_NULL;
    }
    mr_zip *z = (mr_zip *)mr_obj(self);
    z->iters = iters;
    z->strict = strict;
    mr_container_track(rt, self);
    return self;
}

/* Iterator `i` has ended before or after the others: fine, or with `strict` a ValueError. */
static mr_value zip_end(mr_runtime *rt, mr_zip *z, size_t i)
{
    if (mr_error(rt) || !z->strict)
        return MR_NULL;
    mr_tuple *iters = mr_as_tuple(z->iters);
    if (i > 0)
        return mr_raise(rt, rt->exc.ValueError,
                        i == 1 ? "zip() argument %zu is shorter than argument 1"
                                                       : "zip() argument %zu is shorter than "
                                                         "arguments 1-%zu",
                        i + 1, i);
    for (i = 1; i < iters->length; i++) {
        mr_value v = mr_next_of(rt, iters->items[i]);
        if (v) {
            mr_decref(rt, v);
            return mr_raise(rt, rt->exc.ValueError,
                            i == 1 ? "zip() argument %zu is longer than argument 1"
                                                           : "zip() argument %zu is longer than "
                                                             "arguments 1-%zu",
                            i + 1, i);
        }
        if (mr_error(rt))
            return MR_NULL;
    }
    return MR_NULL;
}

static mr_value zip_next(mr_runtime *rt, mr_value self)
{
    mr_zip *z = (mr_zip *)mr_obj(self);
    mr_tuple *iters = mr_as_tuple(z->iters);
    size_t n = iters->length;
    if (n == 0)
        return MR_NULL;
    if (z->items && mr_obj(z->items)->refcount == 1) {
        mr_value out = mr_incref(z->items);
        mr_tuple *t = mr_as_tuple(out);
        for (size_t i = 0; i < n; i++) {
            mr_value v = mr_next_of(rt, iters->items[i]);
            if (!v) {
                mr_decref(rt, out);
                return zip_end(rt, z, i);
            }
            mr_replace(rt, &t->items[i], v);
        }
        mr_container_track(rt, out);
        return out;
    }
    mr_value out = mr_tuple_new(rt, NULL, n);
    if (!out)
        return MR_NULL;
    mr_tuple *t = mr_as_tuple(out);
    for (size_t i = 0; i < n; i++) {
        t->items[i] = mr_next_of(rt, iters->items[i]);
        if (!t->items[i]) {
            mr_decref(rt, out);
            return zip_end(rt, z, i);
        }
    }
    mr_replace(rt, &z->items, mr_incref(out));
    return out;
}

static void zip_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_zip *z = (mr_zip *)self;
    mr_decref(rt, z->iters);
    mr_decref(rt, z->items);
}

static void zip_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    mr_zip *z = (mr_zip *)self;
    visit(rt, z->iters, arg);
    visit(rt, z->items, arg);
}

static const mr_layout zip_layout = {.dealloc = zip_dealloc, .traverse = zip_traverse};

static mr_value zip_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    mr_zip *z = (mr_zip *)mr_obj(self);
    if (z->strict)
        return mr_tuple_pack(rt, 3, mr_from(mr_type_of(rt, self)), z->iters, MR_TRUE);
    return mr_tuple_pack(rt, 2, mr_from(mr_type_of(rt, self)), z->iters);
}

static mr_value zip_setstate(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    int strict = mr_truth(rt, args[0]);
    if (strict < 0)
        return MR_NULL;
    ((mr_zip *)mr_obj(self))->strict = strict;
    return MR_NONE;
}

static const mr_method_def zip_methods[] = {
    {"__reduce__", zip_reduce, MR_ARGS_NONE, "What pickle and copy make an equal object of."},
    {"__setstate__", zip_setstate, MR_ARGS_ONE, "Takes over the state that __reduce__ gave."},
    {NULL, NULL, 0, NULL},
};

const mr_type_spec mr_zip_spec = {
    .name = "zip",
    .doc = "zip(*iterables, strict=False)\n\n"
           "Tuples of the first, second, ... items of all iterables, until the shortest ends.\n"
           "With strict=True, it is a ValueError if another has more items.",
    .basic_size = sizeof(mr_zip),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_IMMUTABLE,
    .layout = &zip_layout,
    .slots = {.new_ = zip_new, .iter = mr_iter_self, .next = zip_next},
    .methods = zip_methods,
};

/* ---- map, filter ---- */

static mr_value map_make(mr_runtime *rt, mr_type *type, mr_value function, mr_value iters)
{
    mr_value self = iters ? mr_type_alloc(rt, type) : MR_NULL;
    if (!self) {
        mr_decref(rt, iters);
        return MR_NULL;
    }
    mr_map *m = (mr_map *)mr_obj(self);
    m->function = mr_incref(function);
    m->iters = iters;
    mr_container_track(rt, self);
    return self;
}

static mr_value map_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                        mr_value kwnames)
{
    if (!mr_no_keywords_exact(rt, type, rt->types.map, kwnames))
        return MR_NULL;
    if (nargs < 2)
        return mr_raise(rt, rt->exc.TypeError, "map() must have at least two arguments.");
    return map_make(rt, type, args[0], iters_of(rt, args + 1, nargs - 1));
}

static mr_value map_next(mr_runtime *rt, mr_value self)
{
    mr_map *m = (mr_map *)mr_obj(self);
    mr_tuple *iters = mr_as_tuple(m->iters);
    if (iters->length == 1 && mr_has_kind(m->function, MR_KIND_NATIVE)) {
        const mr_native *native = (const mr_native *)mr_obj(m->function);
        if ((native->def->flags & MR_ARGS_CHECK) == MR_ARGS_ONE) {
            mr_value v = mr_next_of(rt, iters->items[0]);
            mr_value out = v ? native->def->fn(rt, native->self, &v, 1, MR_NULL) : MR_NULL;
            mr_decref(rt, v);
            return out;
        }
    }
    enum { FEW = 4 };
    mr_value few[FEW], *args = few, out = MR_NULL;
    size_t n = iters->length, got = 0;
    if (n > FEW && !(args = mr_buf_new(rt, n * sizeof *args)))
        return MR_NULL;
    while (got < n) {
        mr_value it = iters->items[got];
        mr_value v = mr_next_of(rt, it);
        if (!v)
            break;
        args[got++] = v;
    }
    if (got == n)
        out = mr_call(rt, m->function, args, n, MR_NULL);
    for (size_t i = 0; i < got; i++)
        mr_decref(rt, args[i]);
    if (args != few)
        mr_buf_free(rt, args, n * sizeof *args);
    return out;
}

static void map_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_map *m = (mr_map *)self;
    mr_decref(rt, m->iters);
    mr_decref(rt, m->function);
}

static void map_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    mr_map *m = (mr_map *)self;
    visit(rt, m->function, arg);
    visit(rt, m->iters, arg);
}

static const mr_layout map_layout = {.dealloc = map_dealloc, .traverse = map_traverse};

static mr_value map_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    mr_map *m = (mr_map *)mr_obj(self);
    mr_tuple *iters = mr_as_tuple(m->iters);
    mr_value inner = mr_tuple_new(rt, NULL, iters->length + 1);
    if (!inner)
        return MR_NULL;
    mr_as_tuple(inner)->items[0] = mr_incref(m->function);
    for (size_t i = 0; i < iters->length; i++)
        mr_as_tuple(inner)->items[i + 1] = mr_incref(iters->items[i]);
    mr_value out = mr_tuple_pack(rt, 2, mr_from(mr_type_of(rt, self)), inner);
    mr_decref(rt, inner);
    return out;
}

static mr_value filter_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    if (!mr_no_keywords_exact(rt, type, rt->types.filter, kwnames) ||
        !mr_arity(rt, "filter", nargs, MR_NULL, 2, 2))
        return MR_NULL;
    return map_make(rt, type, args[0], mr_iter(rt, args[1]));
}

static mr_value filter_next(mr_runtime *rt, mr_value self)
{
    mr_map *m = (mr_map *)mr_obj(self);
    bool plain = m->function == MR_NONE || m->function == mr_from(rt->types.bool_);
    mr_value v;
    while ((v = mr_next_of(rt, m->iters))) {
        int keep = -1;
        if (plain) {
            keep = mr_truth(rt, v);
        } else {
            mr_value answer = mr_call1(rt, m->function, v);
            if (answer) {
                keep = mr_truth(rt, answer);
                mr_decref(rt, answer);
            }
        }
        if (keep > 0)
            return v;
        mr_decref(rt, v);
        if (keep < 0 || mr_poll(rt) < 0)
            return MR_NULL;
    }
    return MR_NULL;
}

static mr_value filter_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    mr_map *m = (mr_map *)mr_obj(self);
    mr_value inner = mr_tuple_pack(rt, 2, m->function, m->iters);
    mr_value out = inner ? mr_tuple_pack(rt, 2, mr_from(mr_type_of(rt, self)), inner) : MR_NULL;
    mr_decref(rt, inner);
    return out;
}

static const mr_method_def map_methods[] = {
    {"__reduce__", map_reduce, MR_ARGS_NONE, "What pickle and copy make an equal object of."},
    {NULL, NULL, 0, NULL},
};
static const mr_method_def filter_methods[] = {
    {"__reduce__", filter_reduce, MR_ARGS_NONE, "What pickle and copy make an equal object of."},
    {NULL, NULL, 0, NULL},
};

const mr_type_spec mr_map_spec = {
    .name = "map",
    .doc = "map(function, *iterables)\n\n"
           "The results of function(first items), function(second items), ... until the shortest "
           "ends.",
    .basic_size = sizeof(mr_map),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_IMMUTABLE,
    .layout = &map_layout,
    .slots = {.new_ = map_new, .iter = mr_iter_self, .next = map_next},
    .methods = map_methods,
};

const mr_type_spec mr_filter_spec = {
    .name = "filter",
    .doc = "filter(function, iterable)\n\nThe items for which function(item) is true; with None, "
           "the true items.",
    .basic_size = sizeof(mr_map),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_IMMUTABLE,
    .layout = &map_layout,
    .slots = {.new_ = filter_new, .iter = mr_iter_self, .next = filter_next},
    .methods = filter_methods,
};
