/*
 * import.c - the import statement: names, sys.modules, packages.
 */
#include "modules/import.h"

#include <string.h>

#include "modules/import_find.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/str.h"
#include "vm/private.h"

mr_value mr_raise_import(mr_runtime *rt, mr_type *type, mr_value message, mr_value name,
                         mr_value path)
{
    if (!message)
        return MR_NULL;
    mr_raise(rt, type, "%V", message);
    mr_value e = mr_error_take(rt);
    if (mr_is_exception(e) && mr_isinstance(rt, e, rt->exc.ImportError)) {
        mr_exception *error = (mr_exception *)mr_obj(e);
        mr_replace(rt, &error->fields[1], mr_incref(name));
        mr_replace(rt, &error->fields[2], mr_incref(path));
    }
    mr_error_restore(rt, e);
    mr_decref(rt, message);
    return MR_NULL;
}

/* ---- names ---- */

/* Place of the last dot, or -1. */
static int64_t last_dot(mr_value name)
{
    const mr_str *s = mr_as_str(name);
    for (size_t i = s->length; i-- > 0;)
        if (mr_str_at(s, i) == '.')
            return (int64_t)i;
    return -1;
}

static int64_t first_dot(mr_value name)
{
    const mr_str *s = mr_as_str(name);
    for (size_t i = 0; i < s->length; i++)
        if (mr_str_at(s, i) == '.')
            return (int64_t)i;
    return -1;
}

/* The package a relative import starts from; owned. */
static mr_value calling_package(mr_runtime *rt, mr_value globals)
{
    if (!globals || !mr_is_dict(globals))
        return mr_raise(rt, rt->exc.KeyError, "'__name__' not in globals");
    mr_value package = mr_dict_get_str(rt, globals, MR_NAME(rt, __package__));
    mr_value spec = mr_dict_get_str(rt, globals, MR_NAME(rt, __spec__));
    if (package && package != MR_NONE) {
        if (!mr_is_str(package))
            return mr_raise(rt, rt->exc.TypeError, "package must be a string");
        return mr_incref(package);
    }
    if (spec && spec != MR_NONE) {
        mr_value parent = mr_getattr_text(rt, spec, "parent");
        if (parent && !mr_is_str(parent)) {
            mr_decref(rt, parent);
            return mr_raise(rt, rt->exc.TypeError, "__spec__.parent must be a string");
        }
        return parent;
    }
    mr_value name = mr_dict_get_str(rt, globals, MR_NAME(rt, __name__));
    if (!name)
        return mr_raise(rt, rt->exc.KeyError, "'__name__' not in globals");
    if (!mr_is_str(name))
        return mr_raise(rt, rt->exc.TypeError, "__name__ must be a string");
    if (mr_dict_get_str(rt, globals, MR_NAME(rt, __path__)))
        return mr_incref(name);
    int64_t dot = last_dot(name);
    return mr_str_substring(rt, name, 0, dot < 0 ? 0 : (size_t)dot);
}

static mr_value resolve_name(mr_runtime *rt, mr_value name, mr_value globals, int64_t level)
{
    mr_value package = calling_package(rt, globals);
    if (!package)
        return MR_NULL;
    if (mr_as_str(package)->length == 0) {
        mr_decref(rt, package);
        return mr_raise(rt, rt->exc.ImportError,
                        "attempted relative import with no known parent package");
    }
    for (int64_t i = 1; i < level; i++) {
        int64_t dot = last_dot(package);
        mr_value outer = dot < 0 ? MR_NULL : mr_str_substring(rt, package, 0, (size_t)dot);
        mr_decref(rt, package);
        if (dot < 0)
            return mr_raise(rt, rt->exc.ImportError,
                            "attempted relative import beyond top-level package");
        if (!outer)
            return MR_NULL;
        package = outer;
    }
    mr_value full = mr_as_str(name)->length ? mr_str_format(rt, "%V.%V", package, name)
                                            : mr_incref(package);
    mr_decref(rt, package);
    return full;
}

/* ---- sys.modules ---- */

/* The module if it is there; owned; MR_NULL without an exception when not. */
static mr_value loaded_module(mr_runtime *rt, mr_value name)
{
    mr_value v = mr_incref(mr_dict_get(rt, rt->modules, name));
    if (v == MR_NONE) {
        mr_value message =
            mr_str_format(rt, "import of %V halted; None in sys.modules", name);
        return mr_raise_import(rt, rt->exc.ModuleNotFoundError, message, name, MR_NONE);
    }
    return v;
}

static mr_value raise_not_package(mr_runtime *rt, mr_value name, mr_value parent)
{
    mr_value message = mr_str_format(rt, "No module named %R; %R is not a package", name, parent);
    return mr_raise_import(rt, rt->exc.ModuleNotFoundError, message, name, MR_NONE);
}

/* Finds and runs a module that is not yet in sys.modules. */
static mr_value find_and_load(mr_runtime *rt, mr_value name)
{
    int64_t dot = last_dot(name);
    mr_value parent_name = MR_NULL, parent = MR_NULL, path = MR_NULL, module = MR_NULL;
    if (dot >= 0) {
        parent_name = mr_str_substring(rt, name, 0, (size_t)dot);
        parent = parent_name ? mr_import_absolute(rt, parent_name) : MR_NULL;
        if (!parent)
            goto end;
        module = loaded_module(rt, name); /* importing the package may have imported it */
        if (module || mr_error(rt))
            goto end;
        path = mr_getattr_optional(rt, parent, MR_NAME(rt, __path__));
        if (!path) {
            if (!mr_error(rt))
                raise_not_package(rt, name, parent_name);
            goto end;
        }
    }
    module = mr_find_and_load(rt, name, path);
    if (module && parent) {
        mr_value last =
            mr_str_substring(rt, name, (size_t)dot + 1, mr_as_str(name)->length);
        last = last ? mr_str_intern(rt, last) : MR_NULL;
        if (!last || mr_setattr(rt, parent, last, module) < 0) {
            if (!mr_error_catch(rt, rt->exc.AttributeError))
                mr_clear(rt, &module);
        }
        mr_decref(rt, last);
    }
end:
    mr_decref(rt, path);
    mr_decref(rt, parent);
    mr_decref(rt, parent_name);
    return module;
}

mr_value mr_import_absolute(mr_runtime *rt, mr_value name)
{
    mr_value module = loaded_module(rt, name);
    if (module || mr_error(rt))
        return module;
    if (!mr_recursion_enter(rt, " while importing"))
        return MR_NULL;
    module = find_and_load(rt, name);
    mr_recursion_leave(rt);
    return module;
}

/* ---- from package import names ---- */

static bool import_submodule(mr_runtime *rt, mr_value module, mr_value name)
{
    mr_value there = mr_getattr_optional(rt, module, name);
    if (there || mr_error(rt)) {
        mr_decref(rt, there);
        return there != MR_NULL;
    }
    mr_value package = mr_getattr(rt, module, MR_NAME(rt, __name__));
    mr_value full = package ? mr_str_format(rt, "%S.%V", package, name) : MR_NULL;
    mr_decref(rt, package);
    if (!full)
        return false;
    mr_value submodule = mr_import_absolute(rt, full);
    mr_decref(rt, submodule);
    if (!submodule && mr_error_is(rt, rt->exc.ModuleNotFoundError)) {
        /* not there: the from clause will say so; unless it is something it imports */
        mr_value missing = ((mr_exception *)mr_obj(rt->exception))->fields[1];
        bool blocked = mr_dict_get(rt, rt->modules, full) == MR_NONE;
        if (missing && mr_is_str(missing) && mr_str_equal(missing, full) && !blocked)
            mr_error_clear(rt);
    }
    mr_decref(rt, full);
    return !mr_error(rt);
}

static bool import_names(mr_runtime *rt, mr_value module, mr_value fromlist, bool recursive)
{
    mr_value list = mr_list_from(rt, fromlist);
    bool fine = list != MR_NULL;
    for (size_t i = 0; fine && i < mr_as_list(list)->length; i++) {
        mr_value name = mr_as_list(list)->items[i];
        if (!mr_is_str(name)) {
            mr_value where = mr_getattr(rt, module, MR_NAME(rt, __name__));
            if (where)
                mr_raise(rt, rt->exc.TypeError,
                         recursive ? "Item in %S.__all__ must be str, not %T"
                                   : "Item in ``from list'' must be str, not %T",
                         recursive ? where : name, name);
            mr_decref(rt, where);
            fine = false;
        } else if (mr_str_is(name, "*")) {
            mr_value all = recursive ? MR_NULL
                                     : mr_getattr_optional(rt, module, MR_NAME(rt, __all__));
            fine = all ? import_names(rt, module, all, true) : !mr_error(rt);
            mr_decref(rt, all);
        } else {
            fine = import_submodule(rt, module, name);
        }
    }
    mr_decref(rt, list);
    return fine;
}

mr_value mr_import_name(mr_runtime *rt, mr_value name, mr_value globals, mr_value fromlist,
                        int64_t level)
{
    if (!mr_is_str(name))
        return mr_raise(rt, rt->exc.TypeError, "module name must be a string");
    if (level < 0)
        return mr_raise(rt, rt->exc.ValueError, "level must be >= 0");
    if (level == 0 && mr_as_str(name)->length == 0)
        return mr_raise(rt, rt->exc.ValueError, "Empty module name");
    mr_value full = level ? resolve_name(rt, name, globals, level) : mr_incref(name);
    mr_value module = full ? mr_import_absolute(rt, full) : MR_NULL, result = MR_NULL;
    if (!module)
        goto end;
    int listed = fromlist && fromlist != MR_NONE ? mr_truth(rt, fromlist) : 0;
    if (listed < 0)
        goto end;
    if (listed) {
        mr_value path = mr_getattr_optional(rt, module, MR_NAME(rt, __path__));
        bool fine = path ? import_names(rt, module, fromlist, false) : !mr_error(rt);
        mr_decref(rt, path);
        if (fine)
            result = mr_incref(module);
        goto end;
    }
    /* import a.b.c binds a */
    int64_t dot = first_dot(name);
    if (dot < 0 || (level && mr_as_str(name)->length == 0)) {
        result = mr_incref(module);
        goto end;
    }
    size_t cut = mr_as_str(name)->length - (size_t)dot;
    mr_value top = mr_str_substring(rt, full, 0, mr_as_str(full)->length - cut);
    result = top ? mr_import_absolute(rt, top) : MR_NULL;
    mr_decref(rt, top);
end:
    mr_decref(rt, module);
    mr_decref(rt, full);
    return result;
}

/* ---- for C ---- */

mr_value mr_import(mr_runtime *rt, const char *name)
{
    mr_value text = mr_intern(rt, name);
    mr_value module = text ? mr_import_absolute(rt, text) : MR_NULL;
    mr_decref(rt, text);
    return module;
}

mr_value mr_import_attr(mr_runtime *rt, const char *name, const char *attr)
{
    mr_value module = mr_import(rt, name);
    mr_value v = module ? mr_getattr_text(rt, module, attr) : MR_NULL;
    mr_decref(rt, module);
    return v;
}

/* ---- __import__ ---- */

static mr_value builtin_import(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                               mr_value kwnames)
{
    mr_value out[5];
    int64_t level = 0;
    if (!mr_bind(rt, "__import__(name, globals=, locals=, fromlist=, level=)", args, nargs,
                 kwnames, out) || (out[4] && !mr_to_int64(rt, out[4], &level)))
        return MR_NULL;
    return mr_import_name(rt, out[0], out[1], out[3], level);
}

static const mr_method_def import_def = {
    "__import__", builtin_import, MR_ARGS_ANY,
    "Import a module.\n\nBecause this function is meant for use by the Python interpreter and not\n"
    "for general use, it is better to use importlib.import_module() to\nprogrammatically import a "
    "module."};

bool mr_is_builtin_import(mr_value v)
{
    return mr_is_exact(v, MR_KIND_NATIVE) && ((const mr_native *)mr_obj(v))->def == &import_def;
}

bool mr_import_init(mr_runtime *rt)
{
    mr_value function = mr_native_new(rt, &import_def, MR_NULL, MR_NAME(rt, builtins));
    bool fine = function &&
                mr_dict_set(rt, rt->builtins, MR_NAME(rt, __import__), function);
    mr_decref(rt, function);
    return fine;
}

bool mr_spec_is_initializing(mr_runtime *rt, mr_value spec)
{
    mr_value v = mr_getattr_optional(rt, spec, MR_NAME(rt, _initializing));
    int truth = v ? mr_truth(rt, v) : 0;
    mr_decref(rt, v);
    mr_error_clear(rt);
    return truth > 0;
}
