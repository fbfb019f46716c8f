/*
 * async_generator.c - asynchronous generators. Their __anext__(), asend(),
 * athrow() and aclose() give awaitables, which run the generator: what it
 * awaits is handed on, what it yields to its consumer (wrapped, to tell one
 * from the other) ends the awaitable with StopIteration(value).
 */
#include "types/abstract.h"
#include "types/containers.h"
#include "types/model.h"
#include "vm/generator.h"

static mr_generator *as_generator(mr_value v) { return (mr_generator *)mr_obj(v); }
static mr_value itself(mr_runtime *rt, mr_value self) { return mr_incref(self); }

/* ---- what is yielded ---- */

typedef struct asyncgen_value {
    mr_object head;
    mr_value value;
} asyncgen_value;

mr_value mr_asyncgen_wrap(mr_runtime *rt, mr_value v)
{
    mr_value wrapped = mr_type_alloc(rt, rt->types.asyncgen_value);
    if (wrapped)
        ((asyncgen_value *)mr_obj(wrapped))->value = v;
    else
        mr_decref(rt, v);
    return mr_type_track(rt, wrapped);
}

static void value_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_clear(rt, &((asyncgen_value *)self)->value);
}

static void value_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    visit(rt, ((asyncgen_value *)self)->value, arg);
}

static const mr_layout value_layout = {.dealloc = value_dealloc, .traverse = value_traverse};

const mr_type_spec mr_asyncgen_value_spec = {
    .name = "async_generator_wrapped_value",
    .basic_size = sizeof(asyncgen_value),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,
    .layout = &value_layout,
};

static bool is_wrapped(mr_runtime *rt, mr_value v)
{
    return v && mr_type_of(rt, v) == rt->types.asyncgen_value;
}

/* ---- awaitables ---- */

enum { AWAITABLE_NEW, AWAITABLE_RUNS, AWAITABLE_CLOSED };

/* of asend() and __anext__(): args is the value to send; of athrow(): its arguments, a tuple; of
 * aclose(): MR_NULL */
typedef struct awaitable {
    mr_object head;
    mr_value generator;
    mr_value args;
    uint8_t state;
} awaitable;

static awaitable *as_awaitable(mr_value v) { return (awaitable *)mr_obj(v); }

static mr_value awaitable_new(mr_runtime *rt, mr_type *type, mr_value generator, mr_value args)
{
    mr_value v = mr_type_alloc(rt, type);
    if (v) {
        as_awaitable(v)->generator = mr_incref(generator);
        as_awaitable(v)->args = mr_incref(args);
    }
    return mr_type_track(rt, v);
}

static void awaitable_dealloc(mr_runtime *rt, mr_object *self)
{
    awaitable *a = (awaitable *)self;
    mr_clear(rt, &a->generator);
    mr_clear(rt, &a->args);
}

static void awaitable_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    const awaitable *a = (const awaitable *)self;
    visit(rt, a->generator, arg);
    visit(rt, a->args, arg);
}

static const mr_layout awaitable_layout = {.dealloc = awaitable_dealloc,
                                           .traverse = awaitable_traverse};

static mr_value awaitable_close(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    as_awaitable(self)->state = AWAITABLE_CLOSED;
    return MR_NONE;
}

/* Sends into the generator; its end is StopAsyncIteration. */
static mr_value run(mr_runtime *rt, mr_generator *g, mr_value v)
{
    mr_value returned, result = mr_generator_resume(rt, mr_from(g), v, &returned);
    if (!result && !mr_error(rt)) {
        mr_decref(rt, returned);
        mr_raise_exception(rt, mr_from(rt->exc.StopAsyncIteration));
    }
    return result;
}

/* Throws into it, by the arguments of throw(). */
static mr_value run_throwing(mr_runtime *rt, mr_generator *g, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    mr_value result = mr_generator_throw(rt, mr_from(g), args, nargs, kwnames);
    if (!result && g->state == MR_GEN_CLOSED && mr_error_catch(rt, rt->exc.StopIteration))
        mr_raise_exception(rt, mr_from(rt->exc.StopAsyncIteration));
    return result;
}

/* What the generator gave: a value it yielded becomes StopIteration(value). Steals. */
static mr_value unwrap(mr_runtime *rt, mr_generator *g, mr_value result)
{
    if (!result) {
        if (mr_error_is(rt, rt->exc.StopAsyncIteration) ||
            mr_error_is(rt, rt->exc.GeneratorExit))
            g->async_closed = true;
        g->async_running = false;
        return MR_NULL;
    }
    if (!is_wrapped(rt, result))
        return result;
    mr_value v = mr_incref(((asyncgen_value *)mr_obj(result))->value);
    mr_decref(rt, result);
    g->async_running = false;
    return mr_generator_stop(rt, v);
}

/* ---- asend ---- */

static bool asend_open(mr_runtime *rt, const awaitable *a)
{
    if (a->state == AWAITABLE_CLOSED)
        mr_raise(rt, rt->exc.RuntimeError, "cannot reuse already awaited __anext__()/asend()");
    return a->state != AWAITABLE_CLOSED;
}

static mr_value asend_send(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    awaitable *a = as_awaitable(self);
    mr_generator *g = as_generator(a->generator);
    mr_value v = args[0];
    if (!asend_open(rt, a))
        return MR_NULL;
    if (a->state == AWAITABLE_NEW) {
        if (g->async_running)
            return mr_raise(rt, rt->exc.RuntimeError,
                            "anext(): asynchronous generator is already running");
        if (v == MR_NONE)
            v = a->args;
        a->state = AWAITABLE_RUNS;
    }
    g->async_running = true;
    mr_value result = unwrap(rt, g, run(rt, g, v));
    if (!result)
        a->state = AWAITABLE_CLOSED;
    return result;
}

static mr_value asend_next(mr_runtime *rt, mr_value self)
{
    return asend_send(rt, self, (const mr_value[]){MR_NONE}, 1, MR_NULL);
}

static mr_value asend_throw(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    awaitable *a = as_awaitable(self);
    mr_generator *g = as_generator(a->generator);
    if (!asend_open(rt, a))
        return MR_NULL;
    mr_value result = unwrap(rt, g, run_throwing(rt, g, args, nargs, kwnames));
    if (!result)
        a->state = AWAITABLE_CLOSED;
    return result;
}

#define METHODS_OF_AWAITABLES(send, throw)                                                         \
    {"send", send, MR_ARGS_ONE,                                                                    \
     "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise "                \
     "StopIteration."},                                                                            \
    {"throw", throw, MR_ARGS_ANY,                                                                  \
     "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next "        \
     "yielded value or raise\nStopIteration."},                                                    \
    {"close", awaitable_close, MR_ARGS_NONE, "close() -> raise GeneratorExit inside generator."},  \
    {0}

static const mr_method_def asend_methods[] = {METHODS_OF_AWAITABLES(asend_send, asend_throw)};

const mr_type_spec mr_asyncgen_asend_spec = {
    .name = "async_generator_asend",
    .basic_size = sizeof(awaitable),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,
    .layout = &awaitable_layout,
    .slots = {.await = itself, .iter = itself, .next = asend_next},
    .methods = asend_methods,
};

/* ---- athrow and aclose ---- */

static bool athrow_open(mr_runtime *rt, const awaitable *a)
{
    if (a->state == AWAITABLE_CLOSED)
        mr_raise(rt, rt->exc.RuntimeError, "cannot reuse already awaited aclose()/athrow()");
    return a->state != AWAITABLE_CLOSED;
}

static mr_value exit_ignored(mr_runtime *rt, awaitable *a, mr_value result)
{
    as_generator(a->generator)->async_running = false;
    a->state = AWAITABLE_CLOSED;
    mr_decref(rt, result);
    return mr_raise(rt, rt->exc.RuntimeError, "async generator ignored GeneratorExit");
}

/* The generator has ended: for aclose() as it should. */
static mr_value athrow_ends(mr_runtime *rt, awaitable *a)
{
    if (!a->args && (mr_error_catch(rt, rt->exc.StopAsyncIteration) ||
                     mr_error_catch(rt, rt->exc.GeneratorExit)))
        mr_raise_exception(rt, mr_from(rt->exc.StopIteration));
    return MR_NULL;
}

/* First run. */
static mr_value athrow_begin(mr_runtime *rt, awaitable *a, mr_value v)
{
    mr_generator *g = as_generator(a->generator);
    if (g->async_running) {
        a->state = AWAITABLE_CLOSED;
        return mr_raise(rt, rt->exc.RuntimeError,
                        "%s: asynchronous generator is already running",
                        a->args ? "athrow()" : "aclose()");
    }
    if (g->async_closed) {
        a->state = AWAITABLE_CLOSED;
        return mr_raise_exception(rt, mr_from(rt->exc.StopAsyncIteration));
    }
    if (v != MR_NONE)
        return mr_raise(rt, rt->exc.RuntimeError,
                        "can't send non-None value to a just-started coroutine");
    a->state = AWAITABLE_RUNS;
    g->async_running = true;
    if (a->args)
        return unwrap(rt, g, run_throwing(rt, g, mr_as_tuple(a->args)->items,
                                          mr_as_tuple(a->args)->length, MR_NULL));
    g->async_closed = true;
    return run_throwing(rt, g, (const mr_value[]){mr_from(rt->exc.GeneratorExit)}, 1, MR_NULL);
}

static mr_value athrow_send(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    awaitable *a = as_awaitable(self);
    mr_generator *g = as_generator(a->generator);
    if (!athrow_open(rt, a))
        return MR_NULL;
    if (g->state == MR_GEN_CLOSED) {
        a->state = AWAITABLE_CLOSED;
        return mr_raise_exception(rt, mr_from(rt->exc.StopIteration));
    }
    bool begins = a->state == AWAITABLE_NEW;
    mr_value result;
    if (begins) {
        result = athrow_begin(rt, a, args[0]);
        if (a->state != AWAITABLE_RUNS)
            return result;
    } else {
        result = run(rt, g, args[0]);
        if (a->args)
            return unwrap(rt, g, result);
    }
    if (!a->args && is_wrapped(rt, result))
        return exit_ignored(rt, a, result);
    if (result)
        return result;
    g->async_running = false;
    a->state = AWAITABLE_CLOSED;
    return athrow_ends(rt, a);
}

static mr_value athrow_next(mr_runtime *rt, mr_value self)
{
    return athrow_send(rt, self, (const mr_value[]){MR_NONE}, 1, MR_NULL);
}

static mr_value athrow_throw(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    awaitable *a = as_awaitable(self);
    mr_generator *g = as_generator(a->generator);
    if (!athrow_open(rt, a))
        return MR_NULL;
    mr_value result = run_throwing(rt, g, args, nargs, kwnames);
    if (a->args)
        return unwrap(rt, g, result);
    if (is_wrapped(rt, result))
        return exit_ignored(rt, a, result);
    return result ? result : athrow_ends(rt, a);
}

static const mr_method_def athrow_methods[] = {METHODS_OF_AWAITABLES(athrow_send, athrow_throw)};

const mr_type_spec mr_asyncgen_athrow_spec = {
    .name = "async_generator_athrow",
    .basic_size = sizeof(awaitable),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,
    .layout = &awaitable_layout,
    .slots = {.await = itself, .iter = itself, .next = athrow_next},
    .methods = athrow_methods,
};

/* ---- asynchronous generators ---- */

/* Before it is first run the hooks of sys.set_asyncgen_hooks learn of it. */
static bool hook(mr_runtime *rt, mr_value self)
{
    mr_generator *g = as_generator(self);
    if (g->hooked)
        return true;
    g->hooked = true;
    mr_replace(rt, mr_generator_extra(g), mr_incref(rt->vm->asyncgen_finalizer));
    if (!rt->vm->asyncgen_firstiter)
        return true;
    mr_value first = mr_incref(rt->vm->asyncgen_firstiter), v = mr_call1(rt, first, self);
    mr_decref(rt, first);
    mr_decref(rt, v);
    return v != MR_NULL;
}

static mr_value asyncgen_anext(mr_runtime *rt, mr_value self)
{
    return hook(rt, self) ? awaitable_new(rt, rt->types.asyncgen_asend, self, MR_NONE) : MR_NULL;
}

static mr_value asyncgen_asend(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                               mr_value kwnames)
{
    return hook(rt, self) ? awaitable_new(rt, rt->types.asyncgen_asend, self, args[0]) : MR_NULL;
}

static mr_value asyncgen_athrow(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    if (!mr_arity(rt, "athrow", nargs, kwnames, 1, 3) || !hook(rt, self))
        return MR_NULL;
    mr_value given = mr_tuple_new(rt, args, nargs);
    mr_value v =
        given ? awaitable_new(rt, rt->types.asyncgen_athrow, self, given) : MR_NULL;
    mr_decref(rt, given);
    return v;
}

static mr_value asyncgen_aclose(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    return hook(rt, self) ? awaitable_new(rt, rt->types.asyncgen_athrow, self, MR_NULL) : MR_NULL;
}

static mr_value get_running(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_bool(as_generator(self)->async_running);
}

static const mr_method_def asyncgen_methods[] = {
    {"asend", asyncgen_asend, MR_ARGS_ONE, "asend(v) -> send 'v' in generator."},
    {"athrow", asyncgen_athrow, MR_ARGS_ANY,
     "athrow(typ[,val[,tb]]) -> raise exception in generator."},
    {"aclose", asyncgen_aclose, MR_ARGS_NONE, "aclose() -> raise GeneratorExit inside generator."},
    {"__class_getitem__", mr_class_getitem, MR_ARGS_ONE | MR_CLASS_METHOD, "See PEP 585"},
    {0},
};

static const mr_getset_def asyncgen_getsets[] = {
    {"__name__", mr_generator_get_name, mr_generator_set_name, "name of the async generator", NULL},
    {"__qualname__", mr_generator_get_name, mr_generator_set_name,
     "qualified name of the async generator", (void *)1},
    {"ag_await", mr_generator_get_delegate, NULL, "object being awaited on, or None", NULL},
    {"ag_frame", mr_generator_get_frame, NULL, NULL, NULL},
    {"ag_running", get_running, NULL, NULL, NULL},
    {0},
};

static const mr_member_def asyncgen_members[] = {
    {"ag_code", offsetof(mr_generator, frame.code), MR_MEMBER_READONLY, NULL},
    {0},
};

const mr_type_spec mr_async_generator_spec = {
    .name = "async_generator",
    .basic_size = sizeof(mr_generator),
    .kind = MR_KIND_GENERATOR,
    .flags = MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,
    .layout = &mr_generator_layout,
    .slots = {
        .finalize = mr_generator_finalize,
        .repr = mr_generator_repr,
        .aiter = itself,
        .anext = asyncgen_anext,
    },
    .methods = asyncgen_methods,
    .getsets = asyncgen_getsets,
    .members = asyncgen_members,
};
