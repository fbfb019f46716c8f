/*
 * frame.c - frames: pushing, popping, entering from C; frame objects.
 */
#include "core/runtime.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/str.h"
#include "vm/generator.h"

/* ---- the stacks ---- */

bool mr_stack_room(mr_runtime *rt, const mr_value *regs, size_t n)
{
    if ((size_t)(rt->vm->values_end - regs) > n)
        return true;
    mr_raise(rt, rt->exc.RecursionError, "maximum recursion depth exceeded");
    return false;
}

mr_frame *mr_frame_push_failed(mr_runtime *rt, mr_function *function)
{
    mr_raise(rt, rt->exc.RecursionError, "maximum recursion depth exceeded");
    mr_decref(rt, mr_from(function));
    return NULL;
}

void mr_frame_pop(mr_runtime *rt, mr_frame *frame)
{
    rt->frame = frame->back;
    if (frame->object)
        mr_frame_detach(rt, frame);
    size_t n = frame->code->nregs;
    for (size_t i = 0; i < n; i++)
        mr_clear(rt, &frame->regs[i]);
    mr_clear(rt, &frame->locals);
    mr_function *function = frame->function;
    frame->function = NULL;
    mr_decref(rt, mr_from(function));
    rt->vm->top = frame->top;
    rt->vm->frame_top = frame;
    rt->recursion_depth--;
}

/* Runs a frame just pushed as the entry of a new C level. */
static mr_value run_entry(mr_runtime *rt, mr_frame *frame)
{
    frame->entry = 1;
    if ((uintptr_t)__builtin_frame_address(0) < rt->c_stack_limit) {
        mr_raise(rt, rt->exc.RecursionError, "maximum recursion depth exceeded");
        mr_frame_pop(rt, frame);
        return MR_NULL;
    }
    return mr_interpret(rt, frame, MR_RESUME_START, MR_NULL);
}

mr_value mr_function_call(mr_runtime *rt, mr_value function, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    mr_function *f = (mr_function *)mr_obj(function);
    mr_value *regs = rt->vm->top;
    if (nargs == f->code->exact_args && !kwnames) {
        f->head.refcount++;
        mr_frame *frame = mr_frame_push(rt, f, regs);
        if (!frame)
            return MR_NULL;
        for (size_t i = 0; i < nargs; i++)
            regs[i] = mr_incref(args[i]);
        return run_entry(rt, frame);
    }
    size_t all = nargs + (kwnames ? mr_as_tuple(kwnames)->length : 0);
    size_t most = all > f->code->nregs ? all : f->code->nregs;
    if (!mr_stack_room(rt, regs, most))
        return MR_NULL;
    for (size_t i = 0; i < all; i++)
        regs[i] = mr_incref(args[i]);
    /* binding may run Python code, which must not use the same registers */
    rt->vm->top = regs + most;
    bool bound = mr_bind_parameters(rt, f, regs, all, kwnames);
    rt->vm->top = regs;
    if (!bound)
        return MR_NULL;
    mr_incref(function);
    mr_frame *frame = mr_frame_push(rt, f, regs);
    if (!frame) {
        for (size_t i = 0; i < f->code->nparams; i++)
            mr_clear(rt, &regs[i]);
        return MR_NULL;
    }
    return run_entry(rt, frame);
}

mr_value mr_eval_function(mr_runtime *rt, mr_value function, mr_value locals)
{
    mr_function *f = (mr_function *)mr_obj(mr_incref(function));
    mr_frame *frame = mr_frame_push(rt, f, rt->vm->top);
    if (!frame)
        return MR_NULL;
    frame->locals = mr_incref(locals);
    return run_entry(rt, frame);
}

mr_value mr_eval_code(mr_runtime *rt, mr_code *code, mr_value globals, mr_value locals)
{
    mr_value function = mr_function_new(rt, code, globals, MR_NULL);
    if (!function)
        return MR_NULL;
    mr_value result = mr_eval_function(rt, function, locals);
    mr_decref(rt, function);
    return result;
}

int mr_frame_line(const mr_frame *frame)
{
    return mr_code_line(frame->code, mr_frame_unit(frame));
}

/* ---- frame objects ---- */

static mr_frame_proxy *as_frame(mr_value v) { return (mr_frame_proxy *)mr_obj(v); }

mr_code *mr_frame_proxy_code(const mr_frame_proxy *fo)
{
    return fo->frame ? fo->frame->code : fo->code;
}

uint32_t mr_frame_proxy_unit(const mr_frame_proxy *fo)
{
    return fo->frame ? mr_frame_unit(fo->frame) : fo->unit;
}

mr_value mr_frame_object(mr_runtime *rt, mr_frame *frame)
{
    if (!frame->object) {
        mr_value pending = mr_error(rt) ? mr_error_take(rt) : MR_NULL;
        mr_frame_proxy *fo = mr_object_new(rt, rt->types.frame, sizeof *fo, true);
        if (!fo) {
            mr_decref(rt, pending);
            return MR_NULL;
        }
        fo->frame = frame;
        fo->locals = frame->locals ? mr_incref(frame->locals) : MR_NULL;
        fo->trace_lines = true;
        mr_gc_track(rt, &fo->head);
        frame->object = mr_from(fo);
        if (pending)
            mr_error_restore(rt, pending);
    }
    return mr_incref(frame->object);
}

void mr_frame_detach(mr_runtime *rt, mr_frame *frame)
{
    mr_frame_proxy *fo = as_frame(frame->object);
    frame->object = MR_NULL;
    if (fo->head.refcount == 1) {
        fo->frame = NULL; /* nobody looks: no need to keep anything */
        mr_decref(rt, mr_from(fo));
        return;
    }
    mr_value pending = mr_error(rt) ? mr_error_take(rt) : MR_NULL;
    fo->unit = mr_frame_unit(frame);
    if (frame->back)
        fo->back = mr_frame_object(rt, frame->back);
    size_t n = frame->code->nlocals;
    if (n && (fo->values = mr_buf_new(rt, n * sizeof *fo->values))) {
        memcpy(fo->values, frame->regs, n * sizeof *fo->values);
        for (size_t i = 0; i < n; i++)
            frame->regs[i] = MR_NULL;
    }
    fo->function = (mr_function *)mr_obj(mr_incref(mr_from(frame->function)));
    fo->code = (mr_code *)mr_obj(mr_incref(mr_from(frame->code)));
    fo->frame = NULL;
    if (mr_error(rt))
        mr_error_clear(rt); /* no memory to keep the variables: they die with the frame */
    if (pending)
        mr_error_restore(rt, pending);
    mr_decref(rt, mr_from(fo));
}

static void release_values(mr_runtime *rt, mr_frame_proxy *fo)
{
    mr_value *values = fo->values;
    if (!values)
        return;
    size_t n = fo->code->nlocals;
    fo->values = NULL;
    for (size_t i = 0; i < n; i++)
        mr_decref(rt, values[i]);
    mr_buf_free(rt, values, n * sizeof *values);
}

static void frame_clear(mr_runtime *rt, mr_object *self)
{
    mr_frame_proxy *fo = (mr_frame_proxy *)self;
    release_values(rt, fo);
    mr_clear(rt, &fo->locals);
    mr_clear(rt, &fo->trace);
}

static void frame_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_frame_proxy *fo = (mr_frame_proxy *)self;
    frame_clear(rt, self);
    mr_clear(rt, &fo->back);
    mr_function *function = fo->function;
    fo->function = NULL;
    if (function)
        mr_decref(rt, mr_from(function));
    mr_code *code = fo->code;
    fo->code = NULL;
    if (code)
        mr_decref(rt, mr_from(code));
}

static void frame_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    mr_frame_proxy *fo = (mr_frame_proxy *)self;
    if (fo->values)
        for (size_t i = 0; i < fo->code->nlocals; i++)
            visit(rt, fo->values[i], arg);
    if (fo->function)
        visit(rt, mr_from(fo->function), arg);
    if (fo->code)
        visit(rt, mr_from(fo->code), arg);
    visit(rt, fo->back, arg);
    visit(rt, fo->locals, arg);
    visit(rt, fo->trace, arg);
}

static size_t frame_extra(mr_runtime *rt, mr_object *self)
{
    const mr_frame_proxy *fo = (const mr_frame_proxy *)self;
    return fo->values ? mr_block_size(fo->code->nlocals * sizeof *fo->values) : 0;
}

static const mr_layout frame_layout = {
    .extra = frame_extra,
    .dealloc = frame_dealloc,
    .traverse = frame_traverse,
    .clear = frame_clear,
};

static int frame_object_line(const mr_frame_proxy *fo)
{
    return mr_code_line(mr_frame_proxy_code(fo), mr_frame_proxy_unit(fo));
}

static mr_value frame_repr(mr_runtime *rt, mr_value self)
{
    mr_code *code = mr_frame_proxy_code(as_frame(self));
    return mr_str_format(rt, "<frame at 0x%lx, file %R, line %d, code %V>", (unsigned long)self,
                         code->filename, frame_object_line(as_frame(self)), code->name);
}

static mr_value get_back(mr_runtime *rt, mr_value self, void *closure)
{
    mr_frame_proxy *fo = as_frame(self);
    if (!fo->frame)
        return fo->back ? mr_incref(fo->back) : MR_NONE;
    return fo->frame->back ? mr_frame_object(rt, fo->frame->back) : MR_NONE;
}

static mr_value get_code(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_incref(mr_from(mr_frame_proxy_code(as_frame(self))));
}

static mr_function *frame_function(mr_value self)
{
    mr_frame_proxy *fo = as_frame(self);
    return fo->frame ? fo->frame->function : fo->function;
}

static mr_value get_globals(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_incref(frame_function(self)->globals);
}

static mr_value get_builtins(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_incref(frame_function(self)->builtins);
}

static mr_value get_line(mr_runtime *rt, mr_value self, void *closure)
{
    int line = frame_object_line(as_frame(self));
    return line ? mr_small_int(line) : MR_NONE;
}

static mr_value get_lasti(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_small_int((int64_t)mr_frame_proxy_unit(as_frame(self)) * 2);
}

/* Brings the dict of a function's variables up to date: the values are borrowed. */
static bool refresh_locals(mr_runtime *rt, mr_code *code, const mr_value *values, mr_value dict)
{
    for (uint16_t i = 0; i < code->nlocals; i++) {
        mr_value name = mr_local_name(code, i), v = values ? values[i] : MR_NULL;
        if (v && i >= code->nvars && mr_has_kind(v, MR_KIND_CELL))
            v = ((mr_cell *)mr_obj(v))->value;
        /* a parameter that lives in a cell has its name twice; its register is empty */
        if (!v && i < code->nvars) {
            bool in_cell = false;
            for (uint16_t c = 0; c < code->ncells; c++)
                in_cell |= code->cell_params && code->cell_params[c] == (int16_t)i;
            if (in_cell)
                continue;
        }
        if (v ? !mr_dict_set(rt, dict, name, v) : mr_dict_delete(rt, dict, name) < 0)
            return false;
    }
    return true;
}

static mr_value frame_object_locals(mr_runtime *rt, mr_frame_proxy *fo)
{
    mr_code *code = mr_frame_proxy_code(fo);
    if (fo->frame && fo->frame->locals)
        return mr_incref(fo->frame->locals);
    if (!(code->flags & MR_CO_OPTIMIZED) && fo->locals)
        return mr_incref(fo->locals);
    if (!fo->locals && !(fo->locals = mr_dict_new(rt)))
        return MR_NULL;
    const mr_value *values = fo->frame ? fo->frame->regs : fo->values;
    if (!refresh_locals(rt, code, values, fo->locals))
        return MR_NULL;
    return mr_incref(fo->locals);
}

mr_value mr_frame_locals(mr_runtime *rt, mr_frame *frame)
{
    if (frame->locals)
        return mr_incref(frame->locals);
    if (!(frame->code->flags & MR_CO_OPTIMIZED))
        return mr_incref(frame->globals);
    mr_value object = mr_frame_object(rt, frame);
    if (!object)
        return MR_NULL;
    mr_value locals = frame_object_locals(rt, as_frame(object));
    mr_decref(rt, object);
    return locals;
}

static mr_value get_locals(mr_runtime *rt, mr_value self, void *closure)
{
    return frame_object_locals(rt, as_frame(self));
}

static mr_value get_trace(mr_runtime *rt, mr_value self, void *closure)
{
    mr_value v = as_frame(self)->trace;
    return v ? mr_incref(v) : MR_NONE;
}

static int set_trace(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    mr_replace(rt, &as_frame(self)->trace, v == MR_NONE ? MR_NULL : mr_incref(v));
    return 0;
}

static mr_value get_flag(mr_runtime *rt, mr_value self, void *closure)
{
    mr_frame_proxy *fo = as_frame(self);
    return mr_bool(closure ? fo->trace_opcodes : fo->trace_lines);
}

static int set_flag(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    if (!v || !mr_is_bool(v))
        return mr_fail(rt, rt->exc.TypeError, "attribute value type must be bool");
    *(closure ? &as_frame(self)->trace_opcodes : &as_frame(self)->trace_lines) = v == MR_TRUE;
    return 0;
}

static mr_value frame_clear_method(mr_runtime *rt, mr_value self, const mr_value *args,
                                   size_t nargs, mr_value kwnames)
{
    mr_frame_proxy *fo = as_frame(self);
    if (fo->frame) {
        mr_value generator = fo->frame->generator;
        if (!generator || ((mr_generator *)mr_obj(generator))->state == MR_GEN_RUNNING)
            return mr_raise(rt, rt->exc.RuntimeError, "cannot clear an executing frame");
        mr_incref(generator);
        mr_generator_finalize(rt, generator);
        mr_value closed = mr_generator_close(rt, generator, NULL, 0, MR_NULL);
        if (!closed)
            mr_error_unraisable(rt, generator);
        mr_decref(rt, closed);
        mr_decref(rt, generator);
    }
    if (!fo->frame)
        release_values(rt, fo); /* what f_locals has given out stays */
    return MR_NONE;
}

static const mr_method_def frame_methods[] = {
    {"clear", frame_clear_method, MR_ARGS_NONE,
     "F.clear(): clear most references held by the frame"},
    {0},
};

static const mr_getset_def frame_getsets[] = {
    {"f_back", get_back, NULL, NULL, NULL},
    {"f_code", get_code, NULL, NULL, NULL},
    {"f_globals", get_globals, NULL, NULL, NULL},
    {"f_builtins", get_builtins, NULL, NULL, NULL},
    {"f_locals", get_locals, NULL, NULL, NULL},
    {"f_lineno", get_line, NULL, NULL, NULL},
    {"f_lasti", get_lasti, NULL, NULL, NULL},
    {"f_trace", get_trace, set_trace, NULL, NULL},
    {"f_trace_lines", get_flag, set_flag, NULL, NULL},
    {"f_trace_opcodes", get_flag, set_flag, NULL, (void *)1},
    {0},
};

const mr_type_spec mr_frame_spec = {
    .name = "frame",
    .basic_size = sizeof(mr_frame_proxy),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,
    .layout = &frame_layout,
    .slots = {.repr = frame_repr},
    .methods = frame_methods,
    .getsets = frame_getsets,
};
