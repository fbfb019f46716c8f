/*
 * atexit.c - the module atexit: functions to call when the runtime ends.
 *
 * The registered calls are tuples (function, args, kwargs) in a list that the
 * module's namespace keeps under a name no program can spell as an attribute.
 */
#include "core/init.h"
#include "types/abstract.h"
#include "types/containers.h"

#define CALLS "atexit calls"

/* The list of calls, borrowed; MR_NULL without an exception when the module was never imported. */
static mr_value calls_of(mr_runtime *rt)
{
    mr_value module = rt->modules ? mr_dict_get_text(rt, rt->modules, "atexit") : MR_NULL;
    if (!mr_has_kind(module, MR_KIND_MODULE))
        return MR_NULL;
    return mr_dict_get_text(rt, mr_module_dict(module), CALLS);
}

static mr_value atexit_register(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    if (nargs < 1)
        return mr_raise(rt, rt->exc.TypeError, "register() takes at least 1 argument (0 given)");
    if (!mr_callable(rt, args[0]))
        return mr_raise(rt, rt->exc.TypeError, "the first argument must be callable");
    mr_value calls = mr_dict_get_text(rt, mr_module_dict(self), CALLS);
    mr_value positional = mr_tuple_new(rt, args + 1, nargs - 1), keywords = mr_dict_new(rt),
             entry = MR_NULL;
    bool ok = positional && keywords;
    for (size_t i = 0; ok && kwnames && i < mr_as_tuple(kwnames)->length; i++)
        ok = mr_dict_set(rt, keywords, mr_as_tuple(kwnames)->items[i], args[nargs + i]);
    if (ok)
        entry = mr_tuple_pack(rt, 3, args[0], positional, keywords);
    ok = entry && calls && mr_list_append(rt, calls, entry);
    mr_decref(rt, positional);
    mr_decref(rt, keywords);
    mr_decref(rt, entry);
    return ok ? mr_incref(args[0]) : MR_NULL;
}

/* Calls what is registered, last first; the last error, if any, is left raised when `raise`. */
static bool run_calls(mr_runtime *rt, mr_value calls, bool raise)
{
    mr_value last = MR_NULL;
    while (mr_as_list(calls)->length > 0) {
        mr_list *list = mr_as_list(calls);
        mr_value entry = list->items[--list->length];
        const mr_tuple *t = mr_as_tuple(entry);
        mr_value result = mr_call_tuple(rt, t->items[0], t->items[1], t->items[2]);
        mr_decref(rt, result);
        if (!result && raise)
            mr_replace(rt, &last, mr_error_take(rt));
        else if (!result)
            mr_error_unraisable(rt, t->items[0]);
        mr_decref(rt, entry);
    }
    if (last)
        mr_error_restore(rt, last);
    return !last;
}

void mr_run_exit_functions(mr_runtime *rt)
{
    mr_value calls = calls_of(rt);
    if (calls)
        run_calls(rt, calls, false);
}

static mr_value atexit_run(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    return run_calls(rt, mr_dict_get_text(rt, mr_module_dict(self), CALLS), true) ? MR_NONE
                                                                                  : MR_NULL;
}

static mr_value atexit_clear(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    mr_list *list = mr_as_list(mr_dict_get_text(rt, mr_module_dict(self), CALLS));
    while (list->length > 0)
        mr_decref(rt, list->items[--list->length]);
    return MR_NONE;
}

static mr_value atexit_ncallbacks(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                  mr_value kwnames)
{
    return mr_small_int(
        (int64_t)mr_as_list(mr_dict_get_text(rt, mr_module_dict(self), CALLS))->length);
}

static mr_value atexit_unregister(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                  mr_value kwnames)
{
    mr_list *list = mr_as_list(mr_dict_get_text(rt, mr_module_dict(self), CALLS));
    for (size_t i = list->length; i-- > 0;) {
        int same =
            i < list->length ? mr_equal(rt, mr_as_tuple(list->items[i])->items[0], args[0]) : 0;
        if (same < 0)
            return MR_NULL;
        if (!same || i >= list->length)
            continue;
        mr_value entry = list->items[i];
        memmove(&list->items[i], &list->items[i + 1], (list->length - i - 1) * sizeof entry);
        list->length--;
        mr_decref(rt, entry);
    }
    return MR_NONE;
}

static bool setup(mr_runtime *rt, mr_value module)
{
    return mr_module_add(rt, module, CALLS, mr_list_new(rt, NULL, 0));
}

static const mr_method_def functions[] = {
    {"register", atexit_register, MR_ARGS_ANY,
     "Has a function called at the end; last registered, first called."},
    {"unregister", atexit_unregister, MR_ARGS_ONE, "Takes a function out of those to be called."},
    {"_clear", atexit_clear, MR_ARGS_NONE, NULL},
    {"_run_exitfuncs", atexit_run, MR_ARGS_NONE, NULL},
    {"_ncallbacks", atexit_ncallbacks, MR_ARGS_NONE, NULL},
    {0},
};

extern const mr_module_spec mr_module_atexit;
const mr_module_spec mr_module_atexit = {
    .name = "atexit",
    .doc = "Functions to be called at the end.",
    .functions = functions,
    .setup = setup,
};
