/*
 * raise.c - raising exceptions in C, and what is done with a raised one.
 */
#include <errno.h>
#include <stdarg.h>

#include "types/containers.h"
#include "types/exceptions.h"
#include "types/model.h"
#include "types/str.h"
#include "vm/vm.h"

static mr_exception *as_exception(mr_value v) { return (mr_exception *)mr_obj(v); }

/* The exception being handled becomes the context, unless that closes a ring:
 * then the ring is opened where it comes back. */
static void set_context(mr_runtime *rt, mr_value exception)
{
    mr_value handled = rt->vm ? rt->vm->handled : MR_NULL;
    if (!handled || handled == MR_NONE || handled == exception || !mr_is_exception(handled))
        return;
    mr_value slow = handled;
    bool move = false;
    for (mr_value o = handled; as_exception(o)->context;) {
        mr_value next = as_exception(o)->context;
        if (next == exception) {
            mr_clear(rt, &as_exception(o)->context);
            break;
        }
        o = next;
        if (o == slow)
            break; /* a ring that was there before */
        if (move)
            slow = as_exception(slow)->context;
        move = !move;
    }
    mr_replace(rt, &as_exception(exception)->context, mr_incref(handled));
}

static void put(mr_runtime *rt, mr_value exception) { mr_replace(rt, &rt->exception, exception); }

mr_value mr_raise_exception(mr_runtime *rt, mr_value exception)
{
    mr_value instance;
    if (mr_is_exception(exception)) {
        instance = mr_incref(exception);
    } else if (mr_is_exception_class(rt, exception)) {
        instance = mr_call0(rt, exception);
        if (!instance)
            return MR_NULL;
        if (!mr_is_exception(instance)) {
            mr_decref(rt, instance);
            return mr_raise(rt, rt->exc.TypeError, "exceptions must derive from BaseException");
        }
    } else {
        return mr_raise(rt, rt->exc.TypeError, "exceptions must derive from BaseException");
    }
    set_context(rt, instance);
    put(rt, instance);
    return MR_NULL;
}

/* type(arg) and raised; with arg MR_NULL an error has already been set. */
static mr_value raise_with(mr_runtime *rt, mr_type *type, mr_value arg)
{
    if (!arg)
        return MR_NULL;
    mr_value exception = mr_type_call(rt, mr_from(type), &arg, 1, MR_NULL);
    if (!exception)
        return MR_NULL;
    set_context(rt, exception);
    put(rt, exception);
    return MR_NULL;
}

mr_value mr_raise(mr_runtime *rt, mr_type *type, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    mr_value text = mr_str_format_v(rt, format, &args);
    va_end(args);
    raise_with(rt, type, text);
    mr_decref(rt, text);
    return MR_NULL;
}

mr_value mr_raise_value(mr_runtime *rt, mr_type *type, mr_value arg)
{
    return raise_with(rt, type, arg);
}

mr_value mr_raise_no_memory(mr_runtime *rt)
{
    mr_value spare = rt->model->no_memory;
    if (!spare)
        return MR_NULL;
    if (mr_obj(spare)->refcount == 1) {
        mr_clear(rt, &as_exception(spare)->traceback);
        mr_clear(rt, &as_exception(spare)->context);
    }
    put(rt, mr_incref(spare));
    return MR_NULL;
}

mr_value mr_raise_errno(mr_runtime *rt, int err, mr_value filename)
{
    if (err == ENOMEM)
        return mr_raise_no_memory(rt);
    mr_value args[3] = {mr_small_int(err), mr_str_from(rt, strerror(err)), filename};
    if (!args[1])
        return MR_NULL;
    mr_value exception = mr_type_call(rt, mr_from(rt->exc.OSError), args, filename ? 3 : 2,
                                      MR_NULL);
    mr_decref(rt, args[1]);
    if (!exception)
        return MR_NULL;
    set_context(rt, exception);
    put(rt, exception);
    return MR_NULL;
}

mr_value mr_raise_type(mr_runtime *rt, const char *expected, mr_value got)
{
    return mr_raise(rt, rt->exc.TypeError, "expected %s, got %T", expected, got);
}

mr_value mr_raise_attribute(mr_runtime *rt, mr_value obj, mr_value name)
{
    if (mr_is_type(obj)) {
        mr_raise(rt, rt->exc.AttributeError, "type object '%N' has no attribute '%V'",
                 mr_as_type(obj), name);
    } else if (mr_has_kind(obj, MR_KIND_MODULE) && mr_type_of(rt, obj)->slots.repr &&
               mr_module_dict(obj)) {
        mr_value module = mr_dict_get_str(rt, mr_module_dict(obj), MR_NAME(rt, __name__));
        if (module && mr_is_str(module))
            mr_raise(rt, rt->exc.AttributeError, "module '%V' has no attribute '%V'", module, name);
        else
            mr_raise(rt, rt->exc.AttributeError, "module has no attribute '%V'", name);
    } else {
        mr_raise(rt, rt->exc.AttributeError, "'%T' object has no attribute '%V'", obj, name);
    }
    if (rt->exception && mr_error_is(rt, rt->exc.AttributeError)) {
        mr_replace(rt, &as_exception(rt->exception)->fields[0], mr_incref(name));
        mr_replace(rt, &as_exception(rt->exception)->fields[1], mr_incref(obj));
    }
    return MR_NULL;
}

/* ---- a raised exception ---- */

bool mr_error_is(mr_runtime *rt, const mr_type *type)
{
    return rt->exception && mr_is_subtype(mr_type_of(rt, rt->exception), type);
}

mr_value mr_error_take(mr_runtime *rt)
{
    mr_value exception = rt->exception;
    rt->exception = MR_NULL;
    return exception;
}

void mr_error_restore(mr_runtime *rt, mr_value exception) { put(rt, exception); }

void mr_error_clear(mr_runtime *rt) { put(rt, MR_NULL); }

bool mr_error_catch(mr_runtime *rt, mr_type *type)
{
    if (!mr_error_is(rt, type))
        return false;
    mr_error_clear(rt);
    return true;
}

bool mr_is_exception_class(mr_runtime *rt, mr_value v)
{
    return mr_is_type(v) && mr_is_subtype(mr_as_type(v), rt->exc.BaseException);
}

int mr_exception_matches(mr_runtime *rt, mr_value exc, mr_value classes)
{
    if (mr_is_tuple(classes)) {
        for (size_t i = 0; i < mr_as_tuple(classes)->length; i++) {
            int result = mr_exception_matches(rt, exc, mr_as_tuple(classes)->items[i]);
            if (result)
                return result;
        }
        return 0;
    }
    const mr_type *type = mr_is_type(exc) ? mr_as_type(exc) : mr_type_of(rt, exc);
    return mr_is_type(classes) && mr_is_subtype(type, mr_as_type(classes));
}

/* ---- exceptions that cannot be raised, warnings ---- */

static bool write_stderr(mr_runtime *rt, mr_value text)
{
    mr_value file = rt->sysdict ? mr_dict_get_str(rt, rt->sysdict, MR_NAME(rt, stderr)) : MR_NULL;
    if (!file || file == MR_NONE)
        return false;
    mr_incref(file);
    mr_value result = mr_call_method(rt, file, MR_NAME(rt, write), &text, 1);
    mr_decref(rt, file);
    mr_decref(rt, result);
    return result != MR_NULL;
}

/* The standard report, as sys.unraisablehook gives it. */
void mr_unraisable_report(mr_runtime *rt, mr_value exception, mr_value message, mr_value where)
{
    mr_value head;
    bool has_where = where && where != MR_NONE, has_message = message && message != MR_NONE;
    if (has_message && has_where)
        head = mr_str_format(rt, "%V: %R\n", message, where);
    else if (has_message)
        head = mr_str_format(rt, "%V:\n", message);
    else if (has_where)
        head = mr_str_format(rt, "Exception ignored in: %R\n", where);
    else
        head = mr_str_from(rt, "");
    if (!head) {
        mr_error_clear(rt);
        head = mr_str_format(rt, "Exception ignored in: <object repr() failed>\n");
    }
    if (head)
        write_stderr(rt, head);
    mr_error_clear(rt);
    mr_value text = mr_traceback_format(rt, exception);
    if (text)
        write_stderr(rt, text);
    mr_error_clear(rt);
    mr_decref(rt, head);
    mr_decref(rt, text);
}

static bool call_hook(mr_runtime *rt, mr_value hook, mr_value exception, mr_value where)
{
    mr_value dict = mr_dict_new(rt), traceback = as_exception(exception)->traceback;
    bool good = dict && mr_dict_set_text(rt, dict, "exc_type",
                                         mr_from(mr_type_of(rt, exception))) &&
                mr_dict_set_text(rt, dict, "exc_value", exception) &&
                mr_dict_set_text(rt, dict, "exc_traceback", traceback ? traceback : MR_NONE) &&
                mr_dict_set_text(rt, dict, "err_msg", MR_NONE) &&
                mr_dict_set_text(rt, dict, "object", where ? where : MR_NONE);
    mr_value args = good ? mr_namespace_new(rt, dict) : MR_NULL;
    mr_value result = args ? mr_call1(rt, hook, args) : MR_NULL;
    mr_decref(rt, dict);
    mr_decref(rt, args);
    mr_decref(rt, result);
    return result != MR_NULL;
}

void mr_error_unraisable(mr_runtime *rt, mr_value where)
{
    mr_value exception = mr_error_take(rt);
    if (!exception)
        return;
    if (!as_exception(exception)->traceback && rt->frame) {
        mr_error_restore(rt, exception);
        mr_traceback_add(rt, rt->frame);
        exception = mr_error_take(rt);
    }
    mr_value hook = rt->sysdict ? mr_dict_get_text(rt, rt->sysdict, "unraisablehook") : MR_NULL;
    if (hook && hook != MR_NONE && !mr_has_kind(hook, MR_KIND_NATIVE)) {
        mr_incref(hook);
        if (!call_hook(rt, hook, exception, where)) {
            mr_value second = mr_error_take(rt);
            if (second)
                mr_unraisable_report(rt, second, MR_NULL, hook);
            mr_decref(rt, second);
        }
        mr_decref(rt, hook);
    } else {
        mr_unraisable_report(rt, exception, MR_NULL, where);
    }
    mr_decref(rt, exception);
    mr_error_clear(rt);
}

/* Calls a function of warnings; takes over the text, the first of args. */
static int call_warnings(mr_runtime *rt, const char *name, const mr_value *args, size_t nargs)
{
    mr_value warn = args[0] ? mr_import_attr(rt, "warnings", name) : MR_NULL;
    mr_value result = MR_NULL;
    if (warn)
        result = mr_call(rt, warn, args, nargs, MR_NULL);
    else if (args[0] && mr_error_is(rt, rt->exc.Exception)) {
        mr_error_clear(rt); /* without the standard library nobody can be warned */
        result = MR_NONE;
    }
    mr_decref(rt, warn);
    mr_decref(rt, args[0]);
    mr_decref(rt, result);
    return result ? 0 : -1;
}

int mr_warn(mr_runtime *rt, mr_type *category, int stack_level, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    mr_value text = mr_str_format_v(rt, format, &args);
    va_end(args);
    return call_warnings(rt, "warn",
                         (mr_value[]){text, mr_from(category), mr_small_int(stack_level)}, 3);
}

int mr_warn_explicit(mr_runtime *rt, mr_type *category, mr_value filename, int line,
                     const char *message)
{
    return call_warnings(
        rt, "warn_explicit",
        (mr_value[]){mr_str_from(rt, message), mr_from(category), filename, mr_small_int(line)}, 4);
}
