/*
 * profile.c - the decorator that marks each call of a function as a span, as
 * a built-in and as module memory_profiler.
 *
 * A call of a generator function is one span from its first step to its end.
 */
#include "modules/span.h"

#include <stdlib.h>

#include "core/ledger.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/str.h"
#include "vm/private.h"

typedef struct profiled {
    mr_object head;
    mr_value function; /* what it wraps */
    mr_value dict;     /* attributes, as functools.wraps would set them */
} profiled;

static profiled *as_profiled(mr_value v) { return (profiled *)mr_obj(v); }

static void profiled_release(mr_runtime *rt, mr_object *self)
{
    mr_clear(rt, &((profiled *)self)->function);
    mr_clear(rt, &((profiled *)self)->dict);
}

static void profiled_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    visit(rt, ((profiled *)self)->function, arg);
    visit(rt, ((profiled *)self)->dict, arg);
}

static const mr_layout profiled_layout = {
    .dealloc = profiled_release,
    .traverse = profiled_traverse,
};

/* Enters a span named after the function; its number. */
static int enter(mr_runtime *rt, mr_value function)
{
    mr_value name = mr_getattr_optional(rt, function, MR_NAME(rt, __name__));
    char *owned = NULL;
    const char *text = name && mr_is_str(name) ? mr_str_utf8(rt, name, NULL, &owned) : NULL;
    mr_error_clear(rt);
    int line = mr_has_kind(function, MR_KIND_FUNCTION)
        ? ((mr_function *)mr_obj(function))->code->first_line : 0;
    int span = mr_span_enter(rt, text ? text : "?", line);
    free(owned);
    mr_decref(rt, name);
    return span;
}

static mr_value profiled_call(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    mr_value function = mr_incref(as_profiled(self)->function);
    bool generator = mr_has_kind(function, MR_KIND_FUNCTION) &&
                     ((mr_function *)mr_obj(function))->code->flags &
                         (MR_CO_GENERATOR | MR_CO_COROUTINE | MR_CO_ASYNC_GENERATOR);
    int span = generator ? 0 : enter(rt, function);
    mr_value v = mr_call(rt, function, args, nargs, kwnames);
    if (!generator)
        mr_span_leave(rt, span);
    else if (v && mr_has_kind(v, MR_KIND_GENERATOR))
        ((mr_generator *)mr_obj(v))->span = MR_SPAN_AHEAD;
    mr_decref(rt, function);
    return v;
}

static mr_value profiled_get(mr_runtime *rt, mr_value self, mr_value obj, mr_value type)
{
    return obj && obj != MR_NONE ? mr_method_new(rt, self, obj) : mr_incref(self);
}

static mr_value profiled_getattr(mr_runtime *rt, mr_value self, mr_value name)
{
    profiled *p = as_profiled(self);
    mr_value v = mr_dict_get(rt, p->dict, name);
    if (v || mr_error(rt))
        return mr_incref(v);
    if (mr_str_is(name, "__wrapped__"))
        return mr_incref(p->function);
    if (mr_str_is(name, "__dict__"))
        return mr_incref(p->dict);
    if (mr_str_is(name, "__class__") || mr_str_is(name, "__call__") || mr_str_is(name, "__get__"))
        return mr_generic_getattr(rt, self, name);
    return mr_getattr(rt, p->function, name);
}

static int profiled_setattr(mr_runtime *rt, mr_value self, mr_value name, mr_value v)
{
    mr_value dict = as_profiled(self)->dict;
    if (v)
        return mr_dict_set(rt, dict, name, v) ? 0 : -1;
    int deleted = mr_dict_delete(rt, dict, name);
    if (deleted == 0)
        mr_raise_attribute(rt, self, name);
    return deleted == 1 ? 0 : -1;
}

static mr_value profiled_repr(mr_runtime *rt, mr_value self)
{
    return mr_repr(rt, as_profiled(self)->function);
}

static const mr_type_spec profiled_spec = {
    .name = "memory_profiler.profiled",
    .doc = "A function each call of which is marked on the timeline.",
    .basic_size = sizeof(profiled),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_NO_NEW | MR_TYPE_METHOD_DESCR,
    .layout = &profiled_layout,
    .slots = {
        .repr = profiled_repr,
        .call = profiled_call,
        .getattr = profiled_getattr,
        .setattr = profiled_setattr,
        .descr_get = profiled_get,
    },
};

/* The type, made when first asked for and kept in sys; borrowed. */
static mr_type *profiled_type(mr_runtime *rt)
{
    mr_value v = mr_dict_get_text(rt, rt->sysdict, "_profiled");
    if (v)
        return (mr_type *)mr_obj(v);
    mr_type *type = mr_type_from_spec(rt, &profiled_spec, NULL);
    if (type && !mr_dict_set_text(rt, rt->sysdict, "_profiled", mr_from(type)))
        return NULL;
    return type;
}

/* profile(func=None, stream=None, precision=1, backend='psutil'): memory_profiler's arguments
 * are taken; its report is the timeline here. */
static mr_value profile(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                        mr_value kwnames)
{
    mr_value out[4];
    if (!mr_bind(rt, "profile(func=, stream=, precision=, backend=)", args, nargs, kwnames, out))
        return MR_NULL;
    if (!out[0] || out[0] == MR_NONE)
        return mr_profile_function(rt);
    if (!mr_callable(rt, out[0]))
        return mr_raise(rt, rt->exc.TypeError, "profile() takes a function, not %T", out[0]);
    mr_type *type = profiled_type(rt);
    profiled *p = type ? mr_object_new(rt, type, sizeof *p, true) : NULL;
    if (!p)
        return MR_NULL;
    p->function = mr_incref(out[0]);
    p->dict = mr_dict_new(rt);
    if (!p->dict) {
        mr_decref(rt, mr_from(p));
        return MR_NULL;
    }
    mr_gc_track(rt, &p->head);
    return mr_from(p);
}

static const mr_method_def profile_def = {
    "profile", profile, MR_ARGS_ANY,
    "profile(func)\n\nA decorator: each call of the function is a span of the timeline."};

mr_value mr_profile_function(mr_runtime *rt)
{
    return mr_native_new(rt, &profile_def, MR_NULL, MR_NAME(rt, builtins));
}

bool mr_profile_init(mr_runtime *rt)
{
    mr_value v = mr_profile_function(rt);
    bool fine = v && mr_dict_set_text(rt, rt->builtins, "profile", v);
    mr_decref(rt, v);
    return fine;
}

static bool setup(mr_runtime *rt, mr_value module)
{
    return mr_module_add(rt, module, "profile", mr_profile_function(rt));
}

const mr_module_spec mr_module_memory_profiler = {
    .name = "memory_profiler",
    .doc = "memory_profiler's decorator for Memoir: profiled calls are spans of the timeline.",
    .setup = setup,
};
