/*
 * imp.c - the _imp module: what the standard library's importlib stands on.
 */
#include "core/runtime.h"
#include "modules/import_find.h"
#include "types/abstract.h"
#include "types/bytes.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/str.h"
#include "vm/private.h"

#define NATIVE(name)                                                                               \
    static mr_value name(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,        \
                         mr_value kwnames)

/* One thread: the import lock is never held by another. */
NATIVE(imp_none) { return MR_NONE; }
NATIVE(imp_false) { return MR_FALSE; }

NATIVE(imp_is_builtin)
{
    return mr_small_int(mr_is_str(args[0]) && mr_is_native_name(args[0]));
}

NATIVE(imp_create_builtin)
{
    mr_value name = mr_getattr(rt, args[0], MR_NAME(rt, name));
    if (!name)
        return MR_NULL;
    mr_value module = mr_is_str(name) ? mr_incref(mr_dict_get(rt, rt->modules, name)) : MR_NULL;
    if (!module && !mr_error(rt))
        module = mr_load_native(rt, name);
    if (!module && !mr_error(rt))
        mr_raise(rt, rt->exc.ImportError, "no module written in C is named %R", name);
    mr_decref(rt, name);
    return module;
}

NATIVE(imp_exec_builtin) { return mr_small_int(0); }

NATIVE(imp_no_frozen)
{
    return mr_raise(rt, rt->exc.ImportError, "No such frozen object named %S", args[0]);
}

NATIVE(imp_no_dynamic)
{
    return mr_raise(rt, rt->exc.ImportError,
                    "extension modules compiled for CPython cannot be loaded");
}

NATIVE(imp_extension_suffixes) { return mr_list_new(rt, NULL, 0); }

static void fix_filename(mr_runtime *rt, mr_code *code, mr_value old, mr_value name)
{
    if (!mr_str_equal(code->filename, old))
        return;
    mr_replace(rt, &code->filename, mr_incref(name));
    const mr_tuple *consts = mr_as_tuple(code->consts);
    for (size_t i = 0; i < consts->length; i++)
        if (mr_has_kind(consts->items[i], MR_KIND_CODE))
            fix_filename(rt, (mr_code *)mr_obj(consts->items[i]), old, name);
}

NATIVE(imp_fix_co_filename)
{
    if (!mr_arity(rt, "_fix_co_filename", nargs, kwnames, 2, 2))
        return MR_NULL;
    if (!mr_has_kind(args[0], MR_KIND_CODE) || !mr_is_str(args[1]))
        return mr_raise(rt, rt->exc.TypeError, "_fix_co_filename() takes a code object and a str");
    mr_value old = mr_incref(((mr_code *)mr_obj(args[0]))->filename);
    fix_filename(rt, (mr_code *)mr_obj(args[0]), old, args[1]);
    mr_decref(rt, old);
    return MR_NONE;
}

static bool setup(mr_runtime *rt, mr_value module)
{
    return mr_module_add(rt, module, "check_hash_based_pycs", mr_str_from(rt, "default"));
}

static const mr_method_def functions[] = {
    {"_fix_co_filename", imp_fix_co_filename, MR_ARGS_ANY, NULL},
    {"_frozen_module_names", imp_extension_suffixes, MR_ARGS_NONE, NULL},
    {"acquire_lock", imp_none, MR_ARGS_NONE, NULL},
    {"create_builtin", imp_create_builtin, MR_ARGS_ONE, NULL},
    {"create_dynamic", imp_no_dynamic, MR_ARGS_ANY, NULL},
    {"exec_builtin", imp_exec_builtin, MR_ARGS_ONE, NULL},
    {"exec_dynamic", imp_no_dynamic, MR_ARGS_ANY, NULL},
    {"extension_suffixes", imp_extension_suffixes, MR_ARGS_NONE, NULL},
    {"find_frozen", imp_none, MR_ARGS_ANY, NULL},
    {"get_frozen_object", imp_no_frozen, MR_ARGS_ANY, NULL},
    {"init_frozen", imp_none, MR_ARGS_ONE, NULL},
    {"is_builtin", imp_is_builtin, MR_ARGS_ONE, NULL},
    {"is_frozen", imp_false, MR_ARGS_ONE, NULL},
    {"is_frozen_package", imp_no_frozen, MR_ARGS_ONE, NULL},
    {"lock_held", imp_false, MR_ARGS_NONE, NULL},
    {"release_lock", imp_none, MR_ARGS_NONE, NULL},
    {0},
};

const mr_module_spec mr_module__imp = {
    .name = "_imp",
    .doc = "(Extremely) low-level import machinery bits as used by importlib.",
    .functions = functions,
    .setup = setup,
};
