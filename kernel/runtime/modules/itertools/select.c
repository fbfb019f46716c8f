/*
 * select.c - chain, compress, dropwhile, takewhile, filterfalse, starmap, islice.
 */
#include "modules/itertools/itertools.h"

/* ---- chain ---- */

typedef struct chain {
    mr_object head;
    mr_value source, active; /* iterators; MR_NULL when exhausted, when none is open */
} chain;
MR_FIELDS_LAYOUT(chain, 2);

static mr_value chain_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    if (!mr_no_keywords(rt, "chain", kwnames))
        return MR_NULL;
    mr_value tuple = mr_tuple_new(rt, args, nargs);
    mr_value source = tuple ? mr_iter(rt, tuple) : MR_NULL;
    mr_decref(rt, tuple);
    return mr_fields_new(rt, type, &source, 1);
}

static mr_value chain_from_iterable(mr_runtime *rt, mr_value cls, const mr_value *args,
                                    size_t nargs, mr_value kwnames)
{
    mr_value source = mr_iter(rt, args[0]);
    return mr_fields_new(rt, (mr_type *)mr_obj(cls), &source, 1);
}

static mr_value chain_next(mr_runtime *rt, mr_value self)
{
    chain *c = (chain *)mr_obj(self);
    while (c->source) {
        if (!c->active) {
            mr_value iterable = mr_next_of(rt, c->source);
            if (!iterable) {
                if (!mr_error(rt))
                    mr_clear(rt, &c->source);
                return MR_NULL;
            }
            c->active = mr_iter(rt, iterable);
            mr_decref(rt, iterable);
            if (!c->active) {
                mr_clear(rt, &c->source);
                return MR_NULL;
            }
        }
        mr_value v = mr_next_of(rt, c->active);
        if (v || mr_error(rt))
            return v;
        mr_clear(rt, &c->active);
        if (mr_poll(rt) < 0)
            return MR_NULL;
    }
    return MR_NULL;
}

static mr_value chain_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    chain *c = (chain *)mr_obj(self);
    mr_value state = MR_NULL;
    if (c->source && !(state = c->active ? mr_tuple_pack(rt, 2, c->source, c->active)
                                         : mr_tuple_pack(rt, 1, c->source)))
        return MR_NULL;
    return mr_reduce_as(rt, self, mr_tuple_new(rt, NULL, 0), state);
}

static mr_value chain_setstate(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                               mr_value kwnames)
{
    chain *c = (chain *)mr_obj(self);
    if (!mr_is_tuple(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "state is not a tuple");
    mr_tuple *t = mr_as_tuple(args[0]);
    if (t->length < 1 || t->length > 2)
        return mr_raise(rt, rt->exc.TypeError, "state is not one or two iterators");
    for (size_t i = 0; i < t->length; i++)
        if (!mr_type_of(rt, t->items[i])->slots.next)
            return mr_raise(rt, rt->exc.TypeError, "Arguments must be iterators.");
    mr_replace(rt, &c->source, mr_incref(t->items[0]));
    mr_replace(rt, &c->active, t->length > 1 ? mr_incref(t->items[1]) : MR_NULL);
    return MR_NONE;
}

static const mr_method_def chain_methods[] = {
    {"from_iterable", chain_from_iterable, MR_ARGS_ONE | MR_CLASS_METHOD,
     "from_iterable($type, iterable, /)\n--\n\nA chain of the iterables that the iterable gives."},
    MR_REDUCE(chain_reduce),
    MR_SETSTATE(chain_setstate),
    MR_CLASS_GETITEM,
    MR_METHODS_END,
};
MR_ITERATOR_SPEC(mr_chain_spec, "itertools.chain", chain,
                 "chain(*iterables)\n\nThe items of the first iterable, then those of the second, "
                 "and so on.",
                 chain_layout, chain_new, chain_next, chain_methods);

/* ---- a function (or other iterator) and an iterator ---- */

typedef struct pair {
    mr_object head;
    mr_value function, iter;
    bool state; /* dropwhile: dropping is over; takewhile: the end is reached */
} pair;
MR_FIELDS_LAYOUT(pair, 2);

static mr_value pair_new(mr_runtime *rt, const char *name, mr_type *type, const mr_value *args,
                         size_t nargs, mr_value kwnames)
{
    if (!mr_no_keywords(rt, name, kwnames) || !mr_arity(rt, name, nargs, MR_NULL, 2, 2))
        return MR_NULL;
    mr_value fields[2] = {mr_incref(args[0]), mr_iter(rt, args[1])};
    return mr_fields_new(rt, type, fields, 2);
}

/* Is function(v) true? 1, 0, -1 */
static int test(mr_runtime *rt, mr_value function, mr_value v)
{
    mr_value answer = mr_call1(rt, function, v);
    int yes = answer ? mr_truth(rt, answer) : -1;
    mr_decref(rt, answer);
    return yes;
}

static mr_value pair_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    pair *p = (pair *)mr_obj(self);
    return mr_reduce_as(rt, self, mr_tuple_pack(rt, 2, p->function, p->iter), MR_NULL);
}

static mr_value pair_reduce_state(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                  mr_value kwnames)
{
    pair *p = (pair *)mr_obj(self);
    return mr_reduce_as(rt, self, mr_tuple_pack(rt, 2, p->function, p->iter),
                        mr_small_int(p->state));
}

static mr_value pair_setstate(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    int state = mr_truth(rt, args[0]);
    if (state < 0)
        return MR_NULL;
    ((pair *)mr_obj(self))->state = state;
    return MR_NONE;
}

static const mr_method_def pair_methods[] = {MR_REDUCE(pair_reduce), MR_METHODS_END};
static const mr_method_def pair_state_methods[] = {
    MR_REDUCE(pair_reduce_state),
    MR_SETSTATE(pair_setstate),
    MR_METHODS_END,
};

static mr_value compress_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    mr_value in[2];
    if (!mr_bind(rt, "compress(data, selectors)", args, nargs, kwnames, in))
        return MR_NULL;
    mr_value fields[2] = {mr_iter(rt, in[0]), MR_NULL};
    if (fields[0])
        fields[1] = mr_iter(rt, in[1]);
    return mr_fields_new(rt, type, fields, 2);
}

static mr_value compress_next(mr_runtime *rt, mr_value self)
{
    pair *p = (pair *)mr_obj(self);
    for (;;) {
        mr_value v = mr_next_of(rt, p->function);
        if (!v)
            return MR_NULL;
        mr_value selector = mr_next_of(rt, p->iter);
        int keep = selector ? mr_truth(rt, selector) : -1;
        mr_decref(rt, selector);
        if (keep > 0)
            return v;
        mr_decref(rt, v);
        if (keep < 0 || mr_poll(rt) < 0)
            return MR_NULL;
    }
}
MR_ITERATOR_SPEC(mr_compress_spec, "itertools.compress", pair,
                 "compress(data, selectors)\n--\n\nThe items of data whose selector is true.",
                     pair_layout,
                 compress_new, compress_next, pair_methods);

static mr_value dropwhile_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    return pair_new(rt, "dropwhile", type, args, nargs, kwnames);
}

static mr_value dropwhile_next(mr_runtime *rt, mr_value self)
{
    pair *p = (pair *)mr_obj(self);
    for (;;) {
        mr_value v = mr_next_of(rt, p->iter);
        if (!v || p->state)
            return v;
        int drop = test(rt, p->function, v);
        if (drop == 0) {
            p->state = true;
            return v;
        }
        mr_decref(rt, v);
        if (drop < 0 || mr_poll(rt) < 0)
            return MR_NULL;
    }
}
MR_ITERATOR_SPEC(mr_dropwhile_spec, "itertools.dropwhile", pair,
                 "dropwhile(predicate, iterable, /)\n--\n\nThe items from the first on for which "
                 "predicate(item) is false.",
                 pair_layout, dropwhile_new, dropwhile_next, pair_state_methods);

static mr_value takewhile_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    return pair_new(rt, "takewhile", type, args, nargs, kwnames);
}

static mr_value takewhile_next(mr_runtime *rt, mr_value self)
{
    pair *p = (pair *)mr_obj(self);
    mr_value v = p->state ? MR_NULL : mr_next_of(rt, p->iter);
    if (!v)
        return MR_NULL;
    int take = test(rt, p->function, v);
    if (take > 0)
        return v;
    mr_decref(rt, v);
    if (take == 0)
        p->state = true;
    return MR_NULL;
}
MR_ITERATOR_SPEC(mr_takewhile_spec, "itertools.takewhile", pair,
                 "takewhile(predicate, iterable, /)\n--\n\nThe items before the first for which "
                 "predicate(item) is false.",
                 pair_layout, takewhile_new, takewhile_next, pair_state_methods);

static mr_value filterfalse_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    return pair_new(rt, "filterfalse", type, args, nargs, kwnames);
}

static mr_value filterfalse_next(mr_runtime *rt, mr_value self)
{
    pair *p = (pair *)mr_obj(self);
    bool plain = p->function == MR_NONE || p->function == mr_from(rt->types.bool_);
    for (;;) {
        mr_value v = mr_next_of(rt, p->iter);
        if (!v)
            return MR_NULL;
        int yes = plain ? mr_truth(rt, v) : test(rt, p->function, v);
        if (yes == 0)
            return v;
        mr_decref(rt, v);
        if (yes < 0 || mr_poll(rt) < 0)
            return MR_NULL;
    }
}
MR_ITERATOR_SPEC(mr_filterfalse_spec, "itertools.filterfalse", pair,
                 "filterfalse(function, iterable, /)\n--\n\n"
                 "The items for which function(item) is false; with None, the false items.",
                 pair_layout, filterfalse_new, filterfalse_next, pair_methods);

static mr_value starmap_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    return pair_new(rt, "starmap", type, args, nargs, kwnames);
}

static mr_value starmap_next(mr_runtime *rt, mr_value self)
{
    pair *p = (pair *)mr_obj(self);
    mr_value v = mr_next_of(rt, p->iter);
    if (!v)
        return MR_NULL;
    mr_value tuple = mr_tuple_from(rt, v), out = MR_NULL;
    mr_decref(rt, v);
    if (tuple)
        out = mr_call(rt, p->function, mr_as_tuple(tuple)->items, mr_as_tuple(tuple)->length,
                      MR_NULL);
    mr_decref(rt, tuple);
    return out;
}
MR_ITERATOR_SPEC(mr_starmap_spec, "itertools.starmap", pair,
                 "starmap(function, iterable, /)\n--\n\nThe results of function(*item) for every "
                 "item.", pair_layout,
                 starmap_new, starmap_next, pair_methods);

/* ---- islice ---- */

typedef struct islice {
    mr_object head;
    mr_value iter; /* MR_NULL once finished */
    int64_t next, stop, step, count; /* stop -1: none; count: items taken from iter so far */
} islice;
MR_FIELDS_LAYOUT(islice, 1);

/* An argument that is None or not negative. */
static bool islice_bound(mr_runtime *rt, mr_value v, int64_t otherwise, int64_t least,
                         const char *complaint, int64_t *out)
{
    *out = otherwise;
    if (v == MR_NONE)
        return true;
    if (mr_type_of(rt, v)->slots.index && mr_to_int64(rt, v, out) && *out >= least)
        return true;
    mr_error_clear(rt);
    mr_raise(rt, rt->exc.ValueError, "%s", complaint);
    return false;
}

static mr_value islice_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    static const char *const bounds =
        "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    static const char *const stops =
        "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    if (!mr_no_keywords(rt, "islice", kwnames) || !mr_arity(rt, "islice", nargs, MR_NULL, 2, 4))
        return MR_NULL;
    int64_t start = 0, stop, step = 1;
    if (nargs == 2) {
        if (!islice_bound(rt, args[1], -1, 0, stops, &stop))
            return MR_NULL;
    } else if (!islice_bound(rt, args[2], -1, 0, stops, &stop) ||
               !islice_bound(rt, args[1], 0, 0, bounds, &start) ||
               (nargs > 3 && !islice_bound(rt, args[3], 1, 1,
                                           "Step for islice() must be a positive integer or None.",
                                               &step))) {
        return MR_NULL;
    }
    mr_value iter = mr_iter(rt, args[0]);
    mr_value self = mr_fields_new(rt, type, &iter, 1);
    if (self) {
        islice *s = (islice *)mr_obj(self);
        s->next = start;
        s->stop = stop;
        s->step = step;
    }
    return self;
}

static mr_value islice_next(mr_runtime *rt, mr_value self)
{
    islice *s = (islice *)mr_obj(self);
    if (!s->iter)
        return MR_NULL;
    mr_unary next = mr_type_of(rt, s->iter)->slots.next;
    int64_t until = s->stop >= 0 && s->stop < s->next ? s->stop : s->next;
    while (s->count < until) {
        mr_value skipped = mr_slot_next(rt, next, s->iter);
        if (!skipped)
            goto end;
        mr_decref(rt, skipped);
        s->count++;
        if (mr_poll(rt) < 0)
            return MR_NULL;
    }
    if (s->stop >= 0 && s->count >= s->stop)
        goto end;
    mr_value v = mr_slot_next(rt, next, s->iter);
    if (!v)
        goto end;
    s->count++;
    if (__builtin_add_overflow(s->next, s->step, &s->next) || (s->stop >= 0 && s->next > s->stop))
        s->next = s->stop >= 0 ? s->stop : INT64_MAX;
    return v;
end:
    if (s->iter)
        mr_clear(rt, &s->iter);
    return MR_NULL;
}

static mr_value islice_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    islice *s = (islice *)mr_obj(self);
    if (!s->iter) {
        mr_value empty = mr_list_new(rt, NULL, 0), iter = empty ? mr_iter(rt, empty) : MR_NULL;
        mr_value out = iter
            ? mr_reduce_as(rt, self, mr_tuple_pack(rt, 2, iter, mr_small_int(0)), MR_NULL)
                : MR_NULL;
        mr_decref(rt, iter);
        mr_decref(rt, empty);
        return out;
    }
    mr_value next = mr_int_from(rt, s->next),
        stop = s->stop < 0 ? MR_NONE : mr_int_from(rt, s->stop);
    mr_value step = mr_int_from(rt, s->step), count = mr_int_from(rt, s->count), out = MR_NULL;
    if (next && stop && step && count)
        out = mr_reduce_as(rt, self, mr_tuple_pack(rt, 4, s->iter, next, stop, step),
                           mr_incref(count));
    mr_decref(rt, next);
    mr_decref(rt, stop);
    mr_decref(rt, step);
    mr_decref(rt, count);
    return out;
}

static mr_value islice_setstate(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    return mr_to_int64(rt, args[0], &((islice *)mr_obj(self))->count) ? MR_NONE : MR_NULL;
}

static const mr_method_def islice_methods[] = {MR_REDUCE(islice_reduce),
                                               MR_SETSTATE(islice_setstate), MR_METHODS_END};
MR_ITERATOR_SPEC(mr_islice_spec, "itertools.islice", islice,
                 "islice(iterable, stop)\nislice(iterable, start, stop[, step])\n\n"
                 "What the slice [start:stop:step] of a list of the items would hold.",
                 islice_layout, islice_new, islice_next, islice_methods);
