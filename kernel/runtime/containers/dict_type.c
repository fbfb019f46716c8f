/*
 * dict_type.c - dict's operators and methods.
 */
#include "containers/internal.h"
#include "core/init.h"

static mr_value dict_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    mr_value self = mr_container_alloc(rt, type, rt->types.dict);
    if (!self)
        return MR_NULL;
    mr_as_dict(self)->str_keys = true;
    if (type != rt->types.dict)
        mr_container_track(rt, self);
    return self;
}

/* update(self, [other], **names), for __init__ too. */
static bool update_common(mr_runtime *rt, mr_value self, const char *name, const mr_value *args,
                          size_t nargs, mr_value kwnames)
{
    if (!mr_arity(rt, name, nargs, MR_NULL, 0, 1) || (nargs && !mr_dict_update(rt, self, args[0])))
        return false;
    if (kwnames) {
        mr_tuple *names = mr_as_tuple(kwnames);
        for (size_t i = 0; i < names->length; i++)
            if (!mr_dict_set(rt, self, names->items[i], args[nargs + i]))
                return false;
    }
    return true;
}

static int dict_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                     mr_value kwnames)
{
    return update_common(rt, self, "dict", args, nargs, kwnames) ? 0 : -1;
}

/* ---- operators ---- */

static mr_value dict_repr(mr_runtime *rt, mr_value self)
{
    mr_dict *d = mr_as_dict(self);
    if (d->length == 0)
        return mr_str_from(rt, "{}");
    int again = mr_repr_enter(rt, self);
    if (again)
        return again > 0 ? mr_str_from(rt, "{...}") : MR_NULL;
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    bool ok = mr_str_builder_char(&b, '{'), first = true;
    size_t pos = 0;
    mr_value key, v;
    while (ok && mr_dict_next(self, &pos, &key, &v)) {
        mr_incref(key);
        mr_incref(v);
        ok = (first || mr_str_builder_text(&b, ", ")) && mr_str_builder_repr(&b, key) &&
             mr_str_builder_text(&b, ": ") && mr_str_builder_repr(&b, v);
        first = false;
        mr_decref(rt, key);
        mr_decref(rt, v);
    }
    ok = ok && mr_str_builder_char(&b, '}');
    mr_repr_leave(rt, self);
    if (!ok) {
        mr_str_builder_finish(&b);
        return MR_NULL;
    }
    return mr_str_builder_take(&b);
}

static int dict_equal(mr_runtime *rt, mr_value a, mr_value b)
{
    mr_dict *x = mr_as_dict(a), *y = mr_as_dict(b);
    if (x->length != y->length)
        return 0;
    int equal = 1;
    for (uint32_t n = 0; equal > 0 && n < x->used; n++) {
        mr_dict_entry e = x->entries[n];
        if (mr_poll_interrupt(rt) < 0)
            return -1;
        if (!e.key)
            continue;
        mr_incref(e.key);
        mr_incref(e.value);
        int64_t at = mr_dict_find_hashed(rt, b, e.key, e.hash);
        if (at >= 0) {
            mr_value other = mr_incref(y->entries[at].value);
            equal = mr_value_equal(rt, e.value, other);
            mr_decref(rt, other);
        } else {
            equal = at == -2 ? -1 : 0;
        }
        mr_decref(rt, e.key);
        mr_decref(rt, e.value);
    }
    return equal;
}

static mr_value dict_richcompare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if (!mr_is_dict(a) || !mr_is_dict(b) || (op != MR_EQ && op != MR_NE))
        return MR_NOT_IMPLEMENTED;
    int equal = dict_equal(rt, a, b);
    return equal < 0 ? MR_NULL : mr_bool(equal == (op == MR_EQ));
}

static mr_value dict_iter(mr_runtime *rt, mr_value self)
{
    return mr_dict_iter_new(rt, self, 0, false);
}

static int64_t dict_length(mr_runtime *rt, mr_value self)
{
    return (int64_t)mr_as_dict(self)->length;
}

static mr_value missing_key(mr_runtime *rt, mr_value self, mr_value key)
{
    if (mr_obj(self)->flags & MR_FLAG_SUBCLASS || mr_type_of(rt, self) != rt->types.dict) {
        mr_value missing = mr_lookup_special(rt, self, MR_NAME(rt, __missing__));
        if (missing) {
            mr_value v = mr_call1(rt, missing, key);
            mr_decref(rt, missing);
            return v;
        }
        if (mr_error(rt))
            return MR_NULL;
    }
    return mr_raise_value(rt, rt->exc.KeyError, key);
}

static mr_value dict_getitem(mr_runtime *rt, mr_value self, mr_value key)
{
    uint64_t hash;
    if (mr_value_hash(rt, key, &hash) < 0)
        return MR_NULL;
    int64_t n = mr_dict_find_hashed(rt, self, key, hash);
    if (MR_LIKELY(n >= 0))
        return mr_incref(mr_as_dict(self)->entries[n].value);
    return n == -2 ? MR_NULL : missing_key(rt, self, key);
}

static int dict_setitem(mr_runtime *rt, mr_value self, mr_value key, mr_value v)
{
    if (v)
        return mr_dict_set(rt, self, key, v) ? 0 : -1;
    int found = mr_dict_delete(rt, self, key);
    if (found == 0)
        mr_raise_value(rt, rt->exc.KeyError, key);
    return found > 0 ? 0 : -1;
}

static int dict_contains(mr_runtime *rt, mr_value self, mr_value key)
{
    return mr_dict_contains(rt, self, key);
}

static mr_value dict_or(mr_runtime *rt, mr_value a, mr_value b)
{
    if (!mr_is_dict(a) || !mr_is_dict(b))
        return MR_NOT_IMPLEMENTED;
    mr_value out = mr_dict_copy(rt, a);
    if (out && !mr_dict_update(rt, out, b)) {
        mr_decref(rt, out);
        return MR_NULL;
    }
    return out;
}

static mr_value dict_ior(mr_runtime *rt, mr_value self, mr_value other)
{
    return mr_dict_update(rt, self, other) ? mr_incref(self) : MR_NULL;
}

/* ---- methods ---- */

static mr_value dict_get(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    if ((nargs == 0 || nargs > 2 || kwnames) && !mr_arity(rt, "get", nargs, kwnames, 1, 2))
        return MR_NULL;
    mr_value v = mr_dict_get(rt, self, args[0]);
    if (v)
        return mr_incref(v);
    if (mr_error(rt))
        return MR_NULL;
    return nargs > 1 ? mr_incref(args[1]) : MR_NONE;
}

static mr_value dict_setdefault(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    if (!mr_arity(rt, "setdefault", nargs, kwnames, 1, 2))
        return MR_NULL;
    return mr_dict_setdefault(rt, self, args[0], nargs > 1 ? args[1] : MR_NONE);
}

static mr_value dict_pop(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    if (!mr_arity(rt, "pop", nargs, kwnames, 1, 2))
        return MR_NULL;
    mr_value v = mr_dict_pop(rt, self, args[0]);
    if (v || mr_error(rt))
        return v;
    return nargs > 1 ? mr_incref(args[1]) : mr_raise_value(rt, rt->exc.KeyError, args[0]);
}

static mr_value dict_popitem(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    mr_value pair = mr_tuple_new(rt, NULL, 2);
    if (!pair)
        return MR_NULL;
    mr_dict_entry e;
    if (!mr_dict_pop_last(rt, self, &e)) {
        mr_decref(rt, pair);
        mr_value text = mr_str_from(rt, "popitem(): dictionary is empty");
        if (text)
            mr_raise_value(rt, rt->exc.KeyError, text);
        mr_decref(rt, text);
        return MR_NULL;
    }
    mr_as_tuple(pair)->items[0] = e.key;
    mr_as_tuple(pair)->items[1] = e.value;
    return pair;
}

static mr_value dict_clear_method(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                  mr_value kwnames)
{
    mr_dict_clear(rt, self);
    return MR_NONE;
}

static mr_value dict_copy(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    return mr_dict_copy(rt, self);
}

static mr_value dict_update(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    return update_common(rt, self, "update", args, nargs, kwnames) ? MR_NONE : MR_NULL;
}

static mr_value dict_keys(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    return mr_dict_view_new(rt, rt->types.dict_keys, self);
}

static mr_value dict_values(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    return mr_dict_view_new(rt, rt->types.dict_values, self);
}

static mr_value dict_items(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    return mr_dict_view_new(rt, rt->types.dict_items, self);
}

static mr_value dict_reversed(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    return mr_dict_iter_new(rt, self, 0, true);
}

static mr_value dict_contains_method(mr_runtime *rt, mr_value self, const mr_value *args,
                                     size_t nargs, mr_value kwnames)
{
    int found = mr_dict_contains(rt, self, args[0]);
    return found < 0 ? MR_NULL : mr_bool(found);
}

static mr_value dict_getitem_method(mr_runtime *rt, mr_value self, const mr_value *args,
                                    size_t nargs, mr_value kwnames)
{
    return dict_getitem(rt, self, args[0]);
}

static mr_value dict_fromkeys(mr_runtime *rt, mr_value cls, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    if (!mr_arity(rt, "fromkeys", nargs, kwnames, 1, 2))
        return MR_NULL;
    mr_value v = nargs > 1 ? args[1] : MR_NONE;
    mr_value self = mr_call0(rt, cls);
    if (!self)
        return MR_NULL;
    bool exact = mr_is_exact(self, MR_KIND_DICT);
    mr_walk w;
    if (!mr_walk_begin(rt, &w, args[0])) {
        mr_decref(rt, self);
        return MR_NULL;
    }
    bool ok = true;
    mr_value key;
    while (ok && (key = mr_walk_next(rt, &w))) {
        ok = exact ? mr_dict_set(rt, self, key, v) : mr_setitem(rt, self, key, v) == 0;
        mr_decref(rt, key);
    }
    mr_walk_end(rt, &w);
    if (!ok || mr_error(rt)) {
        mr_decref(rt, self);
        return MR_NULL;
    }
    return self;
}

static const mr_method_def dict_methods[] = {
    {"__contains__", dict_contains_method, MR_ARGS_ONE,
     "__contains__($self, key, /)\n--\n\nIs key in the dict?"},
    {"__getitem__", dict_getitem_method, MR_ARGS_ONE,
     "self[key]"},
    {"get", dict_get, MR_ARGS_ANY,
     "get($self, key, default=None, /)\n--\n\nThe value of key, or default if it is not there."},
    {"setdefault", dict_setdefault, MR_ARGS_ANY,
     "setdefault($self, key, default=None, /)\n--\n\nThe value of key; if it is not there, "
     "default, which is put there."},
    {"pop", dict_pop, MR_ARGS_ANY,
     "pop(key[, default])\n\nTakes key out and returns its value; default or KeyError if it is not "
     "there."},
    {"popitem", dict_popitem, MR_ARGS_NONE,
     "popitem($self, /)\n--\n\nTakes the pair put in last out and returns it; KeyError if there is "
     "none."},
    {"keys", dict_keys, MR_ARGS_NONE,
     "keys()\n\nA view of the keys, which can be used like a set."},
    {"items", dict_items, MR_ARGS_NONE,
     "items()\n\nA view of the pairs of key and value, which can be used like a set."},
    {"values", dict_values, MR_ARGS_NONE,
     "values()\n\nA view of the values."},
    {"update", dict_update, MR_ARGS_ANY,
     "update([other, ]**names)\n\nTakes over the pairs of other, a mapping (it has keys()) or an "
     "iterable of pairs, and the names."},
    {"fromkeys", dict_fromkeys, MR_ARGS_ANY | MR_CLASS_METHOD,
     "fromkeys($type, iterable, value=None, /)\n--\n\nA dict that has the same value for every key "
     "of the iterable."},
    {"clear", dict_clear_method, MR_ARGS_NONE,
     "clear()\n\nTakes all pairs out."},
    {"copy", dict_copy, MR_ARGS_NONE,
     "copy()\n\nA new dict of the same pairs."},
    {"__reversed__", dict_reversed, MR_ARGS_NONE,
     "__reversed__($self, /)\n--\n\nAn iterator over the keys, the one put in last first."},
    MR_CLASS_GETITEM,
    {NULL, NULL, 0, NULL},
};

const mr_type_spec mr_dict_spec = {
    .name = "dict",
    .doc = "dict([other, ]**names)\n\nValues by keys, in the order in which the keys came. other "
           "is a mapping or an iterable of\n"
           "pairs; the names are further keys.",
    .basic_size = sizeof(mr_dict),
    .kind = MR_KIND_DICT,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_MAPPING | MR_TYPE_MATCH_SELF |
             MR_TYPE_IMMUTABLE,
    .layout = &mr_dict_layout,
    .slots = {
        .new_ = dict_new,
        .init = dict_init,
        .repr = dict_repr,
        .richcompare = dict_richcompare,
        .iter = dict_iter,
        .length = dict_length,
        .getitem = dict_getitem,
        .setitem = dict_setitem,
        .contains = dict_contains,
        .or_ = dict_or,
        .ior = dict_ior,
    },
    .methods = dict_methods,
};
