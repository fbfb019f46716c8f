/*
 * ordered_dict.c - collections.OrderedDict.
 *
 * Dicts keep their order anyway, so this is a dict with a few methods more.
 * Taking the first entry again and again is fast, as the place where the first
 * one stands is remembered.
 */
#include "core/init.h"
#include "modules/collections.h"

#define ARGS mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs, mr_value kwnames

typedef struct ordered {
    mr_dict dict;
    size_t front;            /* entries before it are deleted, */
    const void *front_table; /* as long as the table is this one */
    uint16_t front_moves;    /* and has moved so often */
} ordered;

static inline ordered *as_ordered(mr_value v) { return (ordered *)mr_obj(v); }

static bool is_ordered(mr_runtime *rt, mr_value v)
{
    for (mr_type *type = mr_type_of(rt, v); type; type = type->base)
        if (type->spec == &mr_ordered_dict_spec)
            return true;
    return false;
}

/* Is it OrderedDict itself, no class made from it? */
static bool is_plain(mr_runtime *rt, mr_value v)
{
    return !(mr_type_of(rt, v)->flags & MR_TYPE_HEAP);
}

static mr_value od_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                       mr_value kwnames)
{
    mr_value self = rt->types.dict->slots.new_(rt, type, args, nargs, kwnames);
    if (self)
        /* code made for dicts alone must leave it to the slots */
        mr_obj(self)->flags |= MR_FLAG_SUBCLASS;
    return self;
}

/* ---- filling ---- */

static bool set_pairs(mr_runtime *rt, mr_value self, mr_value pairs)
{
    mr_walk w;
    if (!mr_walk_begin(rt, &w, pairs))
        return false;
    bool ok = true;
    mr_value pair;
    while (ok && (pair = mr_walk_next(rt, &w))) {
        mr_value items = mr_tuple_from(rt, pair);
        ok = items;
        if (ok && mr_as_tuple(items)->length != 2) {
            size_t n = mr_as_tuple(items)->length;
            if (n < 2)
                mr_raise(rt, rt->exc.ValueError, "need more than %zu value%s to unpack", n,
                         n == 1 ? "" : "s");
            else
                mr_raise(rt, rt->exc.ValueError, "too many values to unpack (expected 2)");
            ok = false;
        }
        ok = ok && mr_setitem(rt, self, mr_as_tuple(items)->items[0],
                              mr_as_tuple(items)->items[1]) == 0;
        mr_decref(rt, items);
        mr_decref(rt, pair);
    }
    mr_walk_end(rt, &w);
    return ok && !mr_error(rt);
}

static bool set_keys(mr_runtime *rt, mr_value self, mr_value mapping)
{
    mr_value keys = mr_call_method(rt, mapping, MR_NAME(rt, keys), NULL, 0);
    mr_walk w;
    bool ok = keys && mr_walk_begin(rt, &w, keys);
    mr_decref(rt, keys);
    if (!ok)
        return false;
    mr_value key;
    while (ok && (key = mr_walk_next(rt, &w))) {
        mr_value v = mr_getitem(rt, mapping, key);
        ok = v && mr_setitem(rt, self, key, v) == 0;
        mr_decref(rt, v);
        mr_decref(rt, key);
    }
    mr_walk_end(rt, &w);
    return ok && !mr_error(rt);
}

/* update(): classes may have replaced __setitem__, which is then called. */
static bool update(mr_runtime *rt, mr_value self, mr_value from)
{
    if (is_plain(rt, self) && mr_is_dict(from))
        return mr_dict_merge(rt, self, from, true);
    mr_value keys = mr_getattr_optional(rt, from, MR_NAME(rt, keys));
    if (keys) {
        mr_decref(rt, keys);
        return set_keys(rt, self, from);
    }
    return !mr_error(rt) && set_pairs(rt, self, from);
}

static bool update_all(ARGS)
{
    if (nargs > 1) {
        mr_raise(rt, rt->exc.TypeError, "expected at most 1 arguments, got %zu", nargs);
        return false;
    }
    if (nargs && !update(rt, self, args[0]))
        return false;
    for (size_t i = 0; kwnames && i < mr_as_tuple(kwnames)->length; i++)
        if (mr_setitem(rt, self, mr_as_tuple(kwnames)->items[i], args[nargs + i]) < 0)
            return false;
    return true;
}

static int od_init(ARGS) { return update_all(rt, self, args, nargs, kwnames) ? 0 : -1; }
static mr_value m_update(ARGS)
{
    return update_all(rt, self, args, nargs, kwnames) ? MR_NONE : MR_NULL;
}

/* ---- operators ---- */

static mr_value od_repr(mr_runtime *rt, mr_value self)
{
    const char *name = mr_type_short_name(mr_type_of(rt, self));
    if (mr_as_dict(self)->length == 0)
        return mr_str_format(rt, "%s()", name);
    int again = mr_repr_enter(rt, self);
    if (again)
        return again > 0 ? mr_str_from(rt, "...") : MR_NULL;
    mr_value items = mr_call_method(rt, self, MR_NAME(rt, items), NULL, 0);
    mr_value list = items ? mr_list_from(rt, items) : MR_NULL;
    mr_value out = list ? mr_str_format(rt, "%s(%R)", name, list) : MR_NULL;
    mr_decref(rt, items);
    mr_decref(rt, list);
    mr_repr_leave(rt, self);
    return out;
}

/* Between two of them, the order counts. */
static mr_value od_richcompare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    mr_value same = rt->types.dict->slots.richcompare(rt, a, b, op);
    if ((op != MR_EQ && op != MR_NE) || same != mr_bool(op == MR_EQ) || !is_ordered(rt, a) ||
        !is_ordered(rt, b))
        return same;
    mr_value x = mr_dict_keys_list(rt, a), y = x ? mr_dict_keys_list(rt, b) : MR_NULL;
    mr_value out = y ? mr_compare(rt, x, y, op) : MR_NULL;
    mr_decref(rt, x);
    mr_decref(rt, y);
    return out;
}

static mr_value od_or(mr_runtime *rt, mr_value a, mr_value b)
{
    if (!mr_is_dict(a) || !mr_is_dict(b))
        return MR_NOT_IMPLEMENTED;
    mr_value type = mr_from(mr_type_of(rt, is_ordered(rt, a) ? a : b));
    mr_value out = mr_call1(rt, type, a);
    if (out && !update(rt, out, b))
        mr_clear(rt, &out);
    return out;
}

static mr_value od_ior(mr_runtime *rt, mr_value self, mr_value b)
{
    return update(rt, self, b) ? mr_incref(self) : MR_NULL;
}

/* ---- methods ---- */

/* The first or last entry's number; -1 when empty. */
static int64_t end_entry(mr_value self, bool last)
{
    ordered *o = as_ordered(self);
    mr_dict *d = &o->dict;
    if (d->length == 0)
        return -1;
    if (last) {
        uint32_t n = d->used;
        while (!d->entries[n - 1].key)
            n--;
        return (int64_t)n - 1;
    }
    if (o->front_table != d->entries || o->front_moves != d->moves)
        o->front = 0;
    o->front_table = d->entries;
    o->front_moves = d->moves;
    while (!d->entries[o->front].key)
        o->front++;
    return (int64_t)o->front;
}

static mr_value m_popitem(ARGS)
{
    mr_value in[1];
    if (!mr_bind(rt, "popitem(last=)", args, nargs, kwnames, in))
        return MR_NULL;
    int last = in[0] ? mr_truth(rt, in[0]) : 1;
    if (last < 0)
        return MR_NULL;
    int64_t n = end_entry(self, last);
    if (n < 0) {
        mr_value text = mr_str_from(rt, "dictionary is empty");
        if (text)
            mr_raise_value(rt, rt->exc.KeyError, text);
        mr_decref(rt, text);
        return MR_NULL;
    }
    mr_dict_entry *e = &mr_as_dict(self)->entries[n];
    mr_value pair = mr_tuple_pack(rt, 2, e->key, e->value);
    int gone = pair ? is_plain(rt, self) ? mr_dict_delete(rt, self, mr_as_tuple(pair)->items[0])
                                         : mr_delitem(rt, self, mr_as_tuple(pair)->items[0])
                    : -1;
    if (gone < 0)
        mr_clear(rt, &pair);
    return pair;
}

static mr_value m_move_to_end(ARGS)
{
    mr_value in[2];
    if (!mr_bind(rt, "move_to_end(key, last=)", args, nargs, kwnames, in))
        return MR_NULL;
    int last = in[1] ? mr_truth(rt, in[1]) : 1;
    uint64_t hash;
    if (last < 0 || mr_value_hash(rt, in[0], &hash) < 0)
        return MR_NULL;
    int64_t n = mr_dict_find_hashed(rt, self, in[0], hash);
    if (n == -1)
        return mr_raise_value(rt, rt->exc.KeyError, in[0]);
    if (n < 0 || (n != end_entry(self, last) && !mr_dict_move(rt, self, n, last)))
        return MR_NULL;
    return MR_NONE;
}

static mr_value m_setdefault(ARGS)
{
    mr_value in[2];
    if (!mr_bind(rt, "setdefault(key, default=)", args, nargs, kwnames, in))
        return MR_NULL;
    mr_value otherwise = in[1] ? in[1] : MR_NONE;
    if (is_plain(rt, self))
        return mr_dict_setdefault(rt, self, in[0], otherwise);
    int there = mr_contains(rt, self, in[0]);
    if (there < 0)
        return MR_NULL;
    if (there)
        return mr_getitem(rt, self, in[0]);
    return mr_setitem(rt, self, in[0], otherwise) < 0 ? MR_NULL : mr_incref(otherwise);
}

static mr_value m_pop(ARGS)
{
    mr_value in[2];
    if (!mr_bind(rt, "pop(key, default=)", args, nargs, kwnames, in))
        return MR_NULL;
    mr_value v = mr_dict_pop(rt, self, in[0]);
    if (v || mr_error(rt))
        return v;
    return in[1] ? mr_incref(in[1]) : mr_raise_value(rt, rt->exc.KeyError, in[0]);
}

static mr_value m_copy(ARGS)
{
    mr_value out = mr_call0(rt, mr_from(mr_type_of(rt, self)));
    if (out && !update(rt, out, self))
        mr_clear(rt, &out);
    return out;
}

static mr_value m_reduce(ARGS)
{
    mr_value none = mr_tuple_new(rt, NULL, 0), state = MR_NULL, items = MR_NULL, it = MR_NULL,
        out = MR_NULL;
    mr_value getstate = none ? mr_getattr(rt, self, MR_NAME(rt, __getstate__)) : MR_NULL;
    if (getstate)
        state = mr_call0(rt, getstate);
    if (state)
        items = mr_call_method(rt, self, MR_NAME(rt, items), NULL, 0);
    if (items)
        it = mr_iter(rt, items);
    if (it)
        out = mr_tuple_pack(rt, 5, mr_from(mr_type_of(rt, self)), none, state, MR_NONE, it);
    mr_decref(rt, none);
    mr_decref(rt, getstate);
    mr_decref(rt, state);
    mr_decref(rt, items);
    mr_decref(rt, it);
    return out;
}

static mr_value view(mr_runtime *rt, const char *type_name, mr_value self)
{
    mr_value type = mr_import_attr(rt, "_collections", type_name);
    mr_value out = type ? mr_dict_view_new(rt, (mr_type *)mr_obj(type), self) : MR_NULL;
    mr_decref(rt, type);
    return out;
}
static mr_value m_keys(ARGS) { return view(rt, "odict_keys", self); }
static mr_value m_values(ARGS) { return view(rt, "odict_values", self); }
static mr_value m_items(ARGS) { return view(rt, "odict_items", self); }

static const mr_method_def methods[] = {
    {"popitem", m_popitem, MR_ARGS_ANY,
     "popitem($self, /, last=True)\n--\n\nTakes the last (key, value) pair out, or the first."},
    {"move_to_end", m_move_to_end, MR_ARGS_ANY,
     "move_to_end($self, /, key, last=True)\n--\n\nMakes a key the last, or the first; KeyError if "
     "it is not there."},
    {"setdefault", m_setdefault, MR_ARGS_ANY,
     "setdefault($self, /, key, default=None)\n--\n\nThe value of key; default, put there, if it "
     "had none."},
    {"pop", m_pop, MR_ARGS_ANY, "pop(key[, default])\n\nTakes a key out and returns its value."},
    {"update", m_update, MR_ARGS_ANY, "As dict.update()."},
    {"keys", m_keys, MR_ARGS_NONE, "As dict.keys()."},
    {"values", m_values, MR_ARGS_NONE, "As dict.values()."},
    {"items", m_items, MR_ARGS_NONE, "As dict.items()."},
    {"copy", m_copy, MR_ARGS_NONE, "A shallow copy."},
    MR_REDUCE(m_reduce),
    MR_METHODS_END,
};
static const mr_getset_def getsets[] = {MR_DICT_GETSET, {NULL, NULL, NULL, NULL, NULL}};

const mr_type_spec mr_ordered_dict_spec = {
    .name = "collections.OrderedDict",
    .doc = "A dict that can reorder its keys, and compares their order with others of its kind.",
    .basic_size = sizeof(ordered),
    .kind = MR_KIND_DICT,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_DICT |
             MR_TYPE_MAPPING |
             MR_TYPE_MATCH_SELF | MR_TYPE_IMMUTABLE,
    .layout = &mr_dict_layout,
    .slots = {
        .new_ = od_new,
        .init = od_init,
        .repr = od_repr,
        .richcompare = od_richcompare,
        .or_ = od_or,
        .ior = od_ior,
    },
    .methods = methods,
    .getsets = getsets,
};

/* The views are dict's, under names of their own. */
typedef struct odict_view {
    mr_object head;
    mr_value dict;
} odict_view;
MR_FIELDS_LAYOUT(odict_view, 1);

#define VIEW_SPEC(variable, type_name)                                                             \
    const mr_type_spec variable = {                                                                \
        .name = type_name,                                                                         \
        .basic_size = sizeof(odict_view),                                                          \
        .kind = MR_KIND_OTHER,                                                                     \
        .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,                             \
        .layout = &odict_view_layout,                                                              \
    }
VIEW_SPEC(mr_odict_keys_spec, "odict_keys");
VIEW_SPEC(mr_odict_values_spec, "odict_values");
VIEW_SPEC(mr_odict_items_spec, "odict_items");
