/*
 * split.c - groupby and tee.
 */
#include "modules/itertools/itertools.h"

/* ---- groupby ---- */

typedef struct groupby {
    mr_object head;
    mr_value iter, function; /* function None: items are their own keys */
    mr_value group_key;      /* of the group given out last, or MR_NULL */
    mr_value group_type;     /* the type of groups */
    mr_value key, value;     /* of the item read last; the value MR_NULL once given out */
    mr_object *group;        /* the grouper given out last, borrowed; older ones are at their end */
} groupby;
MR_FIELDS_LAYOUT(groupby, 6);

typedef struct grouper {
    mr_object head;
    mr_value parent, key;
} grouper;
MR_FIELDS_LAYOUT(grouper, 2);

static mr_value groupby_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    mr_value in[2];
    if (!mr_bind(rt, "groupby(iterable, key=)", args, nargs, kwnames, in))
        return MR_NULL;
    mr_value group_type = mr_import_attr(rt, "itertools", "_grouper");
    if (!group_type)
        return MR_NULL;
    mr_value fields[2] = {mr_iter(rt, in[0]), in[1] ? mr_incref(in[1]) : MR_NONE};
    mr_value self = mr_fields_new(rt, type, fields, 2);
    if (self)
        ((groupby *)mr_obj(self))->group_type = group_type;
    else
        mr_decref(rt, group_type);
    return self;
}

/* Reads the next item and its key. */
static bool groupby_step(mr_runtime *rt, groupby *g)
{
    mr_value v = mr_next_of(rt, g->iter);
    if (!v)
        return false;
    mr_value key = g->function == MR_NONE ? mr_incref(v) : mr_call1(rt, g->function, v);
    if (!key) {
        mr_decref(rt, v);
        return false;
    }
    mr_replace(rt, &g->value, v);
    mr_replace(rt, &g->key, key);
    return true;
}

static mr_value groupby_next(mr_runtime *rt, mr_value self)
{
    groupby *g = (groupby *)mr_obj(self);
    g->group = NULL;
    for (;;) {
        if (g->key) {
            if (!g->group_key)
                break;
            int same = mr_item_equal(rt, g->group_key, g->key);
            if (same < 0)
                return MR_NULL;
            if (!same)
                break;
        }
        if (!groupby_step(rt, g) || mr_poll(rt) < 0)
            return MR_NULL;
    }
    mr_replace(rt, &g->group_key, mr_incref(g->key));
    mr_value fields[2] = {mr_incref(self), mr_incref(g->group_key)};
    mr_value group = mr_fields_new(rt, (mr_type *)mr_obj(g->group_type), fields, 2);
    if (!group)
        return MR_NULL;
    g->group = mr_obj(group);
    mr_value out = mr_tuple_pack(rt, 2, g->key, group);
    mr_decref(rt, group);
    return out;
}

static const mr_method_def no_methods[] = {MR_METHODS_END};
MR_ITERATOR_SPEC(mr_groupby_spec, "itertools.groupby", groupby,
                 "groupby(iterable, key=None)\n--\n\n"
                 "(key, group) for each stretch of items with the same key; group iterates over "
                 "them.",
                 groupby_layout, groupby_new, groupby_next, no_methods);

static mr_value grouper_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    if (!mr_no_keywords(rt, "_grouper", kwnames) || !mr_arity(rt, "_grouper", nargs, MR_NULL, 2, 2))
        return MR_NULL;
    if (mr_type_of(rt, args[0])->slots.next != groupby_next)
        return mr_raise(rt, rt->exc.TypeError,
                        "_grouper() argument 1 must be itertools.groupby, not %T", args[0]);
    mr_value fields[2] = {mr_incref(args[0]), mr_incref(args[1])};
    mr_value self = mr_fields_new(rt, type, fields, 2);
    if (self)
        ((groupby *)mr_obj(args[0]))->group = mr_obj(self);
    return self;
}

static mr_value grouper_next(mr_runtime *rt, mr_value self)
{
    grouper *group = (grouper *)mr_obj(self);
    groupby *g = (groupby *)mr_obj(group->parent);
    if (g->group != mr_obj(self) || (!g->value && !groupby_step(rt, g)))
        return MR_NULL;
    int same = mr_item_equal(rt, group->key, g->key);
    if (same <= 0)
        return MR_NULL;
    mr_value v = g->value;
    g->value = MR_NULL;
    return v;
}

const mr_type_spec mr_grouper_spec = {
    .name = "itertools._grouper",
    .basic_size = sizeof(grouper),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_IMMUTABLE,
    .layout = &grouper_layout,
    .slots = {.new_ = grouper_new, .iter = mr_iter_self, .next = grouper_next},
};

/* ---- tee ----
 *
 * The items wait in a chain of blocks; each tee iterator holds the block it
 * reads from, so blocks that all have read go away. */

enum { BLOCK = 57 };

typedef struct tee_data {
    mr_object head;
    mr_value iter, next; /* the next block, or MR_NULL */
    mr_value items[BLOCK];
    uint8_t count;
    bool running;
} tee_data;
MR_FIELDS_LAYOUT(tee_data, BLOCK + 2);

typedef struct tee {
    mr_object head;
    mr_value data;
    size_t index;
} tee;
MR_FIELDS_LAYOUT(tee, 1);

static mr_value data_new(mr_runtime *rt, mr_type *type, mr_value iter)
{
    return mr_fields_new(rt, type, (mr_value[]){mr_incref(iter)}, 1);
}

/* Item `index` of the block; owned. MR_NULL at the end and on error. */
static mr_value data_item(mr_runtime *rt, tee_data *d, size_t index)
{
    if (index < d->count)
        return mr_incref(d->items[index]);
    if (d->running)
        return mr_raise(rt, rt->exc.RuntimeError, "cannot re-enter the tee iterator");
    d->running = true;
    mr_value v = mr_next_of(rt, d->iter);
    d->running = false;
    if (v)
        d->items[d->count++] = mr_incref(v);
    return v;
}

static mr_value tee_next(mr_runtime *rt, mr_value self)
{
    tee *t = (tee *)mr_obj(self);
    if (t->index == BLOCK) {
        tee_data *d = (tee_data *)mr_obj(t->data);
        if (!d->next && !(d->next = data_new(rt, mr_type_of(rt, t->data), d->iter)))
            return MR_NULL;
        mr_replace(rt, &t->data, mr_incref(d->next));
        t->index = 0;
    }
    mr_value v = data_item(rt, (tee_data *)mr_obj(t->data), t->index);
    if (v)
        t->index++;
    return v;
}

static mr_value tee_copy(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    tee *t = (tee *)mr_obj(self);
    mr_value copy = mr_fields_new(rt, mr_type_of(rt, self), (mr_value[]){mr_incref(t->data)}, 1);
    if (copy)
        ((tee *)mr_obj(copy))->index = t->index;
    return copy;
}

/* A tee iterator over any iterable. */
static mr_value tee_make(mr_runtime *rt, mr_type *type, mr_value iterable)
{
    mr_value iter = mr_iter(rt, iterable);
    if (!iter)
        return MR_NULL;
    if (mr_type_of(rt, iter)->slots.next == tee_next) {
        mr_value copy = tee_copy(rt, iter, NULL, 0, MR_NULL);
        mr_decref(rt, iter);
        return copy;
    }
    mr_value data_type = mr_import_attr(rt, "itertools", "_tee_dataobject");
    mr_value data = data_type ? data_new(rt, (mr_type *)mr_obj(data_type), iter) : MR_NULL;
    mr_decref(rt, data_type);
    mr_decref(rt, iter);
    return mr_fields_new(rt, type, &data, 1);
}

static mr_value tee_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                        mr_value kwnames)
{
    if (!mr_no_keywords(rt, "_tee", kwnames) || !mr_arity(rt, "_tee", nargs, MR_NULL, 1, 1))
        return MR_NULL;
    return tee_make(rt, type, args[0]);
}

mr_value mr_itertools_tee(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    int64_t n = 2;
    if (!mr_arity(rt, "tee", nargs, kwnames, 1, 2) || (nargs > 1 && !mr_to_int64(rt, args[1], &n)))
        return MR_NULL;
    if (n < 0)
        return mr_raise(rt, rt->exc.ValueError, "n must be >= 0");
    mr_value out = mr_tuple_new(rt, NULL, (size_t)n);
    if (!out || n == 0)
        return out;
    mr_value iter = mr_iter(rt, args[0]), first = MR_NULL;
    mr_value copy = iter ? mr_getattr_optional(rt, iter, MR_NAME(rt, __copy__)) : MR_NULL;
    if (copy) {
        first = mr_incref(iter);
    } else if (iter && !mr_error(rt)) {
        mr_value type = mr_import_attr(rt, "itertools", "_tee");
        first = type ? tee_make(rt, (mr_type *)mr_obj(type), iter) : MR_NULL;
        mr_decref(rt, type);
        copy = first ? mr_getattr(rt, first, MR_NAME(rt, __copy__)) : MR_NULL;
    }
    mr_decref(rt, iter);
    bool ok = first && copy;
    if (ok)
        mr_as_tuple(out)->items[0] = mr_incref(first);
    for (int64_t i = 1; ok && i < n; i++)
        ok = (mr_as_tuple(out)->items[i] = mr_call0(rt, copy));
    mr_decref(rt, first);
    mr_decref(rt, copy);
    if (ok)
        return out;
    mr_decref(rt, out);
    return MR_NULL;
}

static const mr_method_def tee_methods[] = {
    {"__copy__", tee_copy, MR_ARGS_NONE, "A second iterator at the same place."},
    MR_METHODS_END,
};

const mr_type_spec mr_tee_spec = {
    .name = "itertools._tee",
    .doc = "One of several independent iterators over the items of one.",
    .basic_size = sizeof(tee),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_IMMUTABLE,
    .layout = &tee_layout,
    .slots = {.new_ = tee_new, .iter = mr_iter_self, .next = tee_next},
    .methods = tee_methods,
};

const mr_type_spec mr_tee_data_spec = {
    .name = "itertools._tee_dataobject",
    .basic_size = sizeof(tee_data),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_IMMUTABLE | MR_TYPE_NO_NEW,
    .layout = &tee_data_layout,
};
