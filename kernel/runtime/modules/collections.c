/*
 * collections.c - the module _collections: defaultdict, the iterators of
 * deque, the fields of named tuples, and Counter's loop.
 */
#include "modules/collections.h"

#define ARGS mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs, mr_value kwnames

/* ---- iterators of deque ---- */

typedef struct deque_iter {
    mr_object head;
    mr_value deque;
    size_t index;
    uint64_t changes;
    bool reversed;
} deque_iter;
MR_FIELDS_LAYOUT(deque_iter, 1);

static mr_value iter_make(mr_runtime *rt, mr_type *type, mr_value deque, bool reversed)
{
    mr_value self = mr_fields_new(rt, type, (mr_value[]){mr_incref(deque)}, 1);
    if (self) {
        deque_iter *it = (deque_iter *)mr_obj(self);
        it->changes = ((mr_deque *)mr_obj(deque))->changes;
        it->reversed = reversed;
    }
    return self;
}

mr_value mr_deque_iter_new(mr_runtime *rt, mr_value deque, bool reversed)
{
    mr_value type = mr_import_attr(rt, "_collections",
                                   reversed ? "_deque_reverse_iterator" : "_deque_iterator");
    mr_value out = type ? iter_make(rt, (mr_type *)mr_obj(type), deque, reversed) : MR_NULL;
    mr_decref(rt, type);
    return out;
}

static mr_value deque_iter_next(mr_runtime *rt, mr_value self)
{
    deque_iter *it = (deque_iter *)mr_obj(self);
    mr_deque *d = (mr_deque *)mr_obj(it->deque);
    if (it->changes != d->changes) {
        it->index = SIZE_MAX;
        return mr_raise(rt, rt->exc.RuntimeError, "deque mutated during iteration");
    }
    if (it->index >= d->length)
        return MR_NULL;
    size_t i = it->reversed ? d->length - 1 - it->index : it->index;
    it->index++;
    return mr_incref(d->ring[(d->first + i) & (d->room - 1)]);
}

/* _deque_iterator(deque, items to skip) */
static mr_value iter_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                         bool reversed)
{
    int64_t skip = 0;
    if (!mr_arity(rt, "_deque_iterator", nargs, MR_NULL, 1, 2) ||
        (nargs > 1 && !mr_to_int64(rt, args[1], &skip)))
        return MR_NULL;
    if (!mr_deque_check(rt, args[0]))
        return mr_raise(rt, rt->exc.TypeError,
                        "_deque_iterator() argument 1 must be collections.deque, not %T",
                        args[0]);
    mr_value self = iter_make(rt, type, args[0], reversed);
    if (self && skip > 0)
        ((deque_iter *)mr_obj(self))->index = (size_t)skip;
    return self;
}

static mr_value forward_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    return iter_new(rt, type, args, nargs, false);
}
static mr_value reverse_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    return iter_new(rt, type, args, nargs, true);
}

static mr_value deque_iter_hint(ARGS)
{
    deque_iter *it = (deque_iter *)mr_obj(self);
    size_t length = ((mr_deque *)mr_obj(it->deque))->length;
    return mr_small_int(it->index < length ? (int64_t)(length - it->index) : 0);
}

static mr_value deque_iter_reduce(ARGS)
{
    deque_iter *it = (deque_iter *)mr_obj(self);
    return mr_reduce_as(rt, self, mr_tuple_pack(rt, 2, it->deque, mr_small_int((int64_t)it->index)),
                        MR_NULL);
}

static const mr_method_def deque_iter_methods[] = {
    {"__length_hint__", deque_iter_hint, MR_ARGS_NONE, "An estimate of how many items are left."},
    MR_REDUCE(deque_iter_reduce),
    MR_METHODS_END,
};

#define DEQUE_ITER_SPEC(variable, type_name, new_function)                                         \
    static const mr_type_spec variable = {                                                         \
        .name = type_name,                                                                         \
        .basic_size = sizeof(deque_iter),                                                          \
        .kind = MR_KIND_OTHER,                                                                     \
        .flags = MR_TYPE_TRACKED | MR_TYPE_IMMUTABLE,                                              \
        .layout = &deque_iter_layout,                                                              \
        .slots = {.new_ = new_function, .iter = mr_iter_self, .next = deque_iter_next},            \
        .methods = deque_iter_methods,                                                             \
    }
DEQUE_ITER_SPEC(deque_iter_spec, "_collections._deque_iterator", forward_new);
DEQUE_ITER_SPEC(deque_reverse_iter_spec, "_collections._deque_reverse_iterator", reverse_new);

/* ---- defaultdict ---- */

typedef struct defaultdict {
    mr_dict dict;
    mr_value factory; /* callable, or None */
} defaultdict;

static inline defaultdict *as_defaultdict(mr_value v) { return (defaultdict *)mr_obj(v); }

static const mr_layout *dict_layout(mr_runtime *rt) { return rt->types.dict->layout; }

static void defaultdict_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_decref(rt, ((defaultdict *)self)->factory);
    dict_layout(rt)->dealloc(rt, self);
}

static void defaultdict_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    visit(rt, ((defaultdict *)self)->factory, arg);
    dict_layout(rt)->traverse(rt, self, visit, arg);
}

static void defaultdict_clear(mr_runtime *rt, mr_object *self)
{
    mr_replace(rt, &((defaultdict *)self)->factory, MR_NONE);
    dict_layout(rt)->clear(rt, self);
}

static size_t defaultdict_extra(mr_runtime *rt, mr_object *self)
{
    return dict_layout(rt)->extra(rt, self);
}

static const mr_layout defaultdict_layout = {
    .dealloc = defaultdict_dealloc,
    .traverse = defaultdict_traverse,
    .clear = defaultdict_clear,
    .extra = defaultdict_extra,
};

static mr_value defaultdict_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    mr_value self = rt->types.dict->slots.new_(rt, type, args, nargs, kwnames);
    if (self) {
        as_defaultdict(self)->factory = MR_NONE;
        /* code made for dicts alone must leave it to the slots */
        mr_obj(self)->flags |= MR_FLAG_SUBCLASS;
    }
    return self;
}

static int defaultdict_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    mr_value factory = nargs ? args[0] : MR_NONE;
    if (factory != MR_NONE && !mr_callable(rt, factory))
        return mr_fail(rt, rt->exc.TypeError, "first argument must be callable or None");
    mr_replace(rt, &as_defaultdict(self)->factory, mr_incref(factory));
    size_t skip = nargs ? 1 : 0;
    return rt->types.dict->slots.init(rt, self, args + skip, nargs - skip, kwnames);
}

static mr_value defaultdict_missing(ARGS)
{
    mr_value factory = as_defaultdict(self)->factory;
    if (!factory || factory == MR_NONE)
        return mr_raise_value(rt, rt->exc.KeyError, args[0]);
    mr_value v = mr_call0(rt, factory);
    if (v && mr_setitem(rt, self, args[0], v) < 0)
        mr_clear(rt, &v);
    return v;
}

/* As dict's, but the factory is called without looking __missing__ up unless a class may have
 * replaced it. */
static mr_value defaultdict_getitem(mr_runtime *rt, mr_value self, mr_value key)
{
    mr_value v = mr_dict_get(rt, self, key);
    if (v)
        return mr_incref(v);
    if (mr_error(rt))
        return MR_NULL;
    if (!(mr_type_of(rt, self)->flags & MR_TYPE_HEAP))
        return defaultdict_missing(rt, self, &key, 1, MR_NULL);
    return rt->types.dict->slots.getitem(rt, self, key);
}

static mr_value defaultdict_repr(mr_runtime *rt, mr_value self)
{
    mr_value dict = rt->types.dict->slots.repr(rt, self), factory = MR_NULL, out = MR_NULL;
    if (!dict)
        return MR_NULL;
    int again = mr_repr_enter(rt, as_defaultdict(self)->factory);
    if (again > 0) {
        factory = mr_str_from(rt, "...");
    } else if (again == 0) {
        factory = mr_repr(rt, as_defaultdict(self)->factory);
        mr_repr_leave(rt, as_defaultdict(self)->factory);
    }
    if (factory)
        out = mr_str_format(rt, "%s(%S, %S)", mr_type_short_name(mr_type_of(rt, self)), factory,
                            dict);
    mr_decref(rt, factory);
    mr_decref(rt, dict);
    return out;
}

static mr_value copy_of(mr_runtime *rt, mr_value self)
{
    return mr_call2(rt, mr_from(mr_type_of(rt, self)), as_defaultdict(self)->factory, self);
}

static mr_value defaultdict_copy(ARGS) { return copy_of(rt, self); }

static mr_value defaultdict_or(mr_runtime *rt, mr_value a, mr_value b)
{
    if (!mr_is_dict(a) || !mr_is_dict(b))
        return MR_NOT_IMPLEMENTED;
    bool left = mr_type_of(rt, a)->slots.or_ == defaultdict_or;
    mr_value self = left ? a : b;
    mr_value out = mr_call2(rt, mr_from(mr_type_of(rt, self)), as_defaultdict(self)->factory, a);
    if (out && !mr_dict_update(rt, out, b))
        mr_clear(rt, &out);
    return out;
}

static mr_value defaultdict_reduce(ARGS)
{
    mr_value factory = as_defaultdict(self)->factory;
    mr_value made = factory == MR_NONE ? mr_tuple_new(rt, NULL, 0) : mr_tuple_pack(rt, 1, factory);
    mr_value view = made ? mr_call_method(rt, self, MR_NAME(rt, items), NULL, 0) : MR_NULL,
        out = MR_NULL;
    mr_value items = view ? mr_iter(rt, view) : MR_NULL;
    if (items)
        out = mr_tuple_pack(rt, 5, mr_from(mr_type_of(rt, self)), made, MR_NONE, MR_NONE, items);
    mr_decref(rt, items);
    mr_decref(rt, view);
    mr_decref(rt, made);
    return out;
}

static const mr_method_def defaultdict_methods[] = {
    {"__missing__", defaultdict_missing, MR_ARGS_ONE,
     "Called for a key that is not there: puts default_factory() in its place."},
    {"copy", defaultdict_copy, MR_ARGS_NONE, "A defaultdict of the same pairs and factory."},
    {"__copy__", defaultdict_copy, MR_ARGS_NONE, "A defaultdict of the same pairs and factory."},
    MR_REDUCE(defaultdict_reduce),
    MR_CLASS_GETITEM,
    MR_METHODS_END,
};
static const mr_member_def defaultdict_members[] = {
    {"default_factory", offsetof(defaultdict, factory), MR_MEMBER_NONE,
     "what makes values for missing keys"},
    {NULL, 0, 0, NULL},
};

static const mr_type_spec defaultdict_spec = {
    .name = "collections.defaultdict",
    .doc = "defaultdict(default_factory=None, /, [...])\n\n"
           "A dict that makes up values for missing keys by calling default_factory(). The other\n"
           "arguments are dict's.",
    .basic_size = sizeof(defaultdict),
    .kind = MR_KIND_DICT,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_MAPPING |
             MR_TYPE_MATCH_SELF |
             MR_TYPE_IMMUTABLE,
    .layout = &defaultdict_layout,
    .slots = {
        .new_ = defaultdict_new,
        .init = defaultdict_init,
        .repr = defaultdict_repr,
        .getitem = defaultdict_getitem,
        .or_ = defaultdict_or,
    },
    .methods = defaultdict_methods,
    .members = defaultdict_members,
};

/* ---- fields of named tuples ---- */

typedef struct tuplegetter {
    mr_object head;
    mr_value index, doc;
    size_t i;
} tuplegetter;
MR_FIELDS_LAYOUT(tuplegetter, 2);

static mr_value tuplegetter_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    int64_t i;
    if (!mr_arity(rt, "_tuplegetter", nargs, kwnames, 2, 2) || !mr_to_int64(rt, args[0], &i))
        return MR_NULL;
    mr_value fields[2] = {mr_incref(args[0]), mr_incref(args[1])};
    mr_value self = mr_fields_new(rt, type, fields, 2);
    if (self)
        ((tuplegetter *)mr_obj(self))->i = (size_t)i;
    return self;
}

static mr_value tuplegetter_get(mr_runtime *rt, mr_value self, mr_value obj, mr_value type)
{
    tuplegetter *g = (tuplegetter *)mr_obj(self);
    if (!obj)
        return mr_incref(self);
    if (!mr_is_tuple(obj)) {
        if (obj == MR_NONE)
            return mr_incref(self);
        return mr_raise(rt, rt->exc.TypeError,
                        "descriptor for index '%zu' for tuple subclasses doesn't apply to '%T' "
                        "object", g->i, obj);
    }
    if (g->i >= mr_as_tuple(obj)->length)
        return mr_raise(rt, rt->exc.IndexError, "tuple index out of range");
    return mr_incref(mr_as_tuple(obj)->items[g->i]);
}

static int tuplegetter_set(mr_runtime *rt, mr_value self, mr_value obj, mr_value v)
{
    return mr_fail(rt, rt->exc.AttributeError,
                   v ? "can't set attribute" : "can't delete attribute");
}

static mr_value tuplegetter_repr(mr_runtime *rt, mr_value self)
{
    tuplegetter *g = (tuplegetter *)mr_obj(self);
    return mr_str_format(rt, "%s(%R, %R)", mr_type_short_name(mr_type_of(rt, self)), g->index,
                         g->doc);
}

static mr_value tuplegetter_reduce(ARGS)
{
    tuplegetter *g = (tuplegetter *)mr_obj(self);
    return mr_reduce_as(rt, self, mr_tuple_pack(rt, 2, g->index, g->doc), MR_NULL);
}

static const mr_method_def tuplegetter_methods[] = {MR_REDUCE(tuplegetter_reduce), MR_METHODS_END};
static const mr_member_def tuplegetter_members[] = {
    {"__doc__", offsetof(tuplegetter, doc), 0, NULL},
    {NULL, 0, 0, NULL},
};

static const mr_type_spec tuplegetter_spec = {
    .name = "_collections._tuplegetter",
    .basic_size = sizeof(tuplegetter),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_IMMUTABLE,
    .layout = &tuplegetter_layout,
    .slots = {
        .new_ = tuplegetter_new,
        .repr = tuplegetter_repr,
        .descr_get = tuplegetter_get,
        .descr_set = tuplegetter_set,
    },
    .methods = tuplegetter_methods,
    .members = tuplegetter_members,
};

/* ---- Counter's loop ---- */

/* mapping[item] = mapping.get(item, 0) + 1 for every item; a dict's own table is used as long as
 * nobody has overridden get and setting items. */
static mr_value count_elements(ARGS)
{
    if (!mr_arity(rt, "_count_elements", nargs, kwnames, 2, 2))
        return MR_NULL;
    mr_value mapping = args[0], name = MR_NAME(rt, get);
    mr_type *type = mr_type_of(rt, mapping), *dict = rt->types.dict;
    mr_value set_name = MR_NAME(rt, __setitem__);
    bool plain = mr_is_dict(mapping) &&
        mr_type_lookup(rt, type, name) == mr_type_lookup(rt, dict, name) &&
                 mr_type_lookup(rt, type, set_name) == mr_type_lookup(rt, dict, set_name);
    mr_walk w;
    if (!mr_walk_begin(rt, &w, args[1]))
        return MR_NULL;
    bool ok = true;
    mr_value v;
    while (ok && (v = mr_walk_next(rt, &w))) {
        uint64_t hash;
        if (plain) {
            ok = mr_value_hash(rt, v, &hash) == 0;
            int64_t n = ok ? mr_dict_find_hashed(rt, mapping, v, hash) : -2;
            ok = n != -2;
            mr_value old = n >= 0 ? mr_as_dict(mapping)->entries[n].value : mr_small_int(0);
            if (ok && mr_is_int(old) && old != mr_small_int(MR_SMALL_INT_MAX)) {
                mr_value sum = mr_small_int(mr_small_int_value(old) + 1);
                if (n >= 0)
                    mr_as_dict(mapping)->entries[n].value = sum;
                else
                    ok = mr_dict_set_hashed(rt, mapping, v, hash, sum);
            } else if (ok) {
                mr_incref(old);
                mr_value sum = mr_binary_op(rt, MR_OP_ADD, old, mr_small_int(1));
                mr_decref(rt, old);
                ok = sum && mr_dict_set_hashed(rt, mapping, v, hash, sum);
                mr_decref(rt, sum);
            }
        } else {
            mr_value pair[2] = {v, mr_small_int(0)};
            mr_value old = mr_call_method(rt, mapping, name, pair, 2);
            mr_value sum = old ? mr_binary_op(rt, MR_OP_ADD, old, mr_small_int(1)) : MR_NULL;
            ok = sum && mr_setitem(rt, mapping, v, sum) == 0;
            mr_decref(rt, old);
            mr_decref(rt, sum);
        }
        mr_decref(rt, v);
    }
    mr_walk_end(rt, &w);
    return ok && !mr_error(rt) ? MR_NONE : MR_NULL;
}

/* ---- the module ---- */

static const mr_method_def functions[] = {
    {"_count_elements", count_elements, MR_ARGS_ANY,
     "_count_elements($module, mapping, iterable, /)\n--\n\nAdds to the count of each item."},
    MR_METHODS_END,
};

static bool setup(mr_runtime *rt, mr_value module)
{
    return mr_module_add_type(rt, module, &mr_deque_spec, NULL) &&
           mr_module_add_type(rt, module, &deque_iter_spec, NULL) &&
           mr_module_add_type(rt, module, &deque_reverse_iter_spec, NULL) &&
           mr_module_add_type(rt, module, &defaultdict_spec, rt->types.dict) &&
           mr_module_add_type(rt, module, &tuplegetter_spec, NULL) &&
           mr_module_add_type(rt, module, &mr_ordered_dict_spec, rt->types.dict) &&
           mr_module_add_type(rt, module, &mr_odict_keys_spec, rt->types.dict_keys) &&
           mr_module_add_type(rt, module, &mr_odict_values_spec, rt->types.dict_values) &&
           mr_module_add_type(rt, module, &mr_odict_items_spec, rt->types.dict_items);
}

const mr_module_spec mr_module__collections = {
    .name = "_collections",
    .doc = "Container types: deque, defaultdict, and what collections builds on.",
    .functions = functions,
    .setup = setup,
};
