/*
 * singletons.c - the types of None, Ellipsis and NotImplemented.
 */
#include "types/containers.h"
#include "types/model.h"
#include "types/str.h"

static bool no_arguments(mr_runtime *rt, mr_type *type, size_t nargs, mr_value kwnames)
{
    if (!nargs && !(kwnames && mr_as_tuple(kwnames)->length))
        return true;
    mr_raise(rt, rt->exc.TypeError, "%s takes no arguments", mr_type_short_name(type));
    return false;
}

static mr_value none_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    return no_arguments(rt, type, nargs, kwnames) ? MR_NONE : MR_NULL;
}

static mr_value none_repr(mr_runtime *rt, mr_value self) { return mr_intern(rt, "None"); }

static int none_bool(mr_runtime *rt, mr_value self) { return 0; }

static int64_t none_hash(mr_runtime *rt, mr_value self) { return 0xfca86420; }

static const mr_type_spec none_spec = {
    .name = "NoneType",
    .kind = MR_KIND_OTHER,
    .slots = {.new_ = none_new, .repr = none_repr, .boolean = none_bool, .hash = none_hash},
};

static mr_value ellipsis_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    if (!nargs && !(kwnames && mr_as_tuple(kwnames)->length))
        return MR_ELLIPSIS;
    return mr_raise(rt, rt->exc.TypeError, "EllipsisType takes no arguments");
}

static mr_value ellipsis_repr(mr_runtime *rt, mr_value self) { return mr_intern(rt, "Ellipsis"); }

static mr_value ellipsis_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    return mr_intern(rt, "Ellipsis");
}

static const mr_method_def ellipsis_methods[] = {
    {"__reduce__", ellipsis_reduce, MR_ARGS_NONE, NULL},
    {NULL, NULL, 0, NULL},
};
static const mr_type_spec ellipsis_spec = {
    .name = "ellipsis",
    .kind = MR_KIND_OTHER,
    .slots = {.new_ = ellipsis_new, .repr = ellipsis_repr},
    .methods = ellipsis_methods,
};

static mr_value not_implemented_new(mr_runtime *rt, mr_type *type, const mr_value *args,
                                    size_t nargs,
                                    mr_value kwnames)
{
    if (!nargs && !(kwnames && mr_as_tuple(kwnames)->length))
        return MR_NOT_IMPLEMENTED;
    return mr_raise(rt, rt->exc.TypeError, "NotImplementedType takes no arguments");
}

static mr_value not_implemented_repr(mr_runtime *rt, mr_value self)
{
    return mr_intern(rt, "NotImplemented");
}

static int not_implemented_bool(mr_runtime *rt, mr_value self)
{
    if (mr_warn(rt, rt->exc.DeprecationWarning, 1,
                "NotImplemented should not be used in a boolean context") < 0)
        return -1;
    return 1;
}

static mr_value not_implemented_reduce(mr_runtime *rt, mr_value self, const mr_value *args,
                                       size_t nargs,
                                       mr_value kwnames)
{
    return mr_intern(rt, "NotImplemented");
}

static const mr_method_def not_implemented_methods[] = {
    {"__reduce__", not_implemented_reduce, MR_ARGS_NONE, NULL},
    {NULL, NULL, 0, NULL},
};
static const mr_type_spec not_implemented_spec = {
    .name = "NotImplementedType",
    .kind = MR_KIND_OTHER,
    .slots = {.new_ = not_implemented_new, .repr = not_implemented_repr,
              .boolean = not_implemented_bool},
    .methods = not_implemented_methods,
};

bool mr_singleton_types_init(mr_runtime *rt)
{
    return mr_type_ready(rt, rt->types.none, &none_spec, NULL) &&
           mr_type_ready(rt, rt->types.ellipsis, &ellipsis_spec, NULL) &&
           mr_type_ready(rt, rt->types.not_implemented, &not_implemented_spec, NULL);
}
