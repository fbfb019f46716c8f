/*
 * coroutine.c - the type of coroutines, the wrapper that their __await__ gives,
 * where they were made, and the warning when nobody awaits them.
 */
#include "types/abstract.h"
#include "types/containers.h"
#include "vm/generator.h"

/* ---- origin ---- */

mr_value mr_coroutine_origin(mr_runtime *rt, const mr_frame *frame)
{
    size_t n = 0;
    for (const mr_frame *f = frame; f && n < (size_t)rt->vm->origin_depth; f = f->back)
        n++;
    mr_value origin = mr_tuple_new(rt, NULL, n);
    for (size_t i = 0; origin && i < n; i++, frame = frame->back) {
        mr_value place = mr_tuple_pack(rt, 3, frame->code->filename,
                                       mr_small_int(mr_frame_line(frame)), frame->code->name);
        if (!place)
            mr_clear(rt, &origin);
        else
            mr_as_tuple(origin)->items[i] = place;
    }
    return origin;
}

/* "Coroutine created at ..." with the lines of the origin; owned, empty when there is none. */
static mr_value origin_text(mr_runtime *rt, mr_value origin)
{
    if (!origin)
        return mr_incref(rt->empty_str);
    size_t n = mr_as_tuple(origin)->length;
    mr_value places = mr_list_new(rt, NULL, 0), text = MR_NULL;
    for (size_t i = n; places && i-- > 0;) {
        const mr_value *place = mr_as_tuple(mr_as_tuple(origin)->items[i])->items;
        mr_value entry = mr_tuple_pack(rt, 4, place[0], place[1], place[2], MR_NONE);
        if (!entry || !mr_list_append_steal(rt, places, entry))
            mr_clear(rt, &places);
    }
    mr_value format = places ? mr_import_attr(rt, "traceback", "format_list") : MR_NULL;
    mr_value lines = format ? mr_call1(rt, format, places) : MR_NULL;
    mr_value joined = lines ? mr_str_join(rt, rt->empty_str, lines) : MR_NULL;
    mr_value stripped = joined ? mr_call_method(rt, joined, MR_NAME(rt, rstrip), NULL, 0) : MR_NULL;
    if (stripped)
        text = mr_str_format(rt, "\nCoroutine created at (most recent call last)\n%V", stripped);
    mr_decref(rt, places);
    mr_decref(rt, format);
    mr_decref(rt, lines);
    mr_decref(rt, joined);
    mr_decref(rt, stripped);
    return text;
}

/* What warnings._warn_unawaited_coroutine does, but for the object as the warning's source: the
 * library's Python takes that for a file. */
mr_value mr_coroutine_warn(mr_runtime *rt, mr_value coroutine)
{
    if (!mr_as_dict(rt->modules)->used)
        return MR_NONE; /* at the very end there is nobody to tell */
    mr_generator *g = (mr_generator *)mr_obj(coroutine);
    mr_value origin = origin_text(rt, *mr_generator_extra(g));
    if (!origin)
        return MR_NULL;
    int status = mr_warn(rt, rt->exc.RuntimeWarning, 1, "coroutine '%V' was never awaited%V",
                         g->qualname, origin);
    mr_decref(rt, origin);
    return status < 0 ? MR_NULL : MR_NONE;
}

/* ---- coroutines ---- */

#define METHODS_OF_COROUTINES(send, throw, close)                                                  \
    {"send", send, MR_ARGS_ONE,                                                                    \
     "send(arg) -> send 'arg' into coroutine,\nreturn next iterated value or raise "               \
     "StopIteration."},                                                                            \
    {"throw", throw, MR_ARGS_ANY,                                                                  \
     "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine, return next " \
     "iterated value or raise\nStopIteration."},                                                   \
    {"close", close, MR_ARGS_NONE, "close() -> raise GeneratorExit inside coroutine."}, {0}

static mr_value coroutine_await(mr_runtime *rt, mr_value self)
{
    mr_value wrapper = mr_type_alloc(rt, rt->types.coroutine_wrapper);
    if (wrapper)
        *(mr_value *)(mr_obj(wrapper) + 1) = mr_incref(self);
    return mr_type_track(rt, wrapper);
}

static mr_value get_origin(mr_runtime *rt, mr_value self, void *closure)
{
    mr_value origin = *mr_generator_extra((mr_generator *)mr_obj(self));
    return origin ? mr_incref(origin) : MR_NONE;
}

static const mr_method_def coroutine_methods[] = {
    METHODS_OF_COROUTINES(mr_generator_send, mr_generator_throw, mr_generator_close)};

static const mr_getset_def coroutine_getsets[] = {
    {"__name__", mr_generator_get_name, mr_generator_set_name, "name of the coroutine", NULL},
    {"__qualname__", mr_generator_get_name, mr_generator_set_name,
     "qualified name of the coroutine", (void *)1},
    {"cr_await", mr_generator_get_delegate, NULL, "object being awaited on, or None", NULL},
    {"cr_running", mr_generator_get_running, NULL, NULL, NULL},
    {"cr_frame", mr_generator_get_frame, NULL, NULL, NULL},
    {"cr_suspended", mr_generator_get_suspended, NULL, NULL, NULL},
    {"cr_origin", get_origin, NULL, NULL, NULL},
    {0},
};

static const mr_member_def coroutine_members[] = {
    {"cr_code", offsetof(mr_generator, frame.code), MR_MEMBER_READONLY, NULL},
    {0},
};

const mr_type_spec mr_coroutine_spec = {
    .name = "coroutine",
    .basic_size = sizeof(mr_generator),
    .kind = MR_KIND_GENERATOR,
    .flags = MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,
    .layout = &mr_generator_layout,
    .slots = {
        .finalize = mr_generator_finalize,
        .repr = mr_generator_repr,
        .await = coroutine_await,
    },
    .methods = coroutine_methods,
    .getsets = coroutine_getsets,
    .members = coroutine_members,
};

/* ---- what __await__ gives ---- */

typedef struct coroutine_wrapper {
    mr_object head;
    mr_value coroutine;
} coroutine_wrapper;

static mr_value wrapped(mr_value self) { return ((coroutine_wrapper *)mr_obj(self))->coroutine; }

static mr_value wrapper_next(mr_runtime *rt, mr_value self)
{
    return mr_generator_send(rt, wrapped(self), (const mr_value[]){MR_NONE}, 1, MR_NULL);
}

static mr_value wrapper_send(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    return mr_generator_send(rt, wrapped(self), args, nargs, kwnames);
}

static mr_value wrapper_throw(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    return mr_generator_throw(rt, wrapped(self), args, nargs, kwnames);
}

static mr_value wrapper_close(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    return mr_generator_close(rt, wrapped(self), args, nargs, kwnames);
}

static mr_value wrapper_iter(mr_runtime *rt, mr_value self) { return mr_incref(self); }

static void wrapper_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_clear(rt, &((coroutine_wrapper *)self)->coroutine);
}

static void wrapper_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    visit(rt, ((coroutine_wrapper *)self)->coroutine, arg);
}

static const mr_layout wrapper_layout = {.dealloc = wrapper_dealloc, .traverse = wrapper_traverse};

static const mr_method_def wrapper_methods[] = {
    METHODS_OF_COROUTINES(wrapper_send, wrapper_throw, wrapper_close)};

const mr_type_spec mr_coroutine_wrapper_spec = {
    .name = "coroutine_wrapper",
    .doc = "A wrapper object implementing __await__ for coroutines.",
    .basic_size = sizeof(coroutine_wrapper),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,
    .layout = &wrapper_layout,
    .slots = {.iter = wrapper_iter, .next = wrapper_next},
    .methods = wrapper_methods,
};
