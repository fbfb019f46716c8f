/*
 * op_names.c - the long way of instructions about names.
 */
#include "core/runtime.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/str.h"
#include "vm/private.h"

mr_value mr_local_name(const mr_code *code, uint16_t reg)
{
    if (reg < code->nvars)
        return mr_as_tuple(code->varnames)->items[reg];
    reg = (uint16_t)(reg - code->nvars);
    if (reg < code->ncells)
        return mr_as_tuple(code->cellvars)->items[reg];
    return mr_as_tuple(code->freevars)->items[reg - code->ncells];
}

/* A NameError (or UnboundLocalError) that knows its name. */
static mr_value raise_named(mr_runtime *rt, mr_type *type, const char *format, mr_value name)
{
    mr_raise(rt, type, format, name);
    if (mr_error_is(rt, rt->exc.NameError)) {
        mr_value exception = mr_error_take(rt);
        mr_setattr(rt, exception, MR_NAME(rt, name), name);
        mr_error_clear(rt);
        mr_error_restore(rt, exception);
    }
    return MR_NULL;
}

mr_value mr_raise_unbound(mr_runtime *rt, const mr_code *code, uint16_t reg)
{
    mr_value name = mr_local_name(code, reg);
    if (reg >= code->nvars + code->ncells)
        return raise_named(rt, rt->exc.NameError,
                           "cannot access free variable '%V' where it is not associated with a "
                           "value in enclosing scope", name);
    return mr_raise(rt, rt->exc.UnboundLocalError,
                    "cannot access local variable '%V' where it is not associated with a value",
                    name);
}

mr_value mr_raise_name(mr_runtime *rt, mr_value name)
{
    return raise_named(rt, rt->exc.NameError, "name '%V' is not defined", name);
}

/* An item of a namespace: owned; MR_NULL without an exception when missing. */
static mr_value namespace_get(mr_runtime *rt, mr_value namespace, mr_value name)
{
    if (mr_is_exact(namespace, MR_KIND_DICT))
        return mr_incref(mr_dict_get(rt, namespace, name));
    mr_value v = mr_getitem(rt, namespace, name);
    if (!v && mr_error_is(rt, rt->exc.KeyError))
        mr_error_clear(rt);
    return v;
}

mr_value mr_op_load_global(mr_runtime *rt, mr_frame *frame, mr_value name)
{
    mr_value v = namespace_get(rt, frame->globals, name);
    if (!v && !mr_error(rt))
        v = namespace_get(rt, frame->builtins, name);
    if (!v && !mr_error(rt))
        mr_raise_name(rt, name);
    return v;
}

mr_value mr_op_load_name(mr_runtime *rt, mr_frame *frame, mr_value name)
{
    if (frame->locals && frame->locals != frame->globals) {
        mr_value v = namespace_get(rt, frame->locals, name);
        if (v || mr_error(rt))
            return v;
    }
    return mr_op_load_global(rt, frame, name);
}

int mr_op_store_name(mr_runtime *rt, mr_frame *frame, mr_value name, mr_value v)
{
    mr_value locals = frame->locals ? frame->locals : frame->globals;
    if (mr_is_exact(locals, MR_KIND_DICT))
        return mr_dict_set(rt, locals, name, v) ? 0 : -1;
    return mr_setitem(rt, locals, name, v);
}

int mr_op_delete_name(mr_runtime *rt, mr_frame *frame, mr_value name)
{
    mr_value locals = frame->locals ? frame->locals : frame->globals;
    if (mr_delitem(rt, locals, name) == 0)
        return 0;
    if (mr_error_is(rt, rt->exc.KeyError)) {
        mr_error_clear(rt);
        mr_raise_name(rt, name);
    }
    return -1;
}

int mr_op_delete_global(mr_runtime *rt, mr_frame *frame, mr_value name)
{
    int deleted = mr_dict_delete(rt, frame->globals, name);
    if (deleted == 0)
        mr_raise_name(rt, name);
    return deleted > 0 ? 0 : -1;
}

mr_value mr_op_load_classderef(mr_runtime *rt, mr_frame *frame, mr_value name, uint16_t reg)
{
    if (frame->locals) {
        mr_value v = namespace_get(rt, frame->locals, name);
        if (v || mr_error(rt))
            return v;
    }
    mr_value v = ((mr_cell *)mr_obj(frame->regs[reg]))->value;
    return v ? mr_incref(v) : mr_raise_unbound(rt, frame->code, reg);
}

int mr_op_setup_annotations(mr_runtime *rt, mr_frame *frame)
{
    mr_value locals = frame->locals ? frame->locals : frame->globals;
    mr_value name = MR_NAME(rt, __annotations__);
    mr_value v = namespace_get(rt, locals, name);
    if (v) {
        mr_decref(rt, v);
        return 0;
    }
    if (mr_error(rt) || !(v = mr_dict_new(rt)))
        return -1;
    int done = mr_setitem(rt, locals, name, v);
    mr_decref(rt, v);
    return done;
}
