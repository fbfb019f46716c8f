/*
 * sys.c - the sys module: functions. Its data stands in sys_data.c.
 */
#include "modules/sys.h"

#include <limits.h>
#include <stdlib.h>

#include "core/init.h"
#include "core/runtime.h"
#include "modules/import.h"
#include "modules/span.h"
#include "modules/stream.h"
#include "modules/structseq.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/str.h"
#include "vm/private.h"

#define NATIVE(name)                                                                               \
    static mr_value name(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,        \
                         mr_value kwnames)

/* ---- hooks ---- */

NATIVE(sys_displayhook)
{
    mr_value v = args[0], builtins = rt->builtins;
    if (v == MR_NONE)
        return MR_NONE;
    if (!mr_dict_set_text(rt, builtins, "_", MR_NONE))
        return MR_NULL;
    mr_value text = mr_repr(rt, v);
    mr_value line = text ? mr_str_format(rt, "%V\n", text) : MR_NULL;
    mr_value out = mr_dict_get_str(rt, rt->sysdict, MR_NAME(rt, stdout));
    mr_decref(rt, text);
    bool fine = line != MR_NULL;
    if (fine && !out) {
        mr_raise(rt, rt->exc.RuntimeError, "lost sys.stdout");
        fine = false;
    }
    if (fine && out != MR_NONE) {
        mr_incref(out);
        fine = mr_file_write(rt, out, line);
        mr_decref(rt, out);
    }
    mr_decref(rt, line);
    return fine && mr_dict_set_text(rt, builtins, "_", v) ? MR_NONE : MR_NULL;
}

NATIVE(sys_excepthook)
{
    if (!mr_arity(rt, "excepthook", nargs, kwnames, 3, 3))
        return MR_NULL;
    if (!mr_is_exception(args[1])) {
        mr_value text = mr_str_format(rt, "TypeError: print_exception(): Exception expected for "
                                      "value, %T found\n", args[1]);
        if (text)
            mr_write_stderr(rt, text);
        mr_decref(rt, text);
        return text ? MR_NONE : MR_NULL;
    }
    mr_exception *e = (mr_exception *)mr_obj(args[1]);
    if (args[2] != MR_NONE && !e->traceback && mr_isinstance(rt, args[2], rt->types.traceback))
        mr_replace(rt, &e->traceback, mr_incref(args[2]));
    mr_value text = mr_traceback_format(rt, args[1]);
    if (!text)
        return MR_NULL;
    mr_write_stderr(rt, text);
    mr_decref(rt, text);
    return MR_NONE;
}

NATIVE(sys_unraisablehook)
{
    static const char *const fields[] = {"exc_value", "err_msg", "object"};
    mr_value v[3];
    for (int i = 0; i < 3; i++) {
        v[i] = mr_getattr_text(rt, args[0], fields[i]);
        if (!v[i]) {
            while (i-- > 0)
                mr_decref(rt, v[i]);
            return MR_NULL;
        }
    }
    mr_value message =
        v[1] == MR_NONE ? mr_str_from(rt, "Exception ignored in") : mr_to_str(rt, v[1]);
    mr_value where = MR_NULL, text = MR_NULL, whole = MR_NULL;
    if (message && v[2] != MR_NONE) {
        where = mr_repr(rt, v[2]);
        if (!where) {
            mr_error_clear(rt);
            where = mr_str_from(rt, "<object repr() failed>");
        }
    }
    if (message && mr_is_exception(v[0]))
        text = mr_traceback_format(rt, v[0]);
    if (text)
        whole = where ? mr_str_format(rt, "%V: %V\n%V", message, where, text)
                      : v[1] == MR_NONE ? mr_incref(text)
                                        : mr_str_format(rt, "%V:\n%V", message, text);
    if (whole)
        mr_write_stderr(rt, whole);
    mr_decref(rt, whole);
    mr_decref(rt, text);
    mr_decref(rt, where);
    mr_decref(rt, message);
    for (int i = 0; i < 3; i++)
        mr_decref(rt, v[i]);
    return mr_error(rt) ? MR_NULL : MR_NONE;
}

NATIVE(sys_breakpointhook)
{
    mr_value set_trace = mr_import_attr(rt, "pdb", "set_trace");
    if (!set_trace)
        return MR_NULL;
    mr_value v = mr_call(rt, set_trace, args, nargs, kwnames);
    mr_decref(rt, set_trace);
    return v;
}

/* ---- exceptions and frames ---- */

NATIVE(sys_exc_info)
{
    mr_value e = rt->vm->handled;
    if (!e)
        return mr_tuple_pack(rt, 3, MR_NONE, MR_NONE, MR_NONE);
    mr_value traceback = ((mr_exception *)mr_obj(e))->traceback;
    return mr_tuple_pack(rt, 3, mr_from(mr_type_of(rt, e)), e, traceback ? traceback : MR_NONE);
}

NATIVE(sys_exception) { return rt->vm->handled ? mr_incref(rt->vm->handled) : MR_NONE; }

NATIVE(sys_exit)
{
    if (!mr_arity(rt, "exit", nargs, kwnames, 0, 1))
        return MR_NULL;
    if (!nargs || args[0] == MR_NONE)
        return mr_raise_exception(rt, mr_from(rt->exc.SystemExit));
    /* a tuple is the arguments themselves */
    mr_value e = mr_is_tuple(args[0])
        ? mr_call_tuple(rt, mr_from(rt->exc.SystemExit), args[0], MR_NULL)
        : mr_call1(rt, mr_from(rt->exc.SystemExit), args[0]);
    if (e)
        mr_raise_exception(rt, e);
    mr_decref(rt, e);
    return MR_NULL;
}

NATIVE(sys_getframe)
{
    int64_t depth = 0;
    if (!mr_arity(rt, "_getframe", nargs, kwnames, 0, 1) ||
        (nargs && !mr_to_int64(rt, args[0], &depth)))
        return MR_NULL;
    mr_frame *frame = rt->frame;
    while (frame && depth-- > 0)
        frame = frame->back;
    if (!frame)
        return mr_raise(rt, rt->exc.ValueError, "call stack is not deep enough");
    return mr_frame_object(rt, frame);
}

NATIVE(sys_current_frames)
{
    mr_value dict = mr_dict_new(rt);
    mr_value frame = dict && rt->frame ? mr_frame_object(rt, rt->frame) : MR_NULL;
    if (frame && !mr_dict_set(rt, dict, mr_small_int(1), frame))
        mr_clear(rt, &dict);
    mr_decref(rt, frame);
    return dict;
}

/* ---- limits ---- */

NATIVE(sys_getrecursionlimit) { return mr_small_int(rt->recursion_limit); }

NATIVE(sys_setrecursionlimit)
{
    int64_t n;
    if (!mr_to_int64(rt, args[0], &n))
        return MR_NULL;
    if (n < 1)
        return mr_raise(rt, rt->exc.ValueError, "recursion limit must be greater or equal than 1");
    if (n > INT32_MAX)
        return mr_raise(rt, rt->exc.OverflowError, "Python int too large to convert to C int");
    if (rt->recursion_depth >= n)
        return mr_raise(rt, rt->exc.RecursionError,
                        "cannot set the recursion limit to %i at the recursion depth %i: the "
                        "limit is too low", (int)n, rt->recursion_depth);
    rt->recursion_limit = (int)n;
    return MR_NONE;
}

NATIVE(sys_get_int_max_str_digits) { return mr_small_int(rt->int_max_str_digits); }

NATIVE(sys_set_int_max_str_digits)
{
    mr_value out[1];
    int64_t n;
    if (!mr_bind(rt, "set_int_max_str_digits(maxdigits)", args, nargs, kwnames, out) ||
        !mr_to_int64(rt, out[0], &n))
        return MR_NULL;
    if (n && n < 640)
        return mr_raise(rt, rt->exc.ValueError, "maxdigits must be 0 or larger than 640");
    rt->int_max_str_digits = (int)n;
    return MR_NONE;
}

/* One thread: the interval is remembered, nothing else. */
NATIVE(sys_getswitchinterval)
{
    mr_value v = mr_dict_get_text(rt, rt->sysdict, "_switch_interval");
    return v ? mr_incref(v) : mr_float(0.005);
}

NATIVE(sys_setswitchinterval)
{
    if (!mr_is_float(args[0]) && !mr_is_int(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "must be real number, not %T", args[0]);
    double seconds = mr_is_int(args[0]) ? (double)mr_small_int_value(args[0])
                                        : mr_float_value(args[0]);
    if (seconds <= 0)
        return mr_raise(rt, rt->exc.ValueError, "switch interval must be strictly positive");
    return mr_dict_set_text(rt, rt->sysdict, "_switch_interval", mr_float(seconds)) ? MR_NONE
                                                                                    : MR_NULL;
}

/* ---- objects ---- */

NATIVE(sys_getrefcount)
{
    mr_value v = args[0];
    if (mr_is_object(v))
        return mr_small_int(mr_obj(v)->refcount);
    /* an immediate value is in no one's possession; CPython's small ints and None are nobody's
     * either: they report a large number */
    return mr_small_int(1000000000);
}

NATIVE(sys_getsizeof)
{
    mr_value out[2];
    if (!mr_bind(rt, "getsizeof(object, default=)", args, nargs, kwnames, out))
        return MR_NULL;
    mr_value name = mr_intern(rt, "__sizeof__");
    mr_value method = name ? mr_lookup_special(rt, out[0], name) : MR_NULL;
    mr_decref(rt, name);
    mr_value size = MR_NULL;
    if (method)
        size = mr_call0(rt, method);
    else if (!mr_error(rt))
        mr_raise(rt, rt->exc.TypeError, "Type %T doesn't define __sizeof__", out[0]);
    mr_decref(rt, method);
    if (!size) {
        if (out[1] && mr_error_catch(rt, rt->exc.TypeError))
            return mr_incref(out[1]);
        return MR_NULL;
    }
    if (mr_is_integer(size) && mr_int_sign(size) < 0)
        return mr_raise(rt, rt->exc.ValueError, "__sizeof__() should return >= 0");
    if (!mr_is_integer(size)) {
        if (out[1]) {
            mr_decref(rt, size);
            return mr_incref(out[1]);
        }
        mr_raise(rt, rt->exc.TypeError, "an integer is required");
        mr_decref(rt, size);
        return MR_NULL;
    }
    return size;
}

NATIVE(sys_intern)
{
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "intern() argument must be str, not %T", args[0]);
    if (!mr_is_exact(args[0], MR_KIND_STR))
        return mr_raise(rt, rt->exc.TypeError, "can't intern %T", args[0]);
    return mr_str_intern(rt, mr_incref(args[0]));
}

NATIVE(sys_getallocatedblocks) { return mr_int_from(rt, (int64_t)rt->ledger.objects); }

/* ---- what is the same everywhere ---- */

NATIVE(sys_utf8) { return mr_str_from(rt, "utf-8"); }
NATIVE(sys_surrogateescape) { return mr_str_from(rt, "surrogateescape"); }
NATIVE(sys_false) { return mr_bool(!rt->ready && rt->ledger.cause == MR_CAUSE_EXIT); }
NATIVE(sys_none) { return MR_NONE; }

/* Tracing is not offered: taking a trace function back is all that works. */
NATIVE(sys_settrace)
{
    if (args[0] == MR_NONE)
        return MR_NONE;
    return mr_raise(rt, rt->exc.NotImplementedError,
                    "this runtime has no trace or profile functions (sys.settrace, "
                    "sys.setprofile)");
}

/* ---- coroutines ---- */

static const mr_getset_def asyncgen_hooks_fields[] = {
    MR_STRUCTSEQ_FIELD("firstiter", 0), MR_STRUCTSEQ_FIELD("finalizer", 1), {0}};
static const mr_type_spec asyncgen_hooks_spec = MR_STRUCTSEQ_SPEC(
    "asyncgen_hooks", "asyncgen_hooks\n\nSettings of the hooks for asynchronous generators.",
    asyncgen_hooks_fields);

NATIVE(sys_get_asyncgen_hooks)
{
    mr_value first = rt->vm->asyncgen_firstiter, last = rt->vm->asyncgen_finalizer;
    if (!rt->vm->asyncgen_hooks &&
        !(rt->vm->asyncgen_hooks = mr_structseq_type(rt, &asyncgen_hooks_spec)))
        return MR_NULL;
    return mr_structseq_new(rt, rt->vm->asyncgen_hooks,
                            (const mr_value[]){first ? mr_incref(first) : MR_NONE,
                                               last ? mr_incref(last) : MR_NONE});
}

NATIVE(sys_set_asyncgen_hooks)
{
    static const char *const names[] = {"firstiter", "finalizer"};
    mr_value out[2], *places[] = {&rt->vm->asyncgen_firstiter, &rt->vm->asyncgen_finalizer};
    if (!mr_bind(rt, "set_asyncgen_hooks(firstiter=, finalizer=)", args, nargs, kwnames, out))
        return MR_NULL;
    for (int i = 0; i < 2; i++)
        if (out[i] && out[i] != MR_NONE && !mr_callable(rt, out[i]))
            return mr_raise(rt, rt->exc.TypeError, "callable %s expected, got %T", names[i],
                            out[i]);
    for (int i = 0; i < 2; i++)
        if (out[i])
            mr_replace(rt, places[i], out[i] == MR_NONE ? MR_NULL : mr_incref(out[i]));
    return MR_NONE;
}

NATIVE(sys_get_coroutine_origin_tracking_depth) { return mr_small_int(rt->vm->origin_depth); }

NATIVE(sys_set_coroutine_origin_tracking_depth)
{
    mr_value out[1];
    int64_t n;
    if (!mr_bind(rt, "set_coroutine_origin_tracking_depth(depth)", args, nargs, kwnames, out) ||
        !mr_to_int64(rt, out[0], &n))
        return MR_NULL;
    if (n < 0)
        return mr_raise(rt, rt->exc.ValueError, "depth must be >= 0");
    rt->vm->origin_depth = n < INT_MAX ? (int)n : INT_MAX;
    return MR_NONE;
}

static const mr_method_def functions[] = {
    {"__displayhook__", sys_displayhook, MR_ARGS_ONE, NULL},
    {"__excepthook__", sys_excepthook, MR_ARGS_ANY, NULL},
    {"__unraisablehook__", sys_unraisablehook, MR_ARGS_ONE, NULL},
    {"__breakpointhook__", sys_breakpointhook, MR_ARGS_ANY, NULL},
    {"_clear_type_cache", sys_none, MR_ARGS_NONE, NULL},
    {"_current_frames", sys_current_frames, MR_ARGS_NONE, NULL},
    {"_getframe", sys_getframe, MR_ARGS_ANY, NULL},
    {"addaudithook", sys_none, MR_ARGS_ANY, NULL},
    {"audit", sys_none, MR_ARGS_ANY, NULL},
    {"breakpointhook", sys_breakpointhook, MR_ARGS_ANY, NULL},
    {"displayhook", sys_displayhook, MR_ARGS_ONE,
     "Print an object to sys.stdout and also save it in builtins._"},
    {"exc_info", sys_exc_info, MR_ARGS_NONE,
     "Return current exception information: (type, value, traceback)."},
    {"excepthook", sys_excepthook, MR_ARGS_ANY,
     "Handle an exception by displaying it with a traceback on sys.stderr."},
    {"exception", sys_exception, MR_ARGS_NONE, "Return the current exception."},
    {"exit", sys_exit, MR_ARGS_ANY, "Exit the interpreter by raising SystemExit(status)."},
    {"get_int_max_str_digits", sys_get_int_max_str_digits, MR_ARGS_NONE, NULL},
    {"get_asyncgen_hooks", sys_get_asyncgen_hooks, MR_ARGS_NONE,
     "Return the installed asynchronous generators hooks."},
    {"get_coroutine_origin_tracking_depth", sys_get_coroutine_origin_tracking_depth, MR_ARGS_NONE,
     "Check status of origin tracking for coroutine objects in this thread."},
    {"getallocatedblocks", sys_getallocatedblocks, MR_ARGS_NONE, NULL},
    {"getdefaultencoding", sys_utf8, MR_ARGS_NONE, NULL},
    {"getfilesystemencodeerrors", sys_surrogateescape, MR_ARGS_NONE, NULL},
    {"getfilesystemencoding", sys_utf8, MR_ARGS_NONE, NULL},
    {"getprofile", sys_none, MR_ARGS_NONE, NULL},
    {"getrecursionlimit", sys_getrecursionlimit, MR_ARGS_NONE, NULL},
    {"getrefcount", sys_getrefcount, MR_ARGS_ONE, "Return the reference count of object."},
    {"getsizeof", sys_getsizeof, MR_ARGS_ANY, "Return the size of object in bytes."},
    {"getswitchinterval", sys_getswitchinterval, MR_ARGS_NONE, NULL},
    {"gettrace", sys_none, MR_ARGS_NONE, NULL},
    {"intern", sys_intern, MR_ARGS_ONE, "''Intern'' the given string."},
    {"is_finalizing", sys_false, MR_ARGS_NONE, "Return True if Python is exiting."},
    {"set_int_max_str_digits", sys_set_int_max_str_digits, MR_ARGS_ANY, NULL},
    {"set_asyncgen_hooks", sys_set_asyncgen_hooks, MR_ARGS_ANY,
     "set_asyncgen_hooks(* [, firstiter] [, finalizer])\n\nSet a finalizer for async generators "
     "objects."},
    {"set_coroutine_origin_tracking_depth", sys_set_coroutine_origin_tracking_depth, MR_ARGS_ANY,
     "Enable or disable origin tracking for coroutine objects in this thread."},
    {"setprofile", sys_settrace, MR_ARGS_ONE, NULL},
    {"setrecursionlimit", sys_setrecursionlimit, MR_ARGS_ONE, NULL},
    {"setswitchinterval", sys_setswitchinterval, MR_ARGS_ONE, NULL},
    {"settrace", sys_settrace, MR_ARGS_ONE, NULL},
    {"unraisablehook", sys_unraisablehook, MR_ARGS_ONE, "Handle an unraisable exception."},
    {0},
};

const mr_module_spec mr_module_sys = {
    .name = "sys",
    .doc = "This module provides access to some objects used or maintained by the\ninterpreter and "
           "to functions that interact strongly with the interpreter.",
    .functions = functions,
};

bool mr_sys_init(mr_runtime *rt)
{
    mr_value module = mr_module_from_spec(rt, &mr_module_sys);
    if (!module)
        return false;
    rt->sysdict = mr_incref(mr_module_dict(module));
    bool fine = mr_dict_set_text(rt, rt->modules, "sys", module) &&
                mr_dict_set_text(rt, rt->sysdict, "modules", rt->modules) &&
                mr_streams_init(rt) && mr_sys_data_init(rt) && mr_sys_paths_init(rt) &&
                mr_import_init(rt) && mr_profile_init(rt) &&
                mr_site_init(rt);
    mr_decref(rt, module);
    return fine;
}
