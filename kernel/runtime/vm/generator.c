/*
 * generator.c - generators: running their frames from C, their methods, their
 * end. Coroutines and asynchronous generators share all of it.
 */
#include <stdlib.h>

#include "core/ledger.h"
#include "core/runtime.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/str.h"
#include "vm/generator.h"

static mr_generator *as_generator(mr_value v) { return (mr_generator *)mr_obj(v); }

mr_value mr_generator_new(mr_runtime *rt, mr_frame *frame)
{
    size_t n = frame->code->nregs, extra = 0;
    mr_type *type = rt->types.generator;
    mr_value origin = MR_NULL;
    if (__builtin_expect(frame->code->flags & (MR_CO_COROUTINE | MR_CO_ASYNC_GENERATOR), 0)) {
        bool coroutine = frame->code->flags & MR_CO_COROUTINE;
        extra = 1;
        type = coroutine ? rt->types.coroutine : rt->types.async_generator;
        if (coroutine && rt->vm->origin_depth &&
            !(origin = mr_coroutine_origin(rt, frame->back)))
            return MR_NULL;
    }
    mr_generator *g = mr_object_new(rt, type, sizeof *g + (n + extra) * sizeof *g->regs, true);
    if (!g) {
        mr_decref(rt, origin);
        return MR_NULL;
    }
    g->nregs = (uint16_t)n;
    g->extra = (uint8_t)extra;
    if (origin)
        g->regs[n] = origin;
    g->frame = *frame;
    g->frame.regs = g->regs;
    g->frame.back = NULL;
    g->frame.generator = mr_from(g);
    g->frame.flags = MR_FRAME_GENERATOR;
    g->frame.entry = 0;
    memcpy(g->regs, frame->regs, n * sizeof *g->regs);
    for (size_t i = 0; i < n; i++)
        frame->regs[i] = MR_NULL;
    if (g->frame.object)
        ((mr_frame_proxy *)mr_obj(g->frame.object))->frame = &g->frame;
    mr_incref(mr_from(frame->code)); /* gi_code outlives the frame */
    g->name = mr_incref(frame->function->name);
    g->qualname = mr_incref(frame->function->qualname);
    g->state = MR_GEN_CREATED;
    g->span = MR_SPAN_NONE;
    rt->frame = frame->back;
    rt->vm->top = frame->top;
    rt->vm->frame_top = frame;
    rt->recursion_depth--;
    mr_gc_track(rt, &g->head);
    return mr_from(g);
}

const char *mr_generator_word(const mr_generator *g)
{
    uint32_t flags = g->frame.code->flags;
    return flags & MR_CO_COROUTINE ? "coroutine"
           : flags & MR_CO_ASYNC_GENERATOR ? "async generator" : "generator";
}

/* ---- running ---- */

static void enter_span(mr_runtime *rt, mr_generator *g)
{
    char *owned = NULL;
    const char *name = mr_str_utf8(rt, g->name, NULL, &owned);
    g->span = mr_span_enter(rt, name ? name : "?", g->frame.code->first_line);
    if (!name)
        mr_error_clear(rt);
    free(owned);
}

bool mr_generator_enter(mr_runtime *rt, mr_generator *g)
{
    if (g->state == MR_GEN_RUNNING) {
        mr_raise(rt, rt->exc.ValueError, "%s already executing", mr_generator_word(g));
        return false;
    }
    if (rt->recursion_depth >= rt->recursion_limit) {
        mr_raise(rt, rt->exc.RecursionError, "maximum recursion depth exceeded");
        return false;
    }
    rt->recursion_depth++;
    if (g->span == MR_SPAN_AHEAD)
        enter_span(rt, g);
    g->state = MR_GEN_RUNNING;
    g->frame.back = rt->frame;
    rt->frame = &g->frame;
    g->outer = rt->vm->handled;
    if (g->handled) {
        rt->vm->handled = g->handled;
        g->handled = MR_NULL;
    } else {
        rt->vm->handled = mr_incref(g->outer);
    }
    return true;
}

static void leave(mr_runtime *rt, mr_generator *g)
{
    mr_value handled = rt->vm->handled;
    rt->vm->handled = g->outer;
    g->outer = MR_NULL;
    if (g->handling)
        g->handled = handled;
    else
        mr_decref(rt, handled);
    rt->frame = g->frame.back;
    g->frame.back = NULL;
    rt->recursion_depth--;
}

void mr_generator_leave(mr_runtime *rt, mr_generator *g)
{
    g->state = MR_GEN_SUSPENDED;
    leave(rt, g);
}

/* The frame's contents go, or move into a frame object somebody holds. */
static void release_frame(mr_runtime *rt, mr_generator *g)
{
    if (g->span >= 0)
        mr_span_leave(rt, g->span);
    g->span = MR_SPAN_NONE;
    mr_function *function = g->frame.function;
    if (!function)
        return;
    if (g->frame.object)
        mr_frame_detach(rt, &g->frame);
    for (size_t i = 0; i < g->nregs; i++)
        mr_clear(rt, &g->regs[i]);
    mr_clear(rt, &g->frame.locals);
    mr_clear(rt, &g->handled);
    g->frame.function = NULL;
    mr_decref(rt, mr_from(function));
}

void mr_generator_end(mr_runtime *rt, mr_generator *g)
{
    g->state = MR_GEN_CLOSED;
    g->handling = 0;
    mr_frame *back = g->frame.back;
    leave(rt, g);
    g->frame.back = back; /* a frame object that takes over knows its caller */
    release_frame(rt, g);
    g->frame.back = NULL;
}

static void stop_escaped(mr_runtime *rt, const mr_generator *g, const char *name)
{
    mr_value stop = mr_error_take(rt);
    mr_raise(rt, rt->exc.RuntimeError, "%s raised %s", mr_generator_word(g), name);
    mr_value error = mr_error_take(rt);
    if (mr_is_exception(error)) {
        mr_exception *e = (mr_exception *)mr_obj(error);
        mr_replace(rt, &e->cause, mr_incref(stop));
        mr_replace(rt, &e->context, mr_incref(stop));
        e->suppress_context = true;
    }
    mr_decref(rt, stop);
    mr_error_restore(rt, error);
}

void mr_generator_fail(mr_runtime *rt, mr_generator *g)
{
    mr_value pending = rt->exception;
    rt->exception = MR_NULL;
    mr_generator_end(rt, g);
    rt->exception = pending;
    if (mr_error_is(rt, rt->exc.StopIteration))
        stop_escaped(rt, g, "StopIteration");
    else if (g->frame.code->flags & MR_CO_ASYNC_GENERATOR &&
             mr_error_is(rt, rt->exc.StopAsyncIteration))
        stop_escaped(rt, g, "StopAsyncIteration");
}

mr_value mr_generator_resume(mr_runtime *rt, mr_value generator, mr_value v, mr_value *returned)
{
    mr_generator *g = as_generator(generator);
    *returned = MR_NULL;
    if (g->state == MR_GEN_CLOSED) {
        if (g->frame.code->flags & MR_CO_COROUTINE) {
            mr_error_clear(rt);
            return mr_raise(rt, rt->exc.RuntimeError, "cannot reuse already awaited coroutine");
        }
        if (v)
            *returned = MR_NONE;
        return MR_NULL;
    }
    if (g->state == MR_GEN_CREATED && v && v != MR_NONE)
        return mr_raise(rt, rt->exc.TypeError,
                        "can't send non-None value to a just-started %s", mr_generator_word(g));
    mr_value thrown = v ? MR_NULL : mr_error_take(rt);
    bool deep = (uintptr_t)__builtin_frame_address(0) < rt->c_stack_limit;
    if (deep)
        mr_raise(rt, rt->exc.RecursionError, "maximum recursion depth exceeded");
    bool created = g->state == MR_GEN_CREATED;
    if (deep || !mr_generator_enter(rt, g)) {
        mr_decref(rt, thrown);
        return MR_NULL;
    }
    mr_incref(generator);
    g->frame.entry = 1;
    g->frame.flags = MR_FRAME_GENERATOR;
    mr_value result;
    if (thrown) {
        mr_error_restore(rt, thrown);
        if (created)
            g->frame.pc--; /* at RETURN_GENERATOR, the line of the def */
        result = mr_interpret(rt, &g->frame, MR_RESUME_THROW, MR_NULL);
    } else if (created) {
        result = mr_interpret(rt, &g->frame, MR_RESUME_START, MR_NULL);
    } else {
        result = mr_interpret(rt, &g->frame, MR_RESUME_SEND, mr_incref(v));
    }
    if (result && g->state == MR_GEN_CLOSED) {
        *returned = result;
        result = MR_NULL;
    }
    mr_decref(rt, generator);
    return result;
}

/* ---- delegation: yield from ---- */

/* After a call that gave MR_NULL: StopIteration's value in *out and 0, or -1. */
static int stopped(mr_runtime *rt, mr_value *out)
{
    *out = MR_NONE;
    if (!mr_error(rt))
        return 0;
    if (!mr_error_is(rt, rt->exc.StopIteration))
        return -1;
    mr_value stop = mr_error_take(rt);
    mr_value v = ((mr_exception *)mr_obj(stop))->fields[0];
    *out = v ? mr_incref(v) : MR_NONE;
    mr_decref(rt, stop);
    return 0;
}

int mr_delegate_send(mr_runtime *rt, mr_value delegate, mr_value v, mr_value *out)
{
    if (mr_has_kind(delegate, MR_KIND_GENERATOR)) {
        mr_value returned;
        *out = mr_generator_resume(rt, delegate, v, &returned);
        if (*out)
            return 1;
        if (mr_error(rt))
            return stopped(rt, out);
        *out = returned;
        return 0;
    }
    if (v == MR_NONE)
        *out = mr_type_of(rt, delegate)->slots.next(rt, delegate);
    else
        *out = mr_call_method(rt, delegate, MR_NAME(rt, send), &v, 1);
    return *out ? 1 : stopped(rt, out);
}

/* Closes what is delegated to; 0, or -1 with an exception set. */
static int close_delegate(mr_runtime *rt, mr_value delegate)
{
    mr_value method = mr_getattr_optional(rt, delegate, MR_NAME(rt, close));
    if (!method) {
        if (mr_error(rt)) {
            mr_error_unraisable(rt, delegate);
            return 0;
        }
        return 0;
    }
    mr_value v = mr_call0(rt, method);
    mr_decref(rt, method);
    if (!v)
        return -1;
    mr_decref(rt, v);
    return 0;
}

int mr_delegate_throw(mr_runtime *rt, mr_value delegate, mr_value *out)
{
    mr_value exception = mr_error_take(rt);
    if (mr_isinstance(rt, exception, rt->exc.GeneratorExit)) {
        if (close_delegate(rt, delegate) < 0)
            mr_decref(rt, exception);
        else
            mr_error_restore(rt, exception);
        return -1;
    }
    if (mr_has_kind(delegate, MR_KIND_GENERATOR)) {
        mr_value returned;
        mr_error_restore(rt, exception);
        *out = mr_generator_resume(rt, delegate, MR_NULL, &returned);
        if (*out)
            return 1;
        if (mr_error(rt))
            return stopped(rt, out);
        *out = returned;
        return 0;
    }
    mr_value method = mr_getattr_optional(rt, delegate, MR_NAME(rt, throw));
    if (!method) {
        if (mr_error(rt))
            mr_decref(rt, exception);
        else
            mr_error_restore(rt, exception);
        return -1;
    }
    /* It gets what throw() was given, and makes an exception of it itself. */
    *out = rt->throw_nargs ? mr_call(rt, method, rt->throw_args, rt->throw_nargs, MR_NULL)
                           : mr_call1(rt, method, exception);
    mr_decref(rt, method);
    mr_decref(rt, exception);
    return *out ? 1 : stopped(rt, out);
}

mr_value mr_generator_delegate(const mr_generator *g)
{
    if (g->state != MR_GEN_SUSPENDED || g->frame.pc->op != MR_BC_YIELD_FROM)
        return MR_NULL;
    return g->regs[g->frame.pc->b];
}

/* ---- methods ---- */

mr_value mr_generator_stop(mr_runtime *rt, mr_value returned)
{
    if (returned == MR_NONE) {
        mr_raise_exception(rt, mr_from(rt->exc.StopIteration));
    } else {
        mr_value stop = mr_call1(rt, mr_from(rt->exc.StopIteration), returned);
        if (stop)
            mr_raise_exception(rt, stop);
        mr_decref(rt, stop);
    }
    mr_decref(rt, returned);
    return MR_NULL;
}

static mr_value generator_next(mr_runtime *rt, mr_value self)
{
    mr_value returned;
    mr_value v = mr_generator_resume(rt, self, MR_NONE, &returned);
    if (!v && returned && returned != MR_NONE)
        return mr_generator_stop(rt, returned);
    return v;
}

mr_value mr_generator_send(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    mr_value returned;
    mr_value v = mr_generator_resume(rt, self, args[0], &returned);
    return v || mr_error(rt) ? v : mr_generator_stop(rt, returned);
}

static mr_value resume_throwing(mr_runtime *rt, mr_value self)
{
    mr_value returned;
    mr_value v = mr_generator_resume(rt, self, MR_NULL, &returned);
    return v || mr_error(rt) ? v : mr_generator_stop(rt, returned);
}

mr_value mr_generator_throw(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    if (!mr_arity(rt, "throw", nargs, kwnames, 1, 3))
        return MR_NULL;
    mr_value type = args[0], value = nargs > 1 ? args[1] : MR_NULL;
    mr_value traceback = nargs > 2 && args[2] != MR_NONE ? args[2] : MR_NULL;
    if (traceback && !mr_isinstance(rt, traceback, rt->types.traceback))
        return mr_raise(rt, rt->exc.TypeError, "throw() third argument must be a traceback object");
    mr_value exception;
    if (mr_is_exception_class(rt, type)) {
        if (value && mr_isinstance(rt, value, (mr_type *)mr_obj(type)))
            exception = mr_incref(value);
        else if (!value || value == MR_NONE)
            exception = mr_call0(rt, type);
        else if (mr_is_exact(value, MR_KIND_TUPLE))
            exception = mr_call_tuple(rt, type, value, MR_NULL);
        else
            exception = mr_call1(rt, type, value);
        if (!exception)
            return MR_NULL;
    } else if (mr_is_exception(type)) {
        if (value && value != MR_NONE)
            return mr_raise(rt, rt->exc.TypeError,
                            "instance exception may not have a separate value");
        exception = mr_incref(type);
    } else {
        return mr_raise(rt, rt->exc.TypeError,
                        "exceptions must be classes or instances deriving from BaseException, "
                        "not %T", type);
    }
    if (traceback)
        mr_replace(rt, &((mr_exception *)mr_obj(exception))->traceback, mr_incref(traceback));
    mr_raise_exception(rt, exception);
    mr_decref(rt, exception);
    const mr_value *outer = rt->throw_args;
    size_t outer_count = rt->throw_nargs;
    rt->throw_args = args;
    rt->throw_nargs = nargs;
    mr_value v = resume_throwing(rt, self);
    rt->throw_args = outer;
    rt->throw_nargs = outer_count;
    return v;
}

/* Is there code in the generator that GeneratorExit would run? */
static bool would_notice(const mr_generator *g)
{
    if (g->frame.pc->op == MR_BC_YIELD_FROM)
        return true;
    const mr_code *code = g->frame.code;
    uint32_t unit = mr_frame_unit(&g->frame);
    for (uint32_t i = 0; i < code->handler_count; i++)
        if (unit >= code->handlers[i].start && unit < code->handlers[i].end)
            return true;
    return false;
}

mr_value mr_generator_close(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    mr_generator *g = as_generator(self);
    if (g->state == MR_GEN_CLOSED)
        return MR_NONE;
    if (g->state == MR_GEN_CREATED || (g->state == MR_GEN_SUSPENDED && !would_notice(g))) {
        g->state = MR_GEN_CLOSED;
        g->handling = 0;
        release_frame(rt, g);
        return MR_NONE;
    }
    mr_value returned;
    mr_raise_exception(rt, mr_from(rt->exc.GeneratorExit));
    mr_value v = mr_generator_resume(rt, self, MR_NULL, &returned);
    if (v) {
        mr_decref(rt, v);
        return mr_raise(rt, rt->exc.RuntimeError, "%s ignored GeneratorExit", mr_generator_word(g));
    }
    mr_decref(rt, returned);
    if (mr_error(rt) && !mr_error_catch(rt, rt->exc.StopIteration) &&
        !mr_error_catch(rt, rt->exc.GeneratorExit))
        return MR_NULL;
    return MR_NONE;
}

void mr_generator_finalize(mr_runtime *rt, mr_value self)
{
    mr_generator *g = as_generator(self);
    uint32_t flags = g->frame.code->flags;
    bool unawaited = g->state == MR_GEN_CREATED && flags & MR_CO_COROUTINE;
    mr_value hook = flags & MR_CO_ASYNC_GENERATOR && !g->async_closed &&
                            (g->state == MR_GEN_SUSPENDED || g->state == MR_GEN_CREATED)
                        ? *mr_generator_extra(g) : MR_NULL;
    if (g->state != MR_GEN_SUSPENDED && !unawaited && !hook)
        return;
    mr_value pending = mr_error(rt) ? mr_error_take(rt) : MR_NULL, v;
    if (hook)
        v = mr_call1(rt, hook, self);
    else if (unawaited)
        v = mr_coroutine_warn(rt, self);
    else
        v = mr_generator_close(rt, self, NULL, 0, MR_NULL);
    if (!v)
        mr_error_unraisable(rt, self);
    mr_decref(rt, v);
    if (pending)
        mr_error_restore(rt, pending);
}

/* ---- life ---- */

static void generator_clear(mr_runtime *rt, mr_object *self)
{
    mr_generator *g = (mr_generator *)self;
    if (g->state == MR_GEN_RUNNING)
        return;
    g->state = MR_GEN_CLOSED;
    g->handling = 0;
    release_frame(rt, g);
    mr_value *extra = mr_generator_extra(g);
    if (extra)
        mr_clear(rt, extra);
}

static void generator_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_generator *g = (mr_generator *)self;
    generator_clear(rt, self);
    mr_clear(rt, &g->name);
    mr_clear(rt, &g->qualname);
    mr_decref(rt, mr_from(g->frame.code));
}

static void generator_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    mr_generator *g = (mr_generator *)self;
    for (size_t i = 0; i < g->nregs; i++)
        visit(rt, g->regs[i], arg);
    if (mr_generator_extra(g))
        visit(rt, *mr_generator_extra(g), arg);
    if (g->frame.function)
        visit(rt, mr_from(g->frame.function), arg);
    visit(rt, mr_from(g->frame.code), arg);
    visit(rt, g->frame.locals, arg);
    visit(rt, g->frame.object, arg);
    visit(rt, g->name, arg);
    visit(rt, g->qualname, arg);
    visit(rt, g->handled, arg);
    visit(rt, g->outer, arg);
}

static size_t generator_size(mr_runtime *rt, mr_object *self)
{
    mr_generator *g = (mr_generator *)self;
    return sizeof *g + ((size_t)g->nregs + g->extra) * sizeof *g->regs;
}

const mr_layout mr_generator_layout = {
    .dealloc = generator_dealloc,
    .traverse = generator_traverse,
    .clear = generator_clear,
    .size = generator_size,
};

mr_value mr_generator_repr(mr_runtime *rt, mr_value self)
{
    return mr_str_format(rt, "<%T object %V at 0x%lx>", self, as_generator(self)->qualname,
                         (unsigned long)self);
}

static mr_value generator_iter(mr_runtime *rt, mr_value self) { return mr_incref(self); }

mr_value mr_generator_get_frame(mr_runtime *rt, mr_value self, void *closure)
{
    mr_generator *g = as_generator(self);
    return g->frame.function ? mr_frame_object(rt, &g->frame) : MR_NONE;
}

mr_value mr_generator_get_running(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_bool(as_generator(self)->state == MR_GEN_RUNNING);
}

mr_value mr_generator_get_suspended(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_bool(as_generator(self)->state == MR_GEN_SUSPENDED);
}

mr_value mr_generator_get_delegate(mr_runtime *rt, mr_value self, void *closure)
{
    mr_value v = mr_generator_delegate(as_generator(self));
    return v ? mr_incref(v) : MR_NONE;
}

mr_value mr_generator_get_name(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_incref(closure ? as_generator(self)->qualname : as_generator(self)->name);
}

int mr_generator_set_name(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    if (!v || !mr_is_str(v))
        return mr_fail(rt, rt->exc.TypeError, "%s must be set to a string object",
                       closure ? "__qualname__" : "__name__");
    mr_generator *g = as_generator(self);
    mr_replace(rt, closure ? &g->qualname : &g->name, mr_incref(v));
    return 0;
}

static const mr_method_def generator_methods[] = {
    {"send", mr_generator_send, MR_ARGS_ONE,
     "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration."},
    {"throw", mr_generator_throw, MR_ARGS_ANY,
     "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next yielded "
     "value or raise\nStopIteration."},
    {"close", mr_generator_close, MR_ARGS_NONE, "close() -> raise GeneratorExit inside generator."},
    {0},
};

static const mr_getset_def generator_getsets[] = {
    {"__name__", mr_generator_get_name, mr_generator_set_name, NULL, NULL},
    {"__qualname__", mr_generator_get_name, mr_generator_set_name, NULL, (void *)1},
    {"gi_frame", mr_generator_get_frame, NULL, NULL, NULL},
    {"gi_running", mr_generator_get_running, NULL, NULL, NULL},
    {"gi_suspended", mr_generator_get_suspended, NULL, NULL, NULL},
    {"gi_yieldfrom", mr_generator_get_delegate, NULL, NULL, NULL},
    {0},
};

static const mr_member_def generator_members[] = {
    {"gi_code", offsetof(mr_generator, frame.code), MR_MEMBER_READONLY, NULL},
    {0},
};

const mr_type_spec mr_generator_spec = {
    .name = "generator",
    .basic_size = sizeof(mr_generator),
    .kind = MR_KIND_GENERATOR,
    .flags = MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,
    .layout = &mr_generator_layout,
    .slots = {
        .finalize = mr_generator_finalize,
        .repr = mr_generator_repr,
        .iter = generator_iter,
        .next = generator_next,
    },
    .methods = generator_methods,
    .getsets = generator_getsets,
    .members = generator_members,
};
