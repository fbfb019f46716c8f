/*
 * module.c - module objects, and modules made of tables.
 */
#include "types/containers.h"
#include "types/model.h"
#include "types/str.h"

static mr_module *as_module(mr_value v) { return (mr_module *)mr_obj(v); }

static void module_dealloc(mr_runtime *rt, mr_object *o) { mr_clear(rt, &((mr_module *)o)->dict); }

static void module_traverse(mr_runtime *rt, mr_object *o, mr_visit visit, void *arg)
{
    visit(rt, ((mr_module *)o)->dict, arg);
}

static const mr_layout module_layout = {module_dealloc, module_traverse, NULL, NULL, NULL};

static mr_value module_alloc(mr_runtime *rt, mr_type *type)
{
    mr_value v = mr_type_alloc(rt, type);
    if (!v)
        return MR_NULL;
    as_module(v)->dict = mr_dict_new(rt);
    if (!as_module(v)->dict) {
        mr_decref(rt, v);
        return MR_NULL;
    }
    mr_gc_track(rt, mr_obj(v));
    return v;
}

static bool fill(mr_runtime *rt, mr_value module, mr_value name, mr_value doc)
{
    mr_value dict = as_module(module)->dict;
    return mr_dict_set(rt, dict, MR_NAME(rt, __name__), name) &&
           mr_dict_set(rt, dict, MR_NAME(rt, __doc__), doc) &&
           mr_dict_set(rt, dict, MR_NAME(rt, __package__), MR_NONE) &&
           mr_dict_set(rt, dict, MR_NAME(rt, __loader__), MR_NONE) &&
           mr_dict_set(rt, dict, MR_NAME(rt, __spec__), MR_NONE);
}

mr_value mr_module_new(mr_runtime *rt, mr_value name)
{
    mr_value module = module_alloc(rt, rt->types.module);
    if (module && !fill(rt, module, name, MR_NONE)) {
        mr_decref(rt, module);
        return MR_NULL;
    }
    return module;
}

mr_value mr_module_dict(mr_value module) { return as_module(module)->dict; }

bool mr_module_add(mr_runtime *rt, mr_value module, const char *name, mr_value v)
{
    if (!v)
        return false;
    mr_value key = mr_intern(rt, name);
    bool good = key && mr_dict_set(rt, as_module(module)->dict, key, v);
    mr_decref(rt, key);
    mr_decref(rt, v);
    return good;
}

mr_type *mr_module_add_type(mr_runtime *rt, mr_value module, const mr_type_spec *spec,
                            mr_type *base)
{
    mr_type *type = mr_type_from_spec(rt, spec, base);
    if (!type || !mr_module_add(rt, module, mr_type_short_name(type), mr_incref(mr_from(type))))
        return NULL;
    return type;
}

mr_value mr_module_from_spec(mr_runtime *rt, const mr_module_spec *spec)
{
    mr_value name = mr_intern(rt, spec->name);
    mr_value module = name ? mr_module_new(rt, name) : MR_NULL;
    if (!module)
        goto fail;
    if (spec->doc && !mr_module_add(rt, module, "__doc__", mr_str_from(rt, spec->doc)))
        goto fail;
    for (const mr_method_def *f = spec->functions; f && f->name; f++) {
        if (!mr_module_add(rt, module, f->name, mr_native_new(rt, f, module, name)))
            goto fail;
    }
    if (spec->setup && !spec->setup(rt, module))
        goto fail;
    mr_decref(rt, name);
    return module;
fail:
    mr_decref(rt, name);
    mr_decref(rt, module);
    return MR_NULL;
}

/* ---- the type ---- */

static mr_value module_type_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    return module_alloc(rt, type);
}

static int module_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                       mr_value kwnames)
{
    mr_value a[2];
    if (!mr_bind(rt, "module(name, doc=)", args, nargs, kwnames, a))
        return -1;
    if (!mr_is_str(a[0]))
        return mr_fail(rt, rt->exc.TypeError, "module() argument 'name' must be str, not %T", a[0]);
    return fill(rt, self, a[0], a[1] ? a[1] : MR_NONE) ? 0 : -1;
}

static mr_value module_getattr(mr_runtime *rt, mr_value self, mr_value name)
{
    mr_value dict = as_module(self)->dict;
    mr_value own = dict ? mr_dict_get_str(rt, dict, name) : MR_NULL;
    if (own && !mr_type_lookup(rt, mr_type_of(rt, self), name))
        return mr_incref(own);
    mr_value v = mr_generic_getattr(rt, self, name);
    if (v || !dict || !mr_error_is(rt, rt->exc.AttributeError))
        return v;
    mr_value hook = mr_dict_get_str(rt, dict, MR_NAME(rt, __getattr__));
    if (!hook)
        return MR_NULL;
    mr_error_clear(rt);
    return mr_call1(rt, hook, name);
}

/* Calls importlib's repr when the module came from there; a plain one otherwise. */
static mr_value module_repr(mr_runtime *rt, mr_value self)
{
    mr_value dict = as_module(self)->dict;
    mr_value name = mr_dict_get_str(rt, dict, MR_NAME(rt, __name__));
    mr_value file = mr_dict_get_str(rt, dict, MR_NAME(rt, __file__));
    mr_value loader = mr_dict_get_str(rt, dict, MR_NAME(rt, __loader__));
    mr_value spec = mr_dict_get_str(rt, dict, MR_NAME(rt, __spec__));
    if (!name || !mr_is_str(name))
        return mr_str_format(rt, "<module '?'>");
    if (file && mr_is_str(file))
        return mr_str_format(rt, "<module %R from %R>", name, file);
    if (spec && spec != MR_NONE) {
        mr_value origin = mr_getattr_text(rt, spec, "origin");
        mr_value text = MR_NULL;
        if (origin && mr_is_str(origin))
            text = mr_str_format(rt, "<module %R (%V)>", name, origin);
        mr_error_clear(rt);
        mr_decref(rt, origin);
        if (text)
            return text;
    }
    for (size_t i = 0; mr_native_modules[i]; i++) {
        if (mr_str_is(name, mr_native_modules[i]->name))
            return mr_str_format(rt, "<module %R (built-in)>", name);
    }
    if (loader && loader != MR_NONE)
        return mr_str_format(rt, "<module %R (%R)>", name, loader);
    return mr_str_format(rt, "<module %R>", name);
}

static mr_value module_dir(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    mr_value dict = as_module(self)->dict;
    mr_value hook = mr_dict_get_text(rt, dict, "__dir__");
    return hook ? mr_call0(rt, hook) : mr_dict_keys_list(rt, dict);
}

static mr_value module_get_annotations(mr_runtime *rt, mr_value self, void *closure)
{
    mr_value dict = as_module(self)->dict;
    mr_value v = mr_dict_get_str(rt, dict, MR_NAME(rt, __annotations__));
    if (v)
        return mr_incref(v);
    v = mr_dict_new(rt);
    if (v && !mr_dict_set(rt, dict, MR_NAME(rt, __annotations__), v))
        mr_clear(rt, &v);
    return v;
}

static int module_set_annotations(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    mr_value dict = as_module(self)->dict;
    if (v)
        return mr_dict_set(rt, dict, MR_NAME(rt, __annotations__), v) ? 0 : -1;
    int deleted = mr_dict_delete(rt, dict, MR_NAME(rt, __annotations__));
    if (!deleted)
        mr_raise_value(rt, rt->exc.AttributeError, MR_NAME(rt, __annotations__));
    return deleted == 1 ? 0 : -1;
}

static const mr_method_def module_methods[] = {
    {"__dir__", module_dir, MR_ARGS_NONE, "__dir__() -> list\nspecialized dir() implementation"},
    {NULL, NULL, 0, NULL},
};
static const mr_getset_def module_getsets[] = {
    {"__annotations__", module_get_annotations, module_set_annotations, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};
static const mr_member_def module_members[] = {
    {"__dict__", offsetof(mr_module, dict), MR_MEMBER_READONLY, NULL},
    {NULL, 0, 0, NULL},
};
static const mr_type_spec module_spec = {
    .name = "module",
    .doc = "module(name, doc=None)\n--\n\nCreate a module object.\n\nThe name must be a string; "
           "the optional doc "
           "argument can have any type.",
    .basic_size = sizeof(mr_module),
    .kind = MR_KIND_MODULE,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_OWN_DICT,
    .layout = &module_layout,
    .slots = {.new_ = module_type_new, .init = module_init, .repr = module_repr,
              .getattr = module_getattr},
    .methods = module_methods,
    .getsets = module_getsets,
    .members = module_members,
};

bool mr_module_type_init(mr_runtime *rt)
{
    return mr_type_ready(rt, rt->types.module, &module_spec, NULL);
}
