/*
 * combine.c - accumulate, pairwise, zip_longest.
 */
#include "modules/itertools/itertools.h"

/* ---- accumulate ---- */

typedef struct accumulate {
    mr_object head;
    /* function None: addition; total MR_NULL before the first */
    mr_value iter, function, total, initial;
} accumulate;
MR_FIELDS_LAYOUT(accumulate, 4);

static mr_value accumulate_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                               mr_value kwnames)
{
    mr_value in[3];
    if (!mr_bind(rt, "accumulate(iterable, func=, *, initial=)", args, nargs, kwnames, in))
        return MR_NULL;
    mr_value fields[2] = {mr_iter(rt, in[0]), in[1] ? mr_incref(in[1]) : MR_NONE};
    mr_value self = mr_fields_new(rt, type, fields, 2);
    if (self && in[2] && in[2] != MR_NONE)
        ((accumulate *)mr_obj(self))->initial = mr_incref(in[2]);
    return self;
}

static mr_value accumulate_next(mr_runtime *rt, mr_value self)
{
    accumulate *a = (accumulate *)mr_obj(self);
    if (a->initial) {
        mr_replace(rt, &a->total, a->initial);
        a->initial = MR_NULL;
        return mr_incref(a->total);
    }
    mr_value v = mr_next_of(rt, a->iter);
    if (!v)
        return MR_NULL;
    if (a->total) {
        mr_value pair[2] = {a->total, v};
        mr_value sum = a->function == MR_NONE ? mr_binary_op(rt, MR_OP_ADD, a->total, v)
                                              : mr_call(rt, a->function, pair, 2, MR_NULL);
        mr_decref(rt, v);
        if (!sum)
            return MR_NULL;
        v = sum;
    }
    mr_replace(rt, &a->total, mr_incref(v));
    return v;
}

static mr_value accumulate_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                  mr_value kwnames)
{
    accumulate *a = (accumulate *)mr_obj(self);
    mr_value state = a->initial ? mr_tuple_pack(rt, 2, MR_FALSE, a->initial)
                                : mr_tuple_pack(rt, 2, mr_bool(a->total != MR_NULL),
                                                a->total ? a->total : MR_NONE);
    if (!state)
        return MR_NULL;
    return mr_reduce_as(rt, self, mr_tuple_pack(rt, 2, a->iter, a->function), state);
}

/* (has it begun, the total or what comes first) */
static mr_value accumulate_setstate(mr_runtime *rt, mr_value self, const mr_value *args,
                                    size_t nargs, mr_value kwnames)
{
    accumulate *a = (accumulate *)mr_obj(self);
    if (!mr_is_tuple(args[0]) || mr_as_tuple(args[0])->length != 2)
        return mr_raise(rt, rt->exc.TypeError, "state is not a pair");
    mr_value begun = mr_as_tuple(args[0])->items[0], v = mr_as_tuple(args[0])->items[1];
    int yes = mr_truth(rt, begun);
    if (yes < 0)
        return MR_NULL;
    if (yes)
        mr_replace(rt, &a->total, mr_incref(v));
    else if (v != MR_NONE)
        mr_replace(rt, &a->initial, mr_incref(v));
    return MR_NONE;
}

static const mr_method_def accumulate_methods[] = {
    MR_REDUCE(accumulate_reduce),
    MR_SETSTATE(accumulate_setstate),
    MR_METHODS_END,
};
MR_ITERATOR_SPEC(mr_accumulate_spec, "itertools.accumulate", accumulate,
                 "accumulate(iterable, func=None, *, initial=None)\n--\n\n"
                 "Running totals: each item added to what was before it, or combined by func.",
                 accumulate_layout, accumulate_new, accumulate_next, accumulate_methods);

/* ---- pairwise ---- */

typedef struct pairwise {
    mr_object head;
    mr_value iter, old; /* MR_NULL when exhausted, before the first */
} pairwise;
MR_FIELDS_LAYOUT(pairwise, 2);

static mr_value pairwise_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    if (!mr_no_keywords(rt, "pairwise", kwnames) || !mr_arity(rt, "pairwise", nargs, MR_NULL, 1, 1))
        return MR_NULL;
    mr_value iter = mr_iter(rt, args[0]);
    return mr_fields_new(rt, type, &iter, 1);
}

static mr_value pairwise_next(mr_runtime *rt, mr_value self)
{
    pairwise *p = (pairwise *)mr_obj(self);
    if (!p->iter)
        return MR_NULL;
    if (!p->old) {
        p->old = mr_next_of(rt, p->iter);
        if (!p->old || !p->iter) {
            mr_clear(rt, &p->iter);
            return MR_NULL;
        }
    }
    mr_value old = p->old, v = mr_next_of(rt, p->iter);
    if (!v) {
        mr_clear(rt, &p->iter);
        mr_clear(rt, &p->old);
        return MR_NULL;
    }
    mr_value out = mr_tuple_pack(rt, 2, old, v);
    mr_replace(rt, &p->old, v);
    return out;
}

static const mr_method_def no_methods[] = {MR_METHODS_END};
MR_ITERATOR_SPEC(mr_pairwise_spec, "itertools.pairwise", pairwise,
                 "pairwise(iterable, /)\n--\n\nEach item with the one behind it: (a, b), (b, c), "
                 "...", pairwise_layout,
                 pairwise_new, pairwise_next, no_methods);

/* ---- zip_longest ---- */

typedef struct zip_longest {
    mr_object head;
    /* tuple, None for an ended one; the tuple given out last, or MR_NULL */
    mr_value iters, fill, items;
    size_t active;
} zip_longest;
MR_FIELDS_LAYOUT(zip_longest, 3);

static mr_value zip_longest_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    mr_value fill = MR_NONE;
    if (kwnames && mr_as_tuple(kwnames)->length) {
        mr_tuple *names = mr_as_tuple(kwnames);
        if (names->length > 1 || !mr_str_is(names->items[0], "fillvalue"))
            return mr_raise(rt, rt->exc.TypeError,
                            "zip_longest() got an unexpected keyword argument");
        fill = args[nargs];
    }
    mr_value iters = mr_tuple_new(rt, NULL, nargs);
    for (size_t i = 0; iters && i < nargs; i++) {
        mr_value it = mr_iter(rt, args[i]);
        if (!it) {
            mr_decref(rt, iters);
            return MR_NULL;
        }
        mr_as_tuple(iters)->items[i] = it;
    }
    mr_value fields[2] = {iters, mr_incref(fill)};
    mr_value self = mr_fields_new(rt, type, fields, 2);
    if (self)
        ((zip_longest *)mr_obj(self))->active = nargs;
    return self;
}

static mr_value zip_longest_next(mr_runtime *rt, mr_value self)
{
    zip_longest *z = (zip_longest *)mr_obj(self);
    mr_tuple *iters = mr_as_tuple(z->iters);
    if (z->active == 0)
        return MR_NULL;
    bool again = z->items && mr_obj(z->items)->refcount == 1;
    mr_value out = again ? mr_incref(z->items) : mr_tuple_new(rt, NULL, iters->length);
    if (!out)
        return MR_NULL;
    for (size_t i = 0; i < iters->length; i++) {
        mr_value v = MR_NULL;
        if (iters->items[i] != MR_NONE) {
            v = mr_next_of(rt, iters->items[i]);
            if (!v) {
                if (mr_error(rt) || --z->active == 0) {
                    z->active = 0;
                    mr_decref(rt, out);
                    return MR_NULL;
                }
                mr_replace(rt, &iters->items[i], MR_NONE);
            }
        }
        mr_replace(rt, &mr_as_tuple(out)->items[i], v ? v : mr_incref(z->fill));
    }
    if (again)
        mr_container_track(rt, out);
    else
        mr_replace(rt, &z->items, mr_incref(out));
    return out;
}

static mr_value zip_longest_reduce(mr_runtime *rt, mr_value self, const mr_value *args,
                                   size_t nargs, mr_value kwnames)
{
    zip_longest *z = (zip_longest *)mr_obj(self);
    mr_tuple *iters = mr_as_tuple(z->iters);
    mr_value inner = mr_tuple_new(rt, NULL, iters->length);
    for (size_t i = 0; inner && i < iters->length; i++) {
        mr_value it = iters->items[i] == MR_NONE ? mr_tuple_new(rt, NULL, 0)
            : mr_incref(iters->items[i]);
        if (!it)
            mr_clear(rt, &inner);
        else
            mr_as_tuple(inner)->items[i] = it;
    }
    return inner ? mr_reduce_as(rt, self, inner, mr_incref(z->fill)) : MR_NULL;
}

static mr_value zip_longest_setstate(mr_runtime *rt, mr_value self, const mr_value *args,
                                     size_t nargs, mr_value kwnames)
{
    mr_replace(rt, &((zip_longest *)mr_obj(self))->fill, mr_incref(args[0]));
    return MR_NONE;
}

static const mr_method_def zip_longest_methods[] = {
    MR_REDUCE(zip_longest_reduce),
    MR_SETSTATE(zip_longest_setstate),
    MR_METHODS_END,
};
MR_ITERATOR_SPEC(mr_zip_longest_spec, "itertools.zip_longest", zip_longest,
                 "zip_longest(*iterables, fillvalue=None)\n\n"
                 "Tuples of the first, second, ... items until the longest iterable ends; "
                 "fillvalue stands\n"
                 "in for those that have ended.",
                 zip_longest_layout, zip_longest_new, zip_longest_next, zip_longest_methods);
