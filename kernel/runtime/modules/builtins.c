/*
 * builtins.c - the builtins module: functions, types, exceptions, constants.
 */
#include "modules/builtins.h"

#include "core/init.h"
#include "types/containers.h"
#include "types/exceptions.h"
#include "types/str.h"

static bool add_type(mr_runtime *rt, mr_value module, const char *name, mr_type *type)
{
    return mr_module_add(rt, module, name, mr_incref(mr_from(type)));
}

static bool add_functions(mr_runtime *rt, mr_value module, const mr_method_def *table)
{
    for (; table->name; table++) {
        if (!mr_module_add(rt, module, table->name,
                           mr_native_new(rt, table, module, MR_NAME(rt, builtins))))
            return false;
    }
    return true;
}

static bool add_types(mr_runtime *rt, mr_value module)
{
    const struct mr_types *t = &rt->types;
    const struct {
        const char *name;
        mr_type *type;
    } types[] = {
        {"bool", t->bool_},
        {"bytearray", t->bytearray},
        {"bytes", t->bytes},
        {"classmethod", t->classmethod},
        {"complex", t->complex},
        {"dict", t->dict},
        {"enumerate", t->enumerate},
        {"filter", t->filter},
        {"float", t->float_},
        {"frozenset", t->frozenset},
        {"int", t->int_},
        {"list", t->list},
        {"map", t->map},
        {"memoryview", t->memoryview},
        {"object", t->object},
        {"property", t->property},
        {"range", t->range},
        {"reversed", t->reversed},
        {"set", t->set},
        {"slice", t->slice},
        {"staticmethod", t->staticmethod},
        {"str", t->str},
        {"super", t->super},
        {"tuple", t->tuple},
        {"type", t->type},
        {"zip", t->zip},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (!add_type(rt, module, types[i].name, types[i].type))
            return false;
    }
    return true;
}

static bool add_exceptions(mr_runtime *rt, mr_value module)
{
#define X(name, base, doc)                                                                         \
    if (!add_type(rt, module, #name, rt->exc.name))                                                \
        return false;
#include "types/exceptions.def"
#undef X
    return mr_module_add(rt, module, "ExceptionGroup", mr_incref(rt->model->exception_group)) &&
           add_type(rt, module, "EnvironmentError", rt->exc.OSError) &&
           add_type(rt, module, "IOError", rt->exc.OSError);
}

static bool setup(mr_runtime *rt, mr_value module)
{
    return add_functions(rt, module, mr_builtins_values) &&
           add_functions(rt, module, mr_builtins_iterate) &&
           add_functions(rt, module, mr_builtins_code) &&
           add_functions(rt, module, mr_builtins_files) &&
           add_types(rt, module) && add_exceptions(rt, module) &&
           mr_module_add(rt, module, "None", MR_NONE) &&
           mr_module_add(rt, module, "Ellipsis", MR_ELLIPSIS) &&
           mr_module_add(rt, module, "NotImplemented", MR_NOT_IMPLEMENTED) &&
           mr_module_add(rt, module, "False", MR_FALSE) &&
           mr_module_add(rt, module, "True", MR_TRUE) &&
           mr_module_add(rt, module, "__debug__", MR_TRUE);
}

const mr_module_spec mr_module_builtins = {
    .name = "builtins",
    .doc = "Built-in functions, exceptions, and other objects.\n\nNoteworthy: None is the `nil' "
           "object; Ellipsis "
           "represents `...' in slices.",
    .setup = setup,
};

bool mr_builtins_init(mr_runtime *rt)
{
    if (!mr_exception_group_init(rt))
        return false;
    mr_value module = mr_module_from_spec(rt, &mr_module_builtins);
    if (!module)
        return false;
    rt->builtins = mr_incref(mr_module_dict(module));
    bool good = mr_dict_set(rt, rt->modules, MR_NAME(rt, builtins), module);
    mr_decref(rt, module);
    return good;
}
