/*
 * weakref.c - the module _weakref.
 */
#include "types/weakref.h"

#include "types/abstract.h"
#include "types/containers.h"

static mr_value getweakrefcount(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    return mr_small_int(mr_is_object(args[0]) ? (int64_t)mr_weakrefs_count(rt, mr_obj(args[0]))
                                              : 0);
}

static mr_value getweakrefs(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    return mr_is_object(args[0]) ? mr_weakrefs_list(rt, mr_obj(args[0])) : mr_list_new(rt, NULL, 0);
}

static mr_value proxy(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                      mr_value kwnames)
{
    if (!mr_arity(rt, "proxy", nargs, kwnames, 1, 2))
        return MR_NULL;
    mr_type *type = mr_callable(rt, args[0]) ? rt->types.weakcallableproxy : rt->types.weakproxy;
    return mr_weakref_new(rt, type, args[0], nargs > 1 ? args[1] : MR_NULL);
}

static mr_value remove_dead(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    if (!mr_arity(rt, "_remove_dead_weakref", nargs, kwnames, 2, 2))
        return MR_NULL;
    if (!mr_is_dict(args[0]))
        return mr_raise_type(rt, "dict", args[0]);
    mr_value ref = mr_dict_get(rt, args[0], args[1]);
    if (mr_error(rt))
        return MR_NULL;
    if (ref && mr_isinstance(rt, ref, rt->types.weakref) && !((mr_weakref *)mr_obj(ref))->target &&
        mr_dict_delete(rt, args[0], args[1]) < 0)
        return MR_NULL;
    return MR_NONE;
}

static bool setup(mr_runtime *rt, mr_value module)
{
    mr_value ref = mr_from(rt->types.weakref);
    return mr_module_add(rt, module, "ref", mr_incref(ref)) &&
           mr_module_add(rt, module, "ReferenceType", mr_incref(ref)) &&
           mr_module_add(rt, module, "ProxyType", mr_incref(mr_from(rt->types.weakproxy))) &&
           mr_module_add(rt, module, "CallableProxyType",
                         mr_incref(mr_from(rt->types.weakcallableproxy)));
}

static const mr_method_def functions[] = {
    {"getweakrefcount", getweakrefcount, MR_ARGS_ONE, "Number of weak references to an object."},
    {"getweakrefs", getweakrefs, MR_ARGS_ONE, "List of the weak references to an object."},
    {"proxy", proxy, MR_ARGS_ANY, "A proxy that refers to an object weakly."},
    {"_remove_dead_weakref", remove_dead, MR_ARGS_ANY,
     "Removes a key whose value is a dead reference."},
    {0},
};

extern const mr_module_spec mr_module__weakref;
const mr_module_spec mr_module__weakref = {
    .name = "_weakref",
    .doc = "Weak-reference support.",
    .functions = functions,
    .setup = setup,
};
