/*
 * memoir.c - the memoir module: span("name") marks a with block on the
 * timeline.
 */
#include <stdlib.h>

#include "core/ledger.h"
#include "core/runtime.h"
#include "modules/span.h"
#include "types/abstract.h"
#include "types/str.h"
#include "vm/vm.h"

typedef struct span {
    mr_object head;
    mr_value name;
    int number; /* of the open span */
    bool open;
} span;

static span *as_span(mr_value v) { return (span *)mr_obj(v); }

static void span_release(mr_runtime *rt, mr_object *self)
{
    span *s = (span *)self;
    if (s->open)
        mr_span_leave(rt, s->number);
    mr_clear(rt, &s->name);
}

static void span_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    visit(rt, ((span *)self)->name, arg);
}

static const mr_layout span_layout = {.dealloc = span_release, .traverse = span_traverse};

static mr_value span_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    mr_value out[1];
    if (!mr_bind(rt, "span(name)", args, nargs, kwnames, out))
        return MR_NULL;
    if (!mr_is_str(out[0]))
        return mr_raise(rt, rt->exc.TypeError, "span() argument 'name' must be str, not %T",
                        out[0]);
    span *s = mr_object_new(rt, type, sizeof *s, false);
    if (!s)
        return MR_NULL;
    s->name = mr_incref(out[0]);
    return mr_from(s);
}

static mr_value span_enter(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    span *s = as_span(self);
    if (s->open)
        return mr_raise(rt, rt->exc.RuntimeError, "this span is already open");
    char *owned = NULL;
    const char *name = mr_str_utf8(rt, s->name, NULL, &owned);
    if (!name)
        return MR_NULL;
    s->number = mr_span_enter(rt, name, rt->frame ? mr_frame_line(rt->frame) : 0);
    s->open = true;
    free(owned);
    return mr_incref(self);
}

static mr_value span_exit(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    span *s = as_span(self);
    if (s->open)
        mr_span_leave(rt, s->number);
    s->open = false;
    return MR_FALSE;
}

static mr_value span_repr(mr_runtime *rt, mr_value self)
{
    return mr_str_format(rt, "memoir.span(%R)", as_span(self)->name);
}

static const mr_method_def span_methods[] = {
    {"__enter__", span_enter, MR_ARGS_NONE, NULL},
    {"__exit__", span_exit, MR_ARGS_ANY, NULL},
    {0},
};

static const mr_type_spec span_spec = {
    .name = "memoir.span",
    .doc = "span(name)\n\nA context manager: its block is a span of the timeline.",
    .basic_size = sizeof(span),
    .kind = MR_KIND_OTHER,
    .layout = &span_layout,
    .slots = {.new_ = span_new, .repr = span_repr},
    .methods = span_methods,
};

static bool setup(mr_runtime *rt, mr_value module)
{
    return mr_module_add_type(rt, module, &span_spec, NULL) &&
           mr_module_add(rt, module, "profile", mr_profile_function(rt)) &&
           mr_module_add(rt, module, "__version__", mr_str_from(rt, mr_version()));
}

const mr_module_spec mr_module_memoir = {
    .name = "memoir",
    .doc = "Marks on the timeline: span(name), profile(function).",
    .setup = setup,
};
