/*
 * dict_views.c - keys(), values() and items(), and the iterators over dicts.
 */
#include "containers/internal.h"

typedef struct dict_view {
    mr_object head;
    mr_value dict;
} dict_view;

static inline mr_value view_dict(mr_value view) { return ((dict_view *)mr_obj(view))->dict; }

/* ---- iterators ---- */

mr_value mr_dict_iter_new(mr_runtime *rt, mr_value dict, int what, bool reversed)
{
    mr_type *type = reversed    ? rt->types.dict_reverse_iter
                    : what == 0 ? rt->types.dict_key_iter
                    : what == 1 ? rt->types.dict_value_iter
                                : rt->types.dict_item_iter;
    mr_dict_iter *it = mr_object_new(rt, type, sizeof *it, true);
    if (!it)
        return MR_NULL;
    mr_dict *d = mr_as_dict(dict);
    it->dict = mr_incref(dict);
    it->pos = reversed ? d->used : 0;
    it->length = it->left = d->length;
    it->what = (uint8_t)what;
    it->reversed = reversed;
    mr_gc_track(rt, &it->head);
    return mr_from(it);
}

/* (key, value); the tuple of the last round is used again when nobody kept it. Steals nothing. */
static mr_value item_pair(mr_runtime *rt, mr_dict_iter *it, mr_value key, mr_value v)
{
    if (it->pair && mr_obj(it->pair)->refcount == 1) {
        mr_tuple *t = mr_as_tuple(it->pair);
        mr_value old_key = t->items[0], old_value = t->items[1];
        t->items[0] = mr_incref(key);
        t->items[1] = mr_incref(v);
        mr_value pair = mr_incref(it->pair);
        mr_container_track(rt, pair);
        mr_decref(rt, old_key);
        mr_decref(rt, old_value);
        return pair;
    }
    mr_value items[2] = {key, v};
    mr_value pair = mr_tuple_new(rt, items, 2);
    if (pair)
        mr_replace(rt, &it->pair, mr_incref(pair));
    return pair;
}

static mr_value dict_iter_next(mr_runtime *rt, mr_value self)
{
    mr_dict_iter *it = (mr_dict_iter *)mr_obj(self);
    if (!it->dict)
        return MR_NULL;
    mr_dict *d = mr_as_dict(it->dict);
    if (it->length != d->length) {
        it->length = SIZE_MAX;
        return mr_raise(rt, rt->exc.RuntimeError, "dictionary changed size during iteration");
    }
    mr_dict_entry *e = NULL;
    if (it->reversed) {
        if (it->pos > d->used)
            it->pos = d->used;
        while (it->pos > 0 && !d->entries[it->pos - 1].key)
            it->pos--;
        if (it->pos > 0)
            e = &d->entries[--it->pos];
    } else {
        while (it->pos < d->used && !d->entries[it->pos].key)
            it->pos++;
        if (it->pos < d->used)
            e = &d->entries[it->pos++];
    }
    if (!e) {
        mr_clear(rt, &it->dict);
        return MR_NULL;
    }
    if (it->left == 0)
        return mr_raise(rt, rt->exc.RuntimeError, "dictionary keys changed during iteration");
    it->left--;
    switch (it->what) {
    case 0: return mr_incref(e->key);
    case 1: return mr_incref(e->value);
    default: return item_pair(rt, it, e->key, e->value);
    }
}

static void dict_iter_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_dict_iter *it = (mr_dict_iter *)self;
    mr_decref(rt, it->dict);
    mr_decref(rt, it->pair);
}

static void dict_iter_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    mr_dict_iter *it = (mr_dict_iter *)self;
    visit(rt, it->dict, arg);
    visit(rt, it->pair, arg);
}

static const mr_layout dict_iter_layout = {.dealloc = dict_iter_dealloc,
                                           .traverse = dict_iter_traverse};

static mr_value dict_iter_hint(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                               mr_value kwnames)
{
    mr_dict_iter *it = (mr_dict_iter *)mr_obj(self);
    if (!it->dict || it->length != mr_as_dict(it->dict)->length)
        return mr_small_int(0);
    return mr_small_int((int64_t)it->left);
}

/* What is left, as a list: the iterator itself stays where it is. */
static mr_value dict_iter_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                 mr_value kwnames)
{
    mr_dict_iter *it = (mr_dict_iter *)mr_obj(self);
    mr_value list = mr_list_new(rt, NULL, 0);
    if (!list)
        return MR_NULL;
    if (it->dict) {
        mr_value copy = mr_dict_iter_new(rt, it->dict, it->what, it->reversed);
        bool ok = false;
        if (copy) {
            mr_dict_iter *c = (mr_dict_iter *)mr_obj(copy);
            c->pos = it->pos;
            c->length = it->length;
            c->left = it->left;
            ok = mr_list_extend(rt, list, copy);
            mr_decref(rt, copy);
        }
        if (!ok) {
            mr_decref(rt, list);
            return MR_NULL;
        }
    }
    mr_value out = mr_iter_reduce(rt, "iter", list, MR_NULL);
    mr_decref(rt, list);
    return out;
}

static const mr_method_def dict_iter_methods[] = {
    {"__length_hint__", dict_iter_hint, MR_ARGS_NONE, "An estimate of how many items are left."},
    {"__reduce__", dict_iter_reduce, MR_ARGS_NONE, "What pickle and copy make an equal object of."},
    {NULL, NULL, 0, NULL},
};

#define DICT_ITER_SPEC(variable, type_name)                                                        \
    const mr_type_spec variable = {                                                                \
        .name = type_name,                                                                         \
        .basic_size = sizeof(mr_dict_iter),                                                        \
        .kind = MR_KIND_OTHER,                                                                     \
        .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,                             \
        .layout = &dict_iter_layout,                                                               \
        .slots = {.iter = mr_iter_self, .next = dict_iter_next},                                   \
        .methods = dict_iter_methods,                                                              \
    }
DICT_ITER_SPEC(mr_dict_key_iter_spec, "dict_keyiterator");
DICT_ITER_SPEC(mr_dict_value_iter_spec, "dict_valueiterator");
DICT_ITER_SPEC(mr_dict_item_iter_spec, "dict_itemiterator");
DICT_ITER_SPEC(mr_dict_reverse_iter_spec, "dict_reversekeyiterator");

/* ---- views ---- */

mr_value mr_dict_view_new(mr_runtime *rt, mr_type *type, mr_value dict)
{
    dict_view *view = mr_object_new(rt, type, sizeof *view, true);
    if (!view)
        return MR_NULL;
    view->dict = mr_incref(dict);
    mr_gc_track(rt, &view->head);
    return mr_from(view);
}

static void view_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_decref(rt, ((dict_view *)self)->dict);
}

static void view_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    visit(rt, ((dict_view *)self)->dict, arg);
}

static const mr_layout view_layout = {.dealloc = view_dealloc, .traverse = view_traverse};

static int64_t view_length(mr_runtime *rt, mr_value self)
{
    return (int64_t)mr_as_dict(view_dict(self))->length;
}

static mr_value keys_iter(mr_runtime *rt, mr_value self)
{
    return mr_dict_iter_new(rt, view_dict(self), 0, false);
}
static mr_value values_iter(mr_runtime *rt, mr_value self)
{
    return mr_dict_iter_new(rt, view_dict(self), 1, false);
}
static mr_value items_iter(mr_runtime *rt, mr_value self)
{
    return mr_dict_iter_new(rt, view_dict(self), 2, false);
}

static int keys_contains(mr_runtime *rt, mr_value self, mr_value key)
{
    return mr_dict_contains(rt, view_dict(self), key);
}

static int items_contains(mr_runtime *rt, mr_value self, mr_value pair)
{
    if (!mr_is_tuple(pair) || mr_as_tuple(pair)->length != 2)
        return 0;
    mr_value found = mr_dict_get(rt, view_dict(self), mr_as_tuple(pair)->items[0]);
    if (!found)
        return mr_error(rt) ? -1 : 0;
    mr_incref(found);
    int equal = mr_value_equal(rt, found, mr_as_tuple(pair)->items[1]);
    mr_decref(rt, found);
    return equal;
}

static mr_value view_repr(mr_runtime *rt, mr_value self)
{
    int again = mr_repr_enter(rt, self);
    if (again)
        return again > 0 ? mr_str_from(rt, "...") : MR_NULL;
    mr_value list = mr_list_from(rt, self);
    mr_value text = list ? mr_str_format(rt, "%T(%R)", self, list) : MR_NULL;
    mr_decref(rt, list);
    mr_repr_leave(rt, self);
    return text;
}

/* Are all items of `view` in `other`? */
static int all_in(mr_runtime *rt, mr_value view, mr_value other)
{
    mr_walk w;
    if (!mr_walk_begin(rt, &w, view))
        return -1;
    int in = 1;
    mr_value v;
    while (in > 0 && (v = mr_walk_next(rt, &w))) {
        in = mr_contains(rt, other, v);
        mr_decref(rt, v);
    }
    mr_walk_end(rt, &w);
    return mr_error(rt) ? -1 : in;
}

static bool is_set_view(mr_runtime *rt, mr_value v)
{
    mr_type *type = mr_type_of(rt, v);
    return mr_is_subtype(type, rt->types.dict_keys) || mr_is_subtype(type, rt->types.dict_items);
}

static mr_value view_richcompare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if (!mr_is_set(b) && !is_set_view(rt, b))
        return MR_NOT_IMPLEMENTED;
    int64_t x = mr_length(rt, a), y = mr_length(rt, b);
    if (x < 0 || y < 0)
        return MR_NULL;
    int yes;
    switch (op) {
    case MR_EQ:
    case MR_NE: yes = x == y ? all_in(rt, a, b) : 0; break;
    case MR_LT: yes = x < y ? all_in(rt, a, b) : 0; break;
    case MR_LE: yes = x <= y ? all_in(rt, a, b) : 0; break;
    case MR_GT: yes = x > y ? all_in(rt, b, a) : 0; break;
    default: yes = x >= y ? all_in(rt, b, a) : 0; break;
    }
    if (yes < 0)
        return MR_NULL;
    return mr_bool(op == MR_NE ? !yes : yes);
}

/* A set of a's items, to be changed by the set method `name` with b. */
static mr_value set_with(mr_runtime *rt, mr_value a, mr_value b, const char *name)
{
    mr_value set = mr_set_new(rt, a);
    if (!set)
        return MR_NULL;
    mr_value method = mr_intern(rt, name);
    mr_value done = method ? mr_call_method(rt, set, method, &b, 1) : MR_NULL;
    mr_decref(rt, method);
    if (!done) {
        mr_decref(rt, set);
        return MR_NULL;
    }
    mr_decref(rt, done);
    return set;
}

static mr_value view_subtract(mr_runtime *rt, mr_value a, mr_value b)
{
    return set_with(rt, a, b, "difference_update");
}
static mr_value view_or(mr_runtime *rt, mr_value a, mr_value b)
{
    return set_with(rt, a, b, "update");
}
static mr_value view_xor(mr_runtime *rt, mr_value a, mr_value b)
{
    return set_with(rt, a, b, "symmetric_difference_update");
}

/* Walks the other operand and asks the view, so that the result keeps the other's order of
 * insertion. */
static mr_value view_and(mr_runtime *rt, mr_value a, mr_value b)
{
    if (!is_set_view(rt, a)) {
        mr_value swap = a;
        a = b;
        b = swap;
    }
    if (mr_is_set(b) && (int64_t)mr_as_set(b)->length > view_length(rt, a)) {
        mr_value swap = a;
        a = b;
        b = swap;
    }
    mr_value set = mr_set_new(rt, MR_NULL);
    if (!set)
        return MR_NULL;
    mr_walk w;
    bool ok = mr_walk_begin(rt, &w, b);
    if (ok) {
        mr_value v;
        while (ok && (v = mr_walk_next(rt, &w))) {
            int in = mr_contains(rt, a, v);
            ok = in == 0 || (in > 0 && mr_set_add(rt, set, v));
            mr_decref(rt, v);
        }
        mr_walk_end(rt, &w);
    }
    if (!ok || mr_error(rt)) {
        mr_decref(rt, set);
        return MR_NULL;
    }
    return set;
}

static mr_value view_isdisjoint(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    mr_walk w;
    if (self == args[0])
        return mr_bool(view_length(rt, self) == 0);
    if (!mr_walk_begin(rt, &w, args[0]))
        return MR_NULL;
    int in = 0;
    mr_value v;
    while (in == 0 && (v = mr_walk_next(rt, &w))) {
        in = mr_contains(rt, self, v);
        mr_decref(rt, v);
    }
    mr_walk_end(rt, &w);
    return mr_error(rt) ? MR_NULL : mr_bool(!in);
}

static mr_value keys_reversed(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    return mr_dict_iter_new(rt, view_dict(self), 0, true);
}
static mr_value values_reversed(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    return mr_dict_iter_new(rt, view_dict(self), 1, true);
}
static mr_value items_reversed(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                               mr_value kwnames)
{
    return mr_dict_iter_new(rt, view_dict(self), 2, true);
}

static mr_value view_mapping(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_call1(rt, mr_from(rt->types.mappingproxy), view_dict(self));
}

static const mr_getset_def view_getsets[] = {
    {"mapping", view_mapping, NULL, "the dict, as one that cannot be changed", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

#define ISDISJOINT                                                                                 \
    {"isdisjoint", view_isdisjoint, MR_ARGS_ONE,                                                   \
     "Has the view no item in common with the iterable?"}
static const mr_method_def keys_methods[] = {
    ISDISJOINT,
    {"__reversed__", keys_reversed, MR_ARGS_NONE, "An iterator over the keys, the last first."},
    {NULL, NULL, 0, NULL},
};
static const mr_method_def values_methods[] = {
    {"__reversed__", values_reversed, MR_ARGS_NONE, "An iterator over the values, the last first."},
    {NULL, NULL, 0, NULL},
};
static const mr_method_def items_methods[] = {
    ISDISJOINT,
    {"__reversed__", items_reversed, MR_ARGS_NONE, "An iterator over the pairs, the last first."},
    {NULL, NULL, 0, NULL},
};

#define VIEW_BASICS                                                                                \
    .basic_size = sizeof(dict_view), .kind = MR_KIND_OTHER,                                        \
    .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE, .layout = &view_layout,         \
    .getsets = view_getsets
#define SET_SLOTS                                                                                  \
    .richcompare = view_richcompare, .subtract = view_subtract, .and_ = view_and,                  \
    .xor_ = view_xor, .or_ = view_or, .length = view_length, .repr = view_repr

const mr_type_spec mr_dict_keys_spec = {
    .name = "dict_keys",
    VIEW_BASICS,
    .slots = {SET_SLOTS, .iter = keys_iter, .contains = keys_contains},
    .methods = keys_methods,
};
const mr_type_spec mr_dict_values_spec = {
    .name = "dict_values",
    VIEW_BASICS,
    .slots = {.repr = view_repr, .length = view_length, .iter = values_iter},
    .methods = values_methods,
};
const mr_type_spec mr_dict_items_spec = {
    .name = "dict_items",
    VIEW_BASICS,
    .slots = {SET_SLOTS, .iter = items_iter, .contains = items_contains},
    .methods = items_methods,
};
