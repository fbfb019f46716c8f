/*
 * op_async.c - what await and async for ask of objects, and the awaitable of
 * anext(it, default).
 */
#include "types/abstract.h"
#include "vm/generator.h"

mr_value mr_awaitable_iter(mr_runtime *rt, mr_value v)
{
    if (mr_is_coroutine(v))
        return mr_incref(v);
    mr_unary slot = mr_type_of(rt, v)->slots.await;
    if (!slot)
        return mr_raise(rt, rt->exc.TypeError, "object %T can't be used in 'await' expression", v);
    mr_value it = slot(rt, v);
    if (it && mr_is_coroutine(it)) {
        mr_raise(rt, rt->exc.TypeError, "__await__() returned a coroutine");
        mr_clear(rt, &it);
    } else if (it && !mr_type_of(rt, it)->slots.next) {
        mr_raise(rt, rt->exc.TypeError, "__await__() returned non-iterator of type '%T'", it);
        mr_clear(rt, &it);
    }
    return it;
}

mr_value mr_op_get_awaitable(mr_runtime *rt, mr_value v, int from)
{
    mr_value it = mr_awaitable_iter(rt, v);
    if (!it) {
        if (from && !mr_type_of(rt, v)->slots.await) {
            mr_error_clear(rt);
            mr_raise(rt, rt->exc.TypeError,
                     "'async with' received an object from %s that does not implement __await__: "
                     "%T", from == 1 ? "__aenter__" : "__aexit__", v);
        }
        return MR_NULL;
    }
    if (mr_type_of(rt, it) == rt->types.coroutine &&
        mr_generator_delegate((const mr_generator *)mr_obj(it))) {
        mr_decref(rt, it);
        return mr_raise(rt, rt->exc.RuntimeError, "coroutine is being awaited already");
    }
    return it;
}

mr_value mr_op_get_aiter(mr_runtime *rt, mr_value v)
{
    mr_unary slot = mr_type_of(rt, v)->slots.aiter;
    if (!slot)
        return mr_raise(rt, rt->exc.TypeError,
                        "'async for' requires an object with __aiter__ method, got %T", v);
    mr_value it = slot(rt, v);
    if (it && !mr_type_of(rt, it)->slots.anext) {
        mr_raise(rt, rt->exc.TypeError,
                 "'async for' received an object from __aiter__ that does not implement __anext__: "
                 "%T", it);
        mr_clear(rt, &it);
    }
    return it;
}

mr_value mr_op_get_anext(mr_runtime *rt, mr_value it)
{
    mr_unary slot = mr_type_of(rt, it)->slots.anext;
    if (!slot)
        return mr_raise(rt, rt->exc.TypeError,
                        "'async for' requires an iterator with __anext__ method, got %T", it);
    mr_value next = slot(rt, it);
    if (!next || mr_type_of(rt, it) == rt->types.async_generator)
        return next;
    mr_value awaited = mr_awaitable_iter(rt, next);
    if (!awaited) {
        mr_value cause = mr_error_take(rt);
        mr_raise(rt, rt->exc.TypeError, "'async for' received an invalid object from __anext__: %T",
                 next);
        mr_value error = mr_error_take(rt);
        if (mr_is_exception(error)) {
            mr_exception *e = (mr_exception *)mr_obj(error);
            mr_replace(rt, &e->cause, mr_incref(cause));
            mr_replace(rt, &e->context, mr_incref(cause));
            e->suppress_context = true;
        }
        mr_decref(rt, cause);
        mr_error_restore(rt, error);
    }
    mr_decref(rt, next);
    return awaited;
}

mr_value mr_op_get_yield_from_iter(mr_runtime *rt, const mr_code *code, mr_value v)
{
    mr_type *type = mr_type_of(rt, v);
    if (type == rt->types.generator)
        return mr_incref(v);
    if (type != rt->types.coroutine)
        return mr_iter(rt, v);
    if (code->flags & (MR_CO_COROUTINE | MR_CO_ITERABLE_COROUTINE))
        return mr_incref(v);
    return mr_raise(rt, rt->exc.TypeError,
                    "cannot 'yield from' a coroutine object in a non-coroutine generator");
}

/* ---- anext(it, default) ---- */

typedef struct anext_awaitable {
    mr_object head;
    mr_value awaitable; /* of __anext__() */
    mr_value otherwise;
} anext_awaitable;

mr_value mr_anext_awaitable(mr_runtime *rt, mr_value awaitable, mr_value otherwise)
{
    mr_value v = mr_type_alloc(rt, rt->types.anext_awaitable);
    if (v) {
        anext_awaitable *a = (anext_awaitable *)mr_obj(v);
        a->awaitable = mr_incref(awaitable);
        a->otherwise = mr_incref(otherwise);
    }
    return mr_type_track(rt, v);
}

/* The iterator that runs it, with next(); owned. */
static mr_value iterator_of(mr_runtime *rt, const anext_awaitable *a)
{
    mr_value it = mr_awaitable_iter(rt, a->awaitable);
    if (it && !mr_type_of(rt, it)->slots.next)
        mr_replace(rt, &it, mr_type_of(rt, it)->slots.await(rt, it)); /* a coroutine */
    return it;
}

/* The end of the iteration is the default. */
static mr_value or_default(mr_runtime *rt, const anext_awaitable *a, mr_value v)
{
    if (v || !mr_error_catch(rt, rt->exc.StopAsyncIteration))
        return v;
    return mr_generator_stop(rt, mr_incref(a->otherwise));
}

static mr_value anext_next(mr_runtime *rt, mr_value self)
{
    const anext_awaitable *a = (const anext_awaitable *)mr_obj(self);
    mr_value it = iterator_of(rt, a);
    if (!it)
        return MR_NULL;
    mr_value v = mr_type_of(rt, it)->slots.next(rt, it);
    mr_decref(rt, it);
    return or_default(rt, a, v);
}

static mr_value pass_on(mr_runtime *rt, mr_value self, mr_value name, const mr_value *args,
                        size_t nargs)
{
    const anext_awaitable *a = (const anext_awaitable *)mr_obj(self);
    mr_value it = iterator_of(rt, a);
    if (!it)
        return MR_NULL;
    mr_value v = mr_call_method(rt, it, name, args, nargs);
    mr_decref(rt, it);
    return or_default(rt, a, v);
}

static mr_value anext_send(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    return pass_on(rt, self, MR_NAME(rt, send), args, nargs);
}

static mr_value anext_throw(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    if (!mr_arity(rt, "throw", nargs, kwnames, 1, 3))
        return MR_NULL;
    return pass_on(rt, self, MR_NAME(rt, throw), args, nargs);
}

static mr_value anext_close(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    return pass_on(rt, self, MR_NAME(rt, close), args, nargs);
}

static mr_value anext_self(mr_runtime *rt, mr_value self) { return mr_incref(self); }

static void anext_dealloc(mr_runtime *rt, mr_object *self)
{
    anext_awaitable *a = (anext_awaitable *)self;
    mr_clear(rt, &a->awaitable);
    mr_clear(rt, &a->otherwise);
}

static void anext_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    const anext_awaitable *a = (const anext_awaitable *)self;
    visit(rt, a->awaitable, arg);
    visit(rt, a->otherwise, arg);
}

static const mr_layout anext_layout = {.dealloc = anext_dealloc, .traverse = anext_traverse};

static const mr_method_def anext_methods[] = {
    {"send", anext_send, MR_ARGS_ONE,
     "send(arg) -> send 'arg' into the wrapped iterator,\nreturn next yielded value or raise "
     "StopIteration."},
    {"throw", anext_throw, MR_ARGS_ANY,
     "throw(typ[,val[,tb]]) -> raise exception in the wrapped iterator,\nreturn next yielded value "
     "or raise StopIteration."},
    {"close", anext_close, MR_ARGS_NONE, "close() -> raise GeneratorExit inside generator."},
    {0},
};

const mr_type_spec mr_anext_awaitable_spec = {
    .name = "anext_awaitable",
    .basic_size = sizeof(anext_awaitable),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,
    .layout = &anext_layout,
    .slots = {.await = anext_self, .iter = anext_self, .next = anext_next},
    .methods = anext_methods,
};
