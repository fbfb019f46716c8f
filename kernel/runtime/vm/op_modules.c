/*
 * op_modules.c - import statements and the value of an interactive statement.
 */
#include "core/runtime.h"
#include "modules/import.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/str.h"
#include "vm/private.h"

mr_value mr_op_import_name(mr_runtime *rt, mr_frame *frame, mr_value name, mr_value level,
                           mr_value fromlist)
{
    mr_value importer = mr_dict_get_str(rt, frame->builtins, MR_NAME(rt, __import__));
    if (!importer)
        return mr_raise(rt, rt->exc.ImportError, "__import__ not found");
    if (mr_is_builtin_import(importer))
        return mr_import_name(rt, name, frame->globals, fromlist, mr_small_int_value(level));
    mr_value locals = frame->locals ? frame->locals : MR_NONE;
    const mr_value args[5] = {name, frame->globals, locals, fromlist, level};
    mr_incref(importer);
    mr_value v = mr_call(rt, importer, args, 5, MR_NULL);
    mr_decref(rt, importer);
    return v;
}

/* The module's __file__ for an error message: owned, None when it has none. */
static mr_value module_file(mr_runtime *rt, mr_value module)
{
    mr_value file = mr_getattr_optional(rt, module, MR_NAME(rt, __file__));
    if (file && mr_is_str(file))
        return file;
    mr_decref(rt, file);
    mr_error_clear(rt);
    return MR_NONE;
}

mr_value mr_op_import_from(mr_runtime *rt, mr_value module, mr_value name)
{
    mr_value v = mr_getattr_optional(rt, module, name);
    if (v || mr_error(rt))
        return v;
    /* a circular import: the submodule may be in sys.modules and not yet an attribute */
    mr_value module_name = mr_getattr_optional(rt, module, MR_NAME(rt, __name__));
    if (mr_error(rt))
        mr_error_clear(rt);
    if (module_name && mr_is_str(module_name)) {
        mr_value full = mr_str_format(rt, "%V.%V", module_name, name);
        v = full ? mr_incref(mr_dict_get(rt, rt->modules, full)) : MR_NULL;
        mr_decref(rt, full);
        if (v || mr_error(rt)) {
            mr_decref(rt, module_name);
            return v;
        }
    } else {
        mr_decref(rt, module_name);
        module_name = mr_str_from(rt, "<unknown module name>");
        if (!module_name)
            return MR_NULL;
    }
    mr_value file = module_file(rt, module);
    mr_value spec = mr_getattr_optional(rt, module, MR_NAME(rt, __spec__));
    if (mr_error(rt))
        mr_error_clear(rt);
    mr_value message;
    if (file == MR_NONE)
        message = mr_str_format(rt, "cannot import name %R from %R (unknown location)", name,
                                module_name);
    else if (spec && mr_spec_is_initializing(rt, spec))
        message = mr_str_format(rt, "cannot import name %R from partially initialized module %R "
                                "(most likely due to a circular import) (%S)", name, module_name,
                                file);
    else
        message = mr_str_format(rt, "cannot import name %R from %R (%S)", name, module_name, file);
    if (message) {
        mr_raise(rt, rt->exc.ImportError, "%V", message);
        mr_value exception = mr_error_take(rt);
        if (mr_has_kind(exception, MR_KIND_EXCEPTION)) {
            mr_exception *e = (mr_exception *)mr_obj(exception);
            mr_replace(rt, &e->fields[1], mr_incref(module_name));
            mr_replace(rt, &e->fields[2], mr_incref(file));
        }
        mr_error_restore(rt, exception);
    }
    mr_decref(rt, message);
    mr_decref(rt, spec);
    mr_decref(rt, file);
    mr_decref(rt, module_name);
    return MR_NULL;
}

bool mr_op_import_star(mr_runtime *rt, mr_frame *frame, mr_value module)
{
    mr_value all = mr_getattr_optional(rt, module, MR_NAME(rt, __all__)), names = MR_NULL;
    bool skip_hidden = !all, fine = false;
    if (!all) {
        if (mr_error(rt))
            return false;
        mr_value dict = mr_getattr_optional(rt, module, MR_NAME(rt, __dict__));
        if (!dict) {
            if (!mr_error(rt))
                mr_raise(rt, rt->exc.ImportError,
                         "from-import-* object has no __dict__ and no __all__");
            return false;
        }
        mr_value keys = mr_call_method(rt, dict, MR_NAME(rt, keys), NULL, 0);
        mr_decref(rt, dict);
        names = keys ? mr_list_from(rt, keys) : MR_NULL;
        mr_decref(rt, keys);
    } else {
        names = mr_list_from(rt, all);
    }
    if (!names)
        goto end;
    for (size_t i = 0; i < mr_as_list(names)->length; i++) {
        mr_value name = mr_as_list(names)->items[i];
        if (!mr_is_str(name)) {
            mr_value module_name = mr_getattr(rt, module, MR_NAME(rt, __name__));
            if (module_name)
                mr_raise(rt, rt->exc.TypeError,
                         skip_hidden ? "Key in %S.__dict__ must be str, not %T"
                                     : "Item in %S.__all__ must be str, not %T",
                         module_name, name);
            mr_decref(rt, module_name);
            goto end;
        }
        if (skip_hidden && mr_as_str(name)->length && mr_str_at(mr_as_str(name), 0) == '_')
            continue;
        mr_value v = mr_getattr(rt, module, name);
        if (!v)
            goto end;
        int stored = mr_op_store_name(rt, frame, name, v);
        mr_decref(rt, v);
        if (stored < 0)
            goto end;
    }
    fine = true;
end:
    mr_decref(rt, names);
    mr_decref(rt, all);
    return fine;
}

bool mr_op_print_expression(mr_runtime *rt, mr_value v)
{
    mr_value hook = mr_dict_get_str(rt, rt->sysdict, MR_NAME(rt, displayhook));
    if (!hook) {
        mr_raise(rt, rt->exc.RuntimeError, "lost sys.displayhook");
        return false;
    }
    mr_incref(hook);
    mr_value result = mr_call1(rt, hook, v);
    mr_decref(rt, hook);
    mr_decref(rt, result);
    return result != MR_NULL;
}
