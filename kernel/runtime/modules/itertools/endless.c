/*
 * endless.c - count, cycle, repeat.
 */
#include "modules/itertools/itertools.h"

/* ---- count ---- */

typedef struct count {
    mr_object head;
    mr_value next, step;
} count;
MR_FIELDS_LAYOUT(count, 2);

static bool is_number(mr_runtime *rt, mr_value v)
{
    mr_slots *s = &mr_type_of(rt, v)->slots;
    return s->index || s->int_ || s->float_ || mr_has_kind(v, MR_KIND_COMPLEX);
}

/* Counting goes by ints: a bool is one from the start. */
static mr_value plain(mr_value v)
{
    return mr_is_bool(v) ? mr_small_int(v == MR_TRUE) : mr_incref(v);
}

static mr_value count_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    mr_value in[2];
    if (!mr_bind(rt, "count(start=, step=)", args, nargs, kwnames, in))
        return MR_NULL;
    if ((in[0] && !is_number(rt, in[0])) || (in[1] && !is_number(rt, in[1])))
        return mr_raise(rt, rt->exc.TypeError, "a number is required");
    mr_value fields[2] = {in[0] ? plain(in[0]) : mr_small_int(0),
                          in[1] ? plain(in[1]) : mr_small_int(1)};
    return mr_fields_new(rt, type, fields, 2);
}

static mr_value count_next(mr_runtime *rt, mr_value self)
{
    count *c = (count *)mr_obj(self);
    mr_value n = c->next, next = mr_binary_op(rt, MR_OP_ADD, n, c->step);
    if (!next)
        return MR_NULL;
    c->next = next;
    return n;
}

static bool is_one(mr_value v) { return v == mr_small_int(1); }

static mr_value count_repr(mr_runtime *rt, mr_value self)
{
    count *c = (count *)mr_obj(self);
    if (is_one(c->step))
        return mr_str_format(rt, "%s(%R)", mr_type_short_name(mr_type_of(rt, self)), c->next);
    return mr_str_format(rt, "%s(%R, %R)", mr_type_short_name(mr_type_of(rt, self)), c->next,
                         c->step);
}

static mr_value count_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    count *c = (count *)mr_obj(self);
    return mr_reduce_as(rt, self,
                        is_one(c->step) ? mr_tuple_pack(rt, 1, c->next)
                            : mr_tuple_pack(rt, 2, c->next, c->step),
                        MR_NULL);
}

static const mr_method_def count_methods[] = {MR_REDUCE(count_reduce), MR_METHODS_END};
const mr_type_spec mr_count_spec = {
    .name = "itertools.count",
    .doc = "count(start=0, step=1)\n--\n\nstart, start + step, start + 2 * step, ... without end.",
    .basic_size = sizeof(count),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_IMMUTABLE,
    .layout = &count_layout,
    .slots = {.new_ = count_new, .repr = count_repr, .iter = mr_iter_self, .next = count_next},
    .methods = count_methods,
};

/* ---- cycle ---- */

typedef struct cycle {
    mr_object head;
    mr_value iter, saved; /* iter MR_NULL once it has ended; list */
    size_t index;
    bool restored; /* iter walks items that are saved already */
} cycle;
MR_FIELDS_LAYOUT(cycle, 2);

static mr_value cycle_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    if (!mr_no_keywords(rt, "cycle", kwnames) || !mr_arity(rt, "cycle", nargs, MR_NULL, 1, 1))
        return MR_NULL;
    mr_value fields[2] = {mr_iter(rt, args[0]), MR_NULL};
    if (fields[0])
        fields[1] = mr_list_new(rt, NULL, 0);
    return mr_fields_new(rt, type, fields, 2);
}

static mr_value cycle_next(mr_runtime *rt, mr_value self)
{
    cycle *c = (cycle *)mr_obj(self);
    mr_list *saved = mr_as_list(c->saved);
    if (c->iter) {
        mr_value v = mr_next_of(rt, c->iter);
        if (v) {
            if (!c->restored && !mr_list_append(rt, c->saved, v)) {
                mr_decref(rt, v);
                return MR_NULL;
            }
            return v;
        }
        if (mr_error(rt))
            return MR_NULL;
        mr_clear(rt, &c->iter);
    }
    if (saved->length == 0)
        return MR_NULL;
    if (c->index >= saved->length)
        c->index = 0;
    return mr_incref(saved->items[c->index++]);
}

static mr_value cycle_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    cycle *c = (cycle *)mr_obj(self);
    mr_value iter = c->iter ? mr_incref(c->iter) : mr_iter(rt, c->saved);
    if (!iter)
        return MR_NULL;
    if (!c->iter)
        ((mr_index_iter *)mr_obj(iter))->index = c->index;
    mr_value out = mr_reduce_as(rt, self, mr_tuple_pack(rt, 1, iter),
                                mr_tuple_pack(rt, 2, c->saved, mr_bool(!c->iter || c->restored)));
    mr_decref(rt, iter);
    return out;
}

static mr_value cycle_setstate(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                               mr_value kwnames)
{
    cycle *c = (cycle *)mr_obj(self);
    if (!mr_is_tuple(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "state is not a tuple");
    mr_tuple *t = mr_as_tuple(args[0]);
    if (t->length != 2 || !mr_is_list(t->items[0]))
        return mr_raise(rt, rt->exc.TypeError, "state is not a list and a flag");
    int restored = mr_truth(rt, t->items[1]);
    if (restored < 0)
        return MR_NULL;
    mr_replace(rt, &c->saved, mr_incref(t->items[0]));
    c->index = 0;
    c->restored = restored;
    return MR_NONE;
}

static const mr_method_def cycle_methods[] = {MR_REDUCE(cycle_reduce), MR_SETSTATE(cycle_setstate),
                                              MR_METHODS_END};
MR_ITERATOR_SPEC(mr_cycle_spec, "itertools.cycle", cycle,
                 "cycle(iterable, /)\n--\n\nThe items of the iterable, again and again.",
                     cycle_layout, cycle_new,
                 cycle_next, cycle_methods);

/* ---- repeat ---- */

typedef struct repeat {
    mr_object head;
    mr_value item;
    int64_t left; /* -1: endless */
} repeat;
MR_FIELDS_LAYOUT(repeat, 1);

static mr_value repeat_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    mr_value in[2];
    int64_t times = -1;
    if (!mr_bind(rt, "repeat(object, times=)", args, nargs, kwnames, in))
        return MR_NULL;
    if (in[1]) {
        if (!mr_to_int64(rt, in[1], &times))
            return MR_NULL;
        if (times < 0)
            times = 0;
    }
    mr_value self = mr_fields_new(rt, type, (mr_value[]){mr_incref(in[0])}, 1);
    if (self)
        ((repeat *)mr_obj(self))->left = times;
    return self;
}

static mr_value repeat_next(mr_runtime *rt, mr_value self)
{
    repeat *r = (repeat *)mr_obj(self);
    if (r->left == 0)
        return MR_NULL;
    if (r->left > 0)
        r->left--;
    return mr_incref(r->item);
}

static mr_value repeat_repr(mr_runtime *rt, mr_value self)
{
    repeat *r = (repeat *)mr_obj(self);
    const char *name = mr_type_short_name(mr_type_of(rt, self));
    if (r->left < 0)
        return mr_str_format(rt, "%s(%R)", name, r->item);
    return mr_str_format(rt, "%s(%R, %ld)", name, r->item, (long)r->left);
}

static mr_value repeat_hint(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    repeat *r = (repeat *)mr_obj(self);
    if (r->left < 0)
        return mr_raise(rt, rt->exc.TypeError, "len() of unsized object");
    return mr_int_from(rt, r->left);
}

static mr_value repeat_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    repeat *r = (repeat *)mr_obj(self);
    if (r->left < 0)
        return mr_reduce_as(rt, self, mr_tuple_pack(rt, 1, r->item), MR_NULL);
    mr_value left = mr_int_from(rt, r->left);
    mr_value out = left ? mr_reduce_as(rt, self, mr_tuple_pack(rt, 2, r->item, left), MR_NULL)
        : MR_NULL;
    mr_decref(rt, left);
    return out;
}

static const mr_method_def repeat_methods[] = {
    {"__length_hint__", repeat_hint, MR_ARGS_NONE, "An estimate of how many items are left."},
    MR_REDUCE(repeat_reduce),
    MR_METHODS_END,
};
const mr_type_spec mr_repeat_spec = {
    .name = "itertools.repeat",
    .doc = "repeat(object[, times])\n\nThe object, so many times, or without end.",
    .basic_size = sizeof(repeat),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_IMMUTABLE,
    .layout = &repeat_layout,
    .slots = {.new_ = repeat_new, .repr = repeat_repr, .iter = mr_iter_self, .next = repeat_next},
    .methods = repeat_methods,
};
