/*
 * traceback.c - traceback objects.
 */
#include "core/runtime.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/str.h"
#include "vm/private.h"

static mr_traceback *as_traceback(mr_value v) { return (mr_traceback *)mr_obj(v); }

static mr_value traceback_make(mr_runtime *rt, mr_value next, mr_value frame, uint32_t unit,
                               int line)
{
    mr_traceback *tb = mr_object_new(rt, rt->types.traceback, sizeof *tb, true);
    if (!tb)
        return MR_NULL;
    tb->next = mr_incref(next);
    tb->frame = mr_incref(frame);
    tb->unit = unit;
    tb->line = line;
    mr_gc_track(rt, &tb->head);
    return mr_from(tb);
}

bool mr_traceback_add(mr_runtime *rt, mr_frame *frame)
{
    if (!mr_error(rt))
        mr_raise(rt, rt->exc.SystemError, "error return without exception set");
    mr_value exception = mr_error_take(rt);
    mr_value object = mr_frame_object(rt, frame), tb = MR_NULL;
    if (object) {
        mr_exception *e = (mr_exception *)mr_obj(exception);
        uint32_t unit = mr_frame_unit(frame);
        tb = traceback_make(rt, e->traceback, object, unit, mr_code_line(frame->code, unit));
        mr_decref(rt, object);
        if (tb)
            mr_replace(rt, &e->traceback, tb);
    }
    if (!tb)
        mr_error_clear(rt); /* no memory for the entry: the exception goes on without it */
    mr_error_restore(rt, exception);
    return tb != MR_NULL;
}

static void traceback_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_traceback *tb = (mr_traceback *)self;
    mr_clear(rt, &tb->next);
    mr_clear(rt, &tb->frame);
}

static void traceback_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    mr_traceback *tb = (mr_traceback *)self;
    visit(rt, tb->next, arg);
    visit(rt, tb->frame, arg);
}

static const mr_layout traceback_layout = {
    .dealloc = traceback_dealloc,
    .traverse = traceback_traverse,
    .clear = traceback_dealloc,
};

static bool check_next(mr_runtime *rt, mr_value v)
{
    if (v == MR_NONE || mr_isinstance(rt, v, rt->types.traceback))
        return true;
    mr_raise(rt, rt->exc.TypeError, "expected traceback object, got '%T'", v);
    return false;
}

static mr_value traceback_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    mr_value out[4];
    int64_t lasti, line;
    if (!mr_bind(rt, "traceback(tb_next, tb_frame, tb_lasti, tb_lineno)", args, nargs, kwnames,
                 out) || !check_next(rt, out[0]))
        return MR_NULL;
    if (!mr_isinstance(rt, out[1], rt->types.frame))
        return mr_raise(rt, rt->exc.TypeError,
                        "traceback() argument 'tb_frame' must be frame, not %T", out[1]);
    if (!mr_to_int64(rt, out[2], &lasti) || !mr_to_int64(rt, out[3], &line))
        return MR_NULL;
    return traceback_make(rt, out[0] == MR_NONE ? MR_NULL : out[0], out[1], (uint32_t)(lasti / 2),
                          (int)line);
}

static mr_value get_next(mr_runtime *rt, mr_value self, void *closure)
{
    mr_value next = as_traceback(self)->next;
    return next ? mr_incref(next) : MR_NONE;
}

static int set_next(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    if (!v)
        return mr_fail(rt, rt->exc.TypeError, "can't delete tb_next attribute");
    if (!check_next(rt, v))
        return -1;
    for (mr_value tb = v; tb && tb != MR_NONE; tb = as_traceback(tb)->next)
        if (tb == self)
            return mr_fail(rt, rt->exc.ValueError, "traceback loop detected");
    mr_replace(rt, &as_traceback(self)->next, v == MR_NONE ? MR_NULL : mr_incref(v));
    return 0;
}

static mr_value get_number(mr_runtime *rt, mr_value self, void *closure)
{
    mr_traceback *tb = as_traceback(self);
    return closure ? mr_small_int((int64_t)tb->unit * 2) : mr_small_int(tb->line);
}

static mr_value traceback_dir(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    static const char *const names[] = {"tb_frame", "tb_next", "tb_lasti", "tb_lineno"};
    mr_value list = mr_list_new(rt, NULL, 0);
    for (int i = 0; list && i < 4; i++) {
        mr_value name = mr_intern(rt, names[i]);
        if (!name || !mr_list_append_steal(rt, list, name))
            mr_clear(rt, &list);
    }
    return list;
}

static const mr_method_def traceback_methods[] = {
    {"__dir__", traceback_dir, MR_ARGS_NONE, NULL},
    {0},
};

static const mr_getset_def traceback_getsets[] = {
    {"tb_next", get_next, set_next, NULL, NULL},
    {"tb_lasti", get_number, NULL, NULL, (void *)1},
    {"tb_lineno", get_number, NULL, NULL, NULL},
    {0},
};

static const mr_member_def traceback_members[] = {
    {"tb_frame", offsetof(mr_traceback, frame), MR_MEMBER_READONLY, NULL},
    {0},
};

const mr_type_spec mr_traceback_spec = {
    .name = "traceback",
    .doc = "Create a new traceback object.",
    .basic_size = sizeof(mr_traceback),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_IMMUTABLE,
    .layout = &traceback_layout,
    .slots = {.new_ = traceback_new},
    .methods = traceback_methods,
    .getsets = traceback_getsets,
    .members = traceback_members,
};
