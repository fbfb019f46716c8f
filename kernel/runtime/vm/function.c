/*
 * function.c - Python functions: life, attributes, binding to instances.
 */
#include "core/runtime.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/str.h"
#include "vm/private.h"

mr_value mr_function_new(mr_runtime *rt, mr_code *code, mr_value globals, mr_value qualname)
{
    mr_function *f = mr_object_new(rt, rt->types.function, sizeof *f, true);
    if (!f)
        return MR_NULL;
    f->code = (mr_code *)mr_obj(mr_incref(mr_from(code)));
    f->globals = mr_incref(globals);
    mr_value builtins = mr_dict_get_str(rt, globals, MR_NAME(rt, __builtins__));
    if (builtins && mr_has_kind(builtins, MR_KIND_MODULE))
        builtins = mr_module_dict(builtins);
    f->builtins = mr_incref(builtins && mr_is_dict(builtins) ? builtins : rt->builtins);
    f->name = mr_incref(code->name);
    f->qualname = mr_incref(qualname ? qualname : code->qualname);
    mr_value module = mr_dict_get_str(rt, globals, MR_NAME(rt, __name__));
    f->module = module ? mr_incref(module) : MR_NONE;
    f->doc = MR_NONE;
    mr_gc_track(rt, &f->head);
    return mr_from(f);
}

static mr_function *as_function(mr_value v) { return (mr_function *)mr_obj(v); }

static void function_clear(mr_runtime *rt, mr_object *self)
{
    mr_function *f = (mr_function *)self;
    mr_clear(rt, &f->defaults);
    mr_clear(rt, &f->kwdefaults);
    mr_clear(rt, &f->doc);
    mr_clear(rt, &f->module);
    mr_clear(rt, &f->annotations);
    mr_clear(rt, &f->dict);
    mr_clear(rt, &f->closure);
}

static void function_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_function *f = (mr_function *)self;
    function_clear(rt, self);
    mr_clear(rt, &f->globals);
    mr_clear(rt, &f->builtins);
    mr_clear(rt, &f->name);
    mr_clear(rt, &f->qualname);
    mr_code *code = f->code;
    f->code = NULL;
    mr_decref(rt, mr_from(code));
}

static void function_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    mr_function *f = (mr_function *)self;
    visit(rt, mr_from(f->code), arg);
    visit(rt, f->globals, arg);
    visit(rt, f->builtins, arg);
    visit(rt, f->name, arg);
    visit(rt, f->qualname, arg);
    visit(rt, f->module, arg);
    visit(rt, f->doc, arg);
    visit(rt, f->defaults, arg);
    visit(rt, f->kwdefaults, arg);
    visit(rt, f->closure, arg);
    visit(rt, f->annotations, arg);
    visit(rt, f->dict, arg);
}

static const mr_layout function_layout = {
    .dealloc = function_dealloc,
    .traverse = function_traverse,
    .clear = function_clear,
};

static mr_value function_repr(mr_runtime *rt, mr_value self)
{
    return mr_str_format(rt, "<function %V at 0x%lx>", as_function(self)->qualname,
                         (unsigned long)self);
}

static mr_value function_descr_get(mr_runtime *rt, mr_value self, mr_value obj, mr_value type)
{
    if (!obj || (obj == MR_NONE && type != mr_from(rt->types.none)))
        return mr_incref(self);
    return mr_method_new(rt, self, obj);
}

/* A function's own attributes live in its dict; the rest are getters of the type. */
static mr_value function_getattr(mr_runtime *rt, mr_value self, mr_value name)
{
    mr_function *f = as_function(self);
    if (f->dict) {
        mr_value v = mr_dict_get(rt, f->dict, name);
        if (v)
            return mr_incref(v);
        if (mr_error(rt))
            return MR_NULL;
    }
    return mr_generic_getattr(rt, self, name);
}

static mr_value function_dict(mr_runtime *rt, mr_function *f)
{
    if (!f->dict)
        f->dict = mr_dict_new(rt);
    return f->dict;
}

static int function_setattr(mr_runtime *rt, mr_value self, mr_value name, mr_value v)
{
    mr_function *f = as_function(self);
    mr_value descr = mr_type_lookup(rt, mr_type_of(rt, self), name);
    if (descr && mr_type_of(rt, descr)->slots.descr_set)
        return mr_generic_setattr(rt, self, name, v);
    if (!v) {
        int deleted = f->dict ? mr_dict_delete(rt, f->dict, name) : 0;
        if (deleted == 0)
            mr_raise_attribute(rt, self, name);
        return deleted == 1 ? 0 : -1;
    }
    if (!function_dict(rt, f))
        return -1;
    return mr_dict_set(rt, f->dict, name, v) ? 0 : -1;
}

static mr_value function_call(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    return mr_function_call(rt, self, args, nargs, kwnames);
}

static mr_value get_code(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_incref(mr_from(as_function(self)->code));
}

static int set_code(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    if (!v || !mr_has_kind(v, MR_KIND_CODE))
        return mr_fail(rt, rt->exc.TypeError, "__code__ must be set to a code object");
    mr_function *f = as_function(self);
    mr_code *code = (mr_code *)mr_obj(v);
    size_t closed = f->closure ? mr_as_tuple(f->closure)->length : 0;
    if (code->nfree != closed)
        return mr_fail(rt, rt->exc.ValueError,
                       "%V() requires a code object with %zu free vars, not %u", f->name, closed,
                       (unsigned)code->nfree);
    /* frames that run the old code borrow it from the function: it lives on */
    if (!rt->vm->replaced_codes && !(rt->vm->replaced_codes = mr_list_new(rt, NULL, 0)))
        return -1;
    if (!mr_list_append(rt, rt->vm->replaced_codes, mr_from(f->code)))
        return -1;
    mr_code *old = f->code;
    f->code = (mr_code *)mr_obj(mr_incref(v));
    mr_decref(rt, mr_from(old));
    return 0;
}

static mr_value *field(mr_value self, void *closure)
{
    return (mr_value *)(void *)((char *)mr_obj(self) + (size_t)closure);
}

static mr_value get_field(mr_runtime *rt, mr_value self, void *closure)
{
    mr_value v = *field(self, closure);
    return v ? mr_incref(v) : MR_NONE;
}

static int set_name(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    const char *which =
        (size_t)closure == offsetof(mr_function, name) ? "__name__" : "__qualname__";
    if (!v || !mr_is_str(v))
        return mr_fail(rt, rt->exc.TypeError, "%s must be set to a string object", which);
    mr_replace(rt, field(self, closure), mr_incref(v));
    return 0;
}

static int set_any(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    mr_replace(rt, field(self, closure), v ? mr_incref(v) : MR_NONE);
    return 0;
}

static int set_defaults(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    if (v == MR_NONE)
        v = MR_NULL;
    if (v && !mr_is_tuple(v))
        return mr_fail(rt, rt->exc.TypeError, "__defaults__ must be set to a tuple object");
    mr_replace(rt, field(self, closure), mr_incref(v));
    return 0;
}

static int set_kwdefaults(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    if (v == MR_NONE)
        v = MR_NULL;
    if (v && !mr_is_dict(v))
        return mr_fail(rt, rt->exc.TypeError, "__kwdefaults__ must be set to a dict object");
    mr_replace(rt, field(self, closure), mr_incref(v));
    return 0;
}

static mr_value get_annotations(mr_runtime *rt, mr_value self, void *closure)
{
    mr_function *f = as_function(self);
    if (f->annotations && mr_is_dict(f->annotations))
        return mr_incref(f->annotations);
    mr_value dict = mr_dict_new(rt);
    if (!dict)
        return MR_NULL;
    if (f->annotations) {
        mr_tuple *pairs = mr_as_tuple(f->annotations);
        for (size_t i = 0; i + 1 < pairs->length; i += 2)
            if (!mr_dict_set(rt, dict, pairs->items[i], pairs->items[i + 1])) {
                mr_decref(rt, dict);
                return MR_NULL;
            }
    }
    mr_replace(rt, &f->annotations, mr_incref(dict));
    return dict;
}

static int set_annotations(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    if (v == MR_NONE)
        v = MR_NULL;
    if (v && !mr_is_dict(v))
        return mr_fail(rt, rt->exc.TypeError, "__annotations__ must be set to a dict object");
    mr_replace(rt, &as_function(self)->annotations, mr_incref(v));
    return 0;
}

static mr_value get_dict(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_incref(function_dict(rt, as_function(self)));
}

static int set_dict(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    if (!v)
        return mr_fail(rt, rt->exc.TypeError, "cannot delete __dict__");
    if (!mr_is_dict(v))
        return mr_fail(rt, rt->exc.TypeError, "__dict__ must be set to a dictionary, not a '%T'",
                       v);
    mr_replace(rt, &as_function(self)->dict, mr_incref(v));
    return 0;
}

#define FIELD(f) (void *)offsetof(mr_function, f)
static const mr_getset_def function_getsets[] = {
    {"__code__", get_code, set_code, NULL, NULL},
    {"__defaults__", get_field, set_defaults, NULL, FIELD(defaults)},
    {"__kwdefaults__", get_field, set_kwdefaults, NULL, FIELD(kwdefaults)},
    {"__annotations__", get_annotations, set_annotations, NULL, NULL},
    {"__dict__", get_dict, set_dict, NULL, NULL},
    {"__name__", get_field, set_name, NULL, FIELD(name)},
    {"__qualname__", get_field, set_name, NULL, FIELD(qualname)},
    {"__module__", get_field, set_any, NULL, FIELD(module)},
    {"__doc__", get_field, set_any, NULL, FIELD(doc)},
    {0},
};
#undef FIELD

static const mr_member_def function_members[] = {
    {"__globals__", offsetof(mr_function, globals), MR_MEMBER_READONLY, NULL},
    {"__builtins__", offsetof(mr_function, builtins), MR_MEMBER_READONLY, NULL},
    {"__closure__", offsetof(mr_function, closure), MR_MEMBER_READONLY | MR_MEMBER_NONE, NULL},
    {0},
};

/* types.FunctionType(code, globals, name=None, argdefs=None, closure=None) */
static mr_value function_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    mr_value out[5];
    if (!mr_bind(rt, "function(code, globals, name=, argdefs=, closure=)", args, nargs, kwnames,
                 out))
        return MR_NULL;
    if (!mr_has_kind(out[0], MR_KIND_CODE))
        return mr_raise(rt, rt->exc.TypeError,
                        "function() argument 'code' must be code, not %T", out[0]);
    if (!mr_is_dict(out[1]))
        return mr_raise(rt, rt->exc.TypeError,
                        "function() argument 'globals' must be dict, not %T", out[1]);
    mr_code *code = (mr_code *)mr_obj(out[0]);
    mr_value name = out[2] == MR_NONE ? MR_NULL : out[2];
    mr_value defaults = out[3] == MR_NONE ? MR_NULL : out[3];
    mr_value closure = out[4] == MR_NONE ? MR_NULL : out[4];
    if (name && !mr_is_str(name))
        return mr_raise(rt, rt->exc.TypeError, "arg 3 (name) must be None or string");
    if (defaults && !mr_is_tuple(defaults))
        return mr_raise(rt, rt->exc.TypeError, "arg 4 (defaults) must be None or tuple");
    if (closure && !mr_is_tuple(closure))
        return mr_raise(rt, rt->exc.TypeError,
                        code->nfree ? "arg 5 (closure) must be tuple"
                                    : "arg 5 (closure) must be None or tuple");
    size_t closed = closure ? mr_as_tuple(closure)->length : 0;
    if (code->nfree && !closure)
        return mr_raise(rt, rt->exc.TypeError, "arg 5 (closure) must be tuple");
    if (closed != code->nfree)
        return mr_raise(rt, rt->exc.ValueError, "%V requires closure of length %u, not %zu",
                        code->name, (unsigned)code->nfree, closed);
    for (size_t i = 0; i < closed; i++)
        if (!mr_has_kind(mr_as_tuple(closure)->items[i], MR_KIND_CELL))
            return mr_raise(rt, rt->exc.TypeError, "arg 5 (closure) expected cell, found %T",
                            mr_as_tuple(closure)->items[i]);
    mr_value v = mr_function_new(rt, code, out[1], MR_NULL);
    if (!v)
        return MR_NULL;
    mr_function *f = as_function(v);
    if (name)
        mr_replace(rt, &f->name, mr_incref(name));
    f->defaults = mr_incref(defaults);
    f->closure = mr_incref(closure);
    return v;
}

const mr_type_spec mr_function_spec = {
    .name = "function",
    .doc = "Create a function object.",
    .basic_size = sizeof(mr_function),
    .kind = MR_KIND_FUNCTION,
    .flags = MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_METHOD_DESCR | MR_TYPE_IMMUTABLE,
    .layout = &function_layout,
    .slots = {
        .new_ = function_new,
        .repr = function_repr,
        .call = function_call,
        .getattr = function_getattr,
        .setattr = function_setattr,
        .descr_get = function_descr_get,
    },
    .getsets = function_getsets,
    .members = function_members,
};

mr_value mr_op_make_function(mr_runtime *rt, mr_frame *frame, mr_code *code, unsigned bits,
                             mr_value *temps)
{
    mr_value v = mr_function_new(rt, code, frame->globals, code->qualname);
    if (!v)
        return MR_NULL;
    mr_function *f = as_function(v);
    mr_value *places[] = {&f->defaults, &f->kwdefaults, &f->annotations, &f->closure};
    for (int i = 0; i < 4; i++)
        if (bits & 1u << i) {
            *places[i] = *temps;
            *temps++ = MR_NULL;
        }
    const mr_tuple *consts = mr_as_tuple(code->consts);
    if (consts->length && mr_is_str(consts->items[0]))
        f->doc = mr_incref(consts->items[0]);
    return v;
}
