/*
 * namespace.c - types.SimpleNamespace.
 */
#include "types/containers.h"
#include "types/model.h"
#include "types/str.h"

static mr_value namespace_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    mr_value v = mr_type_alloc(rt, type);
    if (v)
        mr_gc_track(rt, mr_obj(v));
    return v;
}

static int namespace_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    if (nargs)
        return mr_fail(rt, rt->exc.TypeError, "no positional arguments expected");
    for (size_t i = 0; kwnames && i < mr_as_tuple(kwnames)->length; i++) {
        mr_value name = mr_attribute_name(rt, mr_as_tuple(kwnames)->items[i]);
        if (!name)
            return -1;
        int status = mr_instance_set(rt, mr_obj(self), name, args[i]);
        mr_decref(rt, name);
        if (status < 0)
            return -1;
    }
    return 0;
}

mr_value mr_namespace_new(mr_runtime *rt, mr_value dict)
{
    mr_value v = namespace_new(rt, rt->types.simple_namespace, NULL, 0, MR_NULL);
    if (v && dict && mr_instance_set_dict(rt, mr_obj(v), dict) < 0)
        mr_clear(rt, &v);
    return v;
}

static mr_value namespace_repr(mr_runtime *rt, mr_value self)
{
    mr_type *type = mr_type_of(rt, self);
    const char *name = type == rt->types.simple_namespace ? "namespace" : mr_type_short_name(type);
    int busy = mr_repr_enter(rt, self);
    if (busy < 0)
        return MR_NULL;
    if (busy)
        return mr_str_format(rt, "%s(...)", name);
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    mr_str_builder_text(&b, name);
    mr_str_builder_char(&b, '(');
    mr_value dict = mr_instance_dict(rt, mr_obj(self));
    mr_value copy = dict ? mr_dict_copy(rt, dict) : MR_NULL;
    size_t pos = 0;
    mr_value key, v;
    bool first = true, good = copy != MR_NULL;
    while (good && mr_dict_next(copy, &pos, &key, &v)) {
        if (!mr_is_str(key) || !mr_as_str(key)->length)
            continue;
        good = (first || mr_str_builder_text(&b, ", ")) && mr_str_builder_str(&b, key) &&
               mr_str_builder_char(&b, '=') && mr_str_builder_repr(&b, v);
        first = false;
    }
    mr_decref(rt, copy);
    mr_decref(rt, dict);
    mr_repr_leave(rt, self);
    if (!good) {
        mr_str_builder_finish(&b);
        return MR_NULL;
    }
    mr_str_builder_char(&b, ')');
    return mr_str_builder_take(&b);
}

static mr_value namespace_compare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if (!mr_isinstance(rt, a, rt->types.simple_namespace) ||
        !mr_isinstance(rt, b, rt->types.simple_namespace))
        return MR_NOT_IMPLEMENTED;
    mr_value x = mr_instance_dict(rt, mr_obj(a)), y = x ? mr_instance_dict(rt, mr_obj(b)) : MR_NULL;
    mr_value result = y ? mr_compare(rt, x, y, op) : MR_NULL;
    mr_decref(rt, x);
    mr_decref(rt, y);
    return result;
}

static mr_value namespace_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                 mr_value kwnames)
{
    mr_value dict = mr_instance_dict(rt, mr_obj(self));
    mr_value result = dict ? mr_tuple_pack(rt, 3, mr_from(mr_type_of(rt, self)), rt->empty_tuple,
                                           dict) : MR_NULL;
    mr_decref(rt, dict);
    return result;
}

static const mr_method_def namespace_methods[] = {
    {"__reduce__", namespace_reduce, MR_ARGS_NONE, "Return state information for pickling"},
    {NULL, NULL, 0, NULL},
};
static const mr_type_spec namespace_spec = {
    .name = "types.SimpleNamespace",
    .doc = "A simple attribute-based namespace.\n\nSimpleNamespace(**kwargs)",
    .basic_size = sizeof(mr_object),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_DICT,
    .slots = {.new_ = namespace_new,
              .init = namespace_init,
              .repr = namespace_repr,
              .richcompare = namespace_compare},
    .methods = namespace_methods,
};

bool mr_namespace_type_init(mr_runtime *rt)
{
    return mr_type_ready(rt, rt->types.simple_namespace, &namespace_spec, NULL);
}
