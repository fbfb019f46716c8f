/*
 * abc.c - _abc: the registry and caches of abstract base classes.
 *
 * Each such class keeps its data in its attribute _abc_impl. Registry and
 * caches are sets of weak references, from which dead ones are swept out
 * whenever the set has doubled.
 */
#include "modules/builtins.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/model.h"
#include "types/str.h"
#include "types/weakref.h"

struct weak_set {
    mr_value set; /* of weak references, or MR_NULL while empty */
    size_t sweep_at;
};

typedef struct abc_data {
    mr_object head;
    struct weak_set registry, cache, negative;
    /* the negative cache is good while this is the runtime's abc_version */
    uint64_t negative_version;
} abc_data;

static void data_dealloc(mr_runtime *rt, mr_object *o)
{
    abc_data *d = (abc_data *)o;
    mr_clear(rt, &d->registry.set);
    mr_clear(rt, &d->cache.set);
    mr_clear(rt, &d->negative.set);
}

static void data_traverse(mr_runtime *rt, mr_object *o, mr_visit visit, void *arg)
{
    const abc_data *d = (abc_data *)o;
    visit(rt, d->registry.set, arg);
    visit(rt, d->cache.set, arg);
    visit(rt, d->negative.set, arg);
}

static const mr_layout data_layout = {.dealloc = data_dealloc, .traverse = data_traverse};

static mr_value data_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    mr_value v = mr_type_alloc(rt, type);
    if (!v)
        return MR_NULL;
    ((abc_data *)mr_obj(v))->negative_version = rt->model->abc_version;
    mr_gc_track(rt, mr_obj(v));
    return v;
}

static const mr_type_spec data_spec = {
    .name = "_abc._abc_data",
    .doc = "Internal state held by ABC machinery.",
    .basic_size = sizeof(abc_data),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED,
    .layout = &data_layout,
    .slots = {.new_ = data_new},
};

/* ---- weak sets ---- */

static bool sweep(mr_runtime *rt, struct weak_set *w)
{
    mr_value live = mr_set_new(rt, MR_NULL), ref;
    size_t pos = 0, count = 0;
    while (live && mr_set_next(w->set, &pos, &ref)) {
        if (!((mr_weakref *)mr_obj(ref))->target)
            continue;
        count++;
        if (!mr_set_add(rt, live, ref))
            mr_clear(rt, &live);
    }
    if (!live)
        return false;
    mr_replace(rt, &w->set, live);
    w->sweep_at = count * 2 + 32;
    return true;
}

static bool weak_add(mr_runtime *rt, struct weak_set *w, mr_value cls)
{
    if (!w->set) {
        w->sweep_at = 32;
        if (!(w->set = mr_set_new(rt, MR_NULL)))
            return false;
    }
    mr_value ref = mr_weakref_new(rt, rt->types.weakref, cls, MR_NULL);
    bool good = ref && mr_set_add(rt, w->set, ref);
    mr_decref(rt, ref);
    if (good && ((mr_set *)mr_obj(w->set))->length > w->sweep_at)
        good = sweep(rt, w);
    return good;
}

static int weak_has(mr_runtime *rt, const struct weak_set *w, mr_value cls)
{
    if (!w->set || !((mr_set *)mr_obj(w->set))->length)
        return 0;
    mr_value ref = mr_weakref_new(rt, rt->types.weakref, cls, MR_NULL);
    if (!ref)
        return mr_error_catch(rt, rt->exc.TypeError) ? 0 : -1;
    int found = mr_set_contains(rt, w->set, ref);
    mr_decref(rt, ref);
    return found;
}

/* ---- functions ---- */

/* The data of an abstract base class; owned, so that it outlives what is called meanwhile. */
static abc_data *data_of(mr_runtime *rt, mr_value cls)
{
    mr_value v = mr_getattr_text(rt, cls, "_abc_impl");
    if (v && strcmp(mr_type_of(rt, v)->name, data_spec.name) != 0) {
        mr_raise(rt, rt->exc.TypeError, "_abc_impl is set to a wrong type");
        mr_clear(rt, &v);
    }
    return v ? (abc_data *)mr_obj(v) : NULL;
}

/* The names of abstract methods: own ones and those of bases that are still abstract. */
static bool compute_abstract(mr_runtime *rt, mr_value cls)
{
    mr_value set = mr_set_new(rt, MR_NULL);
    mr_value dict = mr_getattr(rt, cls, MR_NAME(rt, __dict__));
    mr_value items = dict ? mr_call_method(rt, dict, MR_NAME(rt, items), NULL, 0) : MR_NULL;
    mr_value pairs = items ? mr_list_from(rt, items) : MR_NULL;
    bool good = set && pairs;
    for (size_t i = 0; good && i < mr_as_list(pairs)->length; i++) {
        const mr_tuple *pair = mr_as_tuple(mr_as_list(pairs)->items[i]);
        int abstract = mr_is_abstract(rt, pair->items[1]);
        good = abstract >= 0 && (!abstract || mr_set_add(rt, set, pair->items[0]));
    }
    mr_value bases = good ? mr_getattr(rt, cls, MR_NAME(rt, __bases__)) : MR_NULL;
    good = good && bases && mr_is_tuple(bases);
    for (size_t i = 0; good && i < mr_as_tuple(bases)->length; i++) {
        mr_value names = mr_getattr_optional(rt, mr_as_tuple(bases)->items[i],
                                             MR_NAME(rt, __abstractmethods__));
        mr_value list = names ? mr_list_from(rt, names) : MR_NULL;
        good = !mr_error(rt);
        for (size_t j = 0; good && list && j < mr_as_list(list)->length; j++) {
            mr_value name = mr_as_list(list)->items[j];
            mr_value v = mr_getattr_optional(rt, cls, name);
            int abstract = v ? mr_is_abstract(rt, v) : mr_error(rt) ? -1 : 0;
            good = abstract >= 0 && (!abstract || mr_set_add(rt, set, name));
            mr_decref(rt, v);
        }
        mr_decref(rt, list);
        mr_decref(rt, names);
    }
    mr_value frozen = good ? mr_frozenset_new(rt, set) : MR_NULL;
    good = frozen && mr_setattr(rt, cls, MR_NAME(rt, __abstractmethods__), frozen) == 0;
    mr_decref(rt, frozen);
    mr_decref(rt, bases);
    mr_decref(rt, pairs);
    mr_decref(rt, items);
    mr_decref(rt, dict);
    mr_decref(rt, set);
    return good;
}

#define COLLECTIONS (MR_TYPE_SEQUENCE | MR_TYPE_MAPPING)

static uint32_t collection_flags(int64_t bits)
{
    return (bits & 1 << 5 ? MR_TYPE_SEQUENCE : 0) | (bits & 1 << 6 ? MR_TYPE_MAPPING : 0);
}

MR_NATIVE(abc_init)
{
    mr_value cls = args[0];
    if (!compute_abstract(rt, cls))
        return MR_NULL;
    mr_value type = mr_dict_get_text(rt, mr_module_dict(self), "_abc_data");
    mr_value data = type ? mr_call0(rt, type) : MR_NULL;
    int status = data ? mr_setattr_text(rt, cls, "_abc_impl", data) : -1;
    mr_decref(rt, data);
    if (status < 0 || !mr_is_type(cls))
        return status < 0 ? MR_NULL : MR_NONE;
    mr_value key = mr_intern(rt, "__abc_tpflags__");
    mr_value flags = key ? mr_dict_get_str(rt, mr_as_type(cls)->dict, key) : MR_NULL;
    if (flags && mr_is_int(flags)) {
        int64_t bits = mr_small_int_value(flags);
        if ((bits & (3 << 5)) == (3 << 5)) {
            mr_decref(rt, key);
            return mr_raise(rt, rt->exc.TypeError,
                            "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and "
                            "Py_TPFLAGS_MAPPING");
        }
        mr_as_type(cls)->flags |= collection_flags(bits);
        if (mr_type_set(rt, mr_as_type(cls), key, MR_NULL) < 0) {
            mr_decref(rt, key);
            return MR_NULL;
        }
    }
    mr_decref(rt, key);
    return MR_NONE;
}

static void spread_flags(mr_type *type, uint32_t flags)
{
    if ((type->flags & COLLECTIONS) == flags || !(type->flags & MR_TYPE_HEAP))
        return;
    type->flags = (type->flags & ~(uint32_t)COLLECTIONS) | flags;
    for (uint32_t i = 0; i < type->subclass_count; i++)
        spread_flags(type->subclasses[i], flags);
}

MR_NATIVE(abc_register)
{
    if (!mr_arity(rt, "_abc_register", nargs, kwnames, 2, 2))
        return MR_NULL;
    mr_value cls = args[0], subclass = args[1];
    if (!mr_is_type(subclass))
        return mr_raise(rt, rt->exc.TypeError, "Can only register classes");
    int already = mr_issubclass_of(rt, subclass, cls);
    if (already)
        return already < 0 ? MR_NULL : mr_incref(subclass);
    int cycle = mr_issubclass_of(rt, cls, subclass);
    if (cycle < 0)
        return MR_NULL;
    if (cycle)
        return mr_raise(rt, rt->exc.RuntimeError, "Refusing to create an inheritance cycle");
    abc_data *data = data_of(rt, cls);
    if (!data)
        return MR_NULL;
    bool good = weak_add(rt, &data->registry, subclass);
    mr_decref(rt, mr_from(data));
    if (!good)
        return MR_NULL;
    rt->model->abc_version++;
    uint32_t flags = mr_is_type(cls) ? mr_as_type(cls)->flags & COLLECTIONS : 0;
    if (flags)
        spread_flags(mr_as_type(subclass), flags);
    return mr_incref(subclass);
}

/* The answer of the class's __subclasshook__: 1, 0, -1, or 2 for NotImplemented. */
static int ask_hook(mr_runtime *rt, mr_value cls, mr_value subclass)
{
    mr_value answer = mr_call_method(rt, cls, MR_NAME(rt, __subclasshook__), &subclass, 1);
    if (!answer)
        return -1;
    int result = -1;
    if (mr_is_bool(answer))
        result = answer == MR_TRUE;
    else if (answer == MR_NOT_IMPLEMENTED)
        result = 2;
    else
        mr_raise(rt, rt->exc.AssertionError, "__subclasshook__ must return either False, True, or "
                                             "NotImplemented");
    mr_decref(rt, answer);
    return result;
}

static int among_registered(mr_runtime *rt, const struct weak_set *registry, mr_value subclass)
{
    mr_value ref;
    mr_value refs = registry->set ? mr_list_from(rt, registry->set) : MR_NULL;
    int result = registry->set && !refs ? -1 : 0;
    for (size_t i = 0; refs && !result && i < mr_as_list(refs)->length; i++) {
        ref = mr_weakref_get(rt, mr_as_list(refs)->items[i]);
        if (ref != MR_NONE)
            result = mr_issubclass_of(rt, subclass, ref);
        mr_decref(rt, ref);
    }
    mr_decref(rt, refs);
    return result;
}

static int among_subclasses(mr_runtime *rt, mr_value cls, mr_value subclass)
{
    mr_value list = mr_call_method(rt, cls, MR_NAME(rt, __subclasses__), NULL, 0);
    if (!list)
        return -1;
    int result = 0;
    if (!mr_is_list(list))
        result = mr_fail(rt, rt->exc.TypeError, "__subclasses__() must return a list");
    for (size_t i = 0; !result && i < mr_as_list(list)->length; i++)
        result = mr_issubclass_of(rt, subclass, mr_as_list(list)->items[i]);
    mr_decref(rt, list);
    return result;
}

static int check_subclass(mr_runtime *rt, abc_data *data, mr_value cls, mr_value subclass)
{
    int result = weak_has(rt, &data->cache, subclass);
    if (result)
        return result;
    if (data->negative_version != rt->model->abc_version) {
        mr_clear(rt, &data->negative.set);
        data->negative_version = rt->model->abc_version;
    } else {
        result = weak_has(rt, &data->negative, subclass);
        if (result)
            return result < 0 ? -1 : 0;
    }
    result = ask_hook(rt, cls, subclass);
    if (result == 2) {
        result = mr_is_type(cls) && mr_is_subtype(mr_as_type(subclass), mr_as_type(cls));
        if (!result)
            result = among_registered(rt, &data->registry, subclass);
        if (!result)
            result = among_subclasses(rt, cls, subclass);
    }
    if (result < 0)
        return -1;
    if (!weak_add(rt, result ? &data->cache : &data->negative, subclass))
        return -1;
    return result;
}

MR_NATIVE(abc_subclasscheck)
{
    if (!mr_arity(rt, "_abc_subclasscheck", nargs, kwnames, 2, 2))
        return MR_NULL;
    if (!mr_is_type(args[1]))
        return mr_raise(rt, rt->exc.TypeError, "issubclass() arg 1 must be a class");
    abc_data *data = data_of(rt, args[0]);
    if (!data)
        return MR_NULL;
    int result = -1;
    if (mr_recursion_enter(rt, " in __subclasscheck__")) {
        result = check_subclass(rt, data, args[0], args[1]);
        mr_recursion_leave(rt);
    }
    mr_decref(rt, mr_from(data));
    return result < 0 ? MR_NULL : mr_bool(result);
}

static mr_value ask_subclasscheck(mr_runtime *rt, mr_value cls, mr_value subclass)
{
    return mr_call_method(rt, cls, MR_NAME(rt, __subclasscheck__), &subclass, 1);
}

MR_NATIVE(abc_instancecheck)
{
    if (!mr_arity(rt, "_abc_instancecheck", nargs, kwnames, 2, 2))
        return MR_NULL;
    mr_value cls = args[0], subtype = mr_from(mr_type_of(rt, args[1])), result = MR_NULL;
    abc_data *data = data_of(rt, cls);
    mr_value subclass = data ? mr_getattr(rt, args[1], MR_NAME(rt, __class__)) : MR_NULL;
    if (!subclass)
        goto done;
    int cached = weak_has(rt, &data->cache, subclass);
    if (cached) {
        result = cached < 0 ? MR_NULL : MR_TRUE;
        goto done;
    }
    if (subclass == subtype) {
        if (data->negative_version == rt->model->abc_version) {
            cached = weak_has(rt, &data->negative, subclass);
            if (cached) {
                result = cached < 0 ? MR_NULL : MR_FALSE;
                goto done;
            }
        }
        result = ask_subclasscheck(rt, cls, subclass);
        goto done;
    }
    result = ask_subclasscheck(rt, cls, subclass);
    if (result) {
        int truth = mr_truth(rt, result);
        if (truth <= 0) {
            mr_decref(rt, result);
            result = truth < 0 ? MR_NULL : ask_subclasscheck(rt, cls, subtype);
        }
    }
done:
    mr_decref(rt, subclass);
    mr_decref(rt, mr_from(data));
    return result;
}

MR_NATIVE(abc_token) { return mr_int_from_u64(rt, rt->model->abc_version); }

MR_NATIVE(abc_reset_registry)
{
    abc_data *data = data_of(rt, args[0]);
    if (!data)
        return MR_NULL;
    mr_clear(rt, &data->registry.set);
    mr_decref(rt, mr_from(data));
    return MR_NONE;
}

MR_NATIVE(abc_reset_caches)
{
    abc_data *data = data_of(rt, args[0]);
    if (!data)
        return MR_NULL;
    mr_clear(rt, &data->cache.set);
    mr_clear(rt, &data->negative.set);
    mr_decref(rt, mr_from(data));
    return MR_NONE;
}

static mr_value copy_of(mr_runtime *rt, const struct weak_set *w)
{
    return mr_set_new(rt, w->set);
}

MR_NATIVE(abc_dump)
{
    abc_data *data = data_of(rt, args[0]);
    if (!data)
        return MR_NULL;
    mr_value v[4] = {copy_of(rt, &data->registry), copy_of(rt, &data->cache),
                     copy_of(rt, &data->negative),
                     mr_int_from_u64(rt, data->negative_version)};
    mr_value result = v[0] && v[1] && v[2] ? mr_tuple_new(rt, v, 4) : MR_NULL;
    for (int i = 0; i < 4; i++)
        mr_decref(rt, v[i]);
    mr_decref(rt, mr_from(data));
    return result;
}

static bool abc_setup(mr_runtime *rt, mr_value module)
{
    return mr_module_add_type(rt, module, &data_spec, NULL) != NULL;
}

static const mr_method_def abc_functions[] = {
    {"_abc_init", abc_init, MR_ARGS_ONE, "Internal ABC helper for class set-up. Should be never "
                                         "used outside abc module."},
    {"_abc_register", abc_register, MR_ARGS_ANY,
     "Internal ABC helper for subclasss registration. Should be never used outside abc module."},
    {"_abc_instancecheck", abc_instancecheck, MR_ARGS_ANY,
     "Internal ABC helper for instance checks. Should be never used outside abc module."},
    {"_abc_subclasscheck", abc_subclasscheck, MR_ARGS_ANY,
     "Internal ABC helper for subclasss checks. Should be never used outside abc module."},
    {"_get_dump", abc_dump, MR_ARGS_ONE, "Internal ABC helper for cache and registry debugging."},
    {"_reset_registry", abc_reset_registry, MR_ARGS_ONE,
     "Internal ABC helper to reset registry of a given class."},
    {"_reset_caches", abc_reset_caches, MR_ARGS_ONE,
     "Internal ABC helper to reset both caches of a given class."},
    {"get_cache_token", abc_token, MR_ARGS_NONE, "Returns the current ABC cache token."},
    {NULL, NULL, 0, NULL},
};

const mr_module_spec mr_module__abc = {
    .name = "_abc",
    .doc = "Module contains faster C implementation of abc.ABCMeta",
    .functions = abc_functions,
    .setup = abc_setup,
};
