/*
 * native.c - functions written in C, as objects; argument checks of their calls.
 */
#include <stdio.h>

#include "types/containers.h"
#include "types/model.h"
#include "types/str.h"

mr_value mr_native_new(mr_runtime *rt, const mr_method_def *def, mr_value self, mr_value module)
{
    mr_native *fn = mr_object_new(rt, rt->types.native, sizeof *fn, true);
    if (!fn)
        return MR_NULL;
    fn->def = def;
    fn->self = mr_incref(self);
    fn->module = mr_incref(module);
    mr_gc_track(rt, &fn->head);
    return mr_from(fn);
}

/* As CPython names a function in errors: "list.append()", "math.sin()", "len()". */
static void call_name(mr_runtime *rt, const mr_method_def *def, const mr_type *type, mr_value self,
                      char out[160])
{
    if (!type && self && mr_is_type(self))
        type = mr_as_type(self);
    if (type) {
        snprintf(out, 160, "%s.%s()", mr_type_short_name(type), def->name);
        return;
    }
    snprintf(out, 160, "%s()", def->name);
    if (!self || !mr_has_kind(self, MR_KIND_MODULE))
        return;
    mr_value name = mr_dict_get_str(rt, mr_module_dict(self), MR_NAME(rt, __name__));
    if (name && mr_is_str(name) && mr_as_str(name)->ascii &&
        !mr_str_is(name, "builtins"))
        snprintf(out, 160, "%s.%s()", (const char *)mr_as_str(name)->data, def->name);
}

mr_value mr_native_invoke(mr_runtime *rt, const mr_method_def *def, const mr_type *type,
                          mr_value self,
                          const mr_value *args, size_t nargs, mr_value kwnames)
{
    int check = def->flags & MR_ARGS_CHECK;
    if (check) {
        size_t wanted = check == MR_ARGS_ONE;
        char name[160];
        if (__builtin_expect(kwnames && mr_as_tuple(kwnames)->length, 0)) {
            call_name(rt, def, type, self, name);
            return mr_raise(rt, rt->exc.TypeError, "%s takes no keyword arguments", name);
        }
        if (__builtin_expect(nargs != wanted, 0)) {
            call_name(rt, def, type, self, name);
            if (wanted)
                return mr_raise(rt, rt->exc.TypeError, "%s takes exactly one argument (%zu given)",
                                name, nargs);
            return mr_raise(rt, rt->exc.TypeError, "%s takes no arguments (%zu given)", name,
                            nargs);
        }
    }
    return def->fn(rt, self, args, nargs, kwnames);
}

static mr_value native_call(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    const mr_native *fn = (mr_native *)mr_obj(self);
    return mr_native_invoke(rt, fn->def, fn->type, fn->self, args, nargs, kwnames);
}

static void native_dealloc(mr_runtime *rt, mr_object *o)
{
    mr_native *fn = (mr_native *)o;
    mr_clear(rt, &fn->self);
    mr_clear(rt, &fn->module);
}

static void native_traverse(mr_runtime *rt, mr_object *o, mr_visit visit, void *arg)
{
    const mr_native *fn = (mr_native *)o;
    visit(rt, fn->self, arg);
    visit(rt, fn->module, arg);
}

static const mr_layout native_layout = {native_dealloc, native_traverse, NULL, NULL, NULL};

static bool is_method(const mr_native *fn)
{
    return fn->self && !mr_has_kind(fn->self, MR_KIND_MODULE);
}

static mr_value native_repr(mr_runtime *rt, mr_value self)
{
    const mr_native *fn = (mr_native *)mr_obj(self);
    if (!is_method(fn))
        return mr_str_format(rt, "<built-in function %s>", fn->def->name);
    return mr_str_format(rt, "<built-in method %s of %T object at 0x%zx>", fn->def->name, fn->self,
                         (size_t)fn->self);
}

static mr_value native_compare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if ((op != MR_EQ && op != MR_NE) || !mr_has_kind(a, MR_KIND_NATIVE) ||
        !mr_has_kind(b, MR_KIND_NATIVE))
        return MR_NOT_IMPLEMENTED;
    const mr_native *x = (mr_native *)mr_obj(a), *y = (mr_native *)mr_obj(b);
    bool equal = x->self == y->self && x->def->fn == y->def->fn;
    return mr_bool(equal == (op == MR_EQ));
}

static int64_t native_hash(mr_runtime *rt, mr_value self)
{
    const mr_native *fn = (mr_native *)mr_obj(self);
    int64_t hash = mr_pointer_hash(fn->self) ^ mr_pointer_hash((mr_value)(uintptr_t)fn->def);
    return hash == -1 ? -2 : hash;
}

static mr_value native_name(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_intern(rt, ((mr_native *)mr_obj(self))->def->name);
}

static mr_value native_qualname(mr_runtime *rt, mr_value self, void *closure)
{
    const mr_native *fn = (mr_native *)mr_obj(self);
    if (!is_method(fn))
        return mr_intern(rt, fn->def->name);
    mr_type *type = mr_is_type(fn->self) ? mr_as_type(fn->self) : mr_type_of(rt, fn->self);
    mr_value owner = mr_type_qualname(rt, type);
    if (!owner)
        return MR_NULL;
    mr_value name = mr_str_format(rt, "%V.%s", owner, fn->def->name);
    mr_decref(rt, owner);
    return name;
}

static mr_value native_doc(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_doc_text(rt, ((mr_native *)mr_obj(self))->def->doc);
}

static mr_value native_signature(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_doc_signature(rt, ((mr_native *)mr_obj(self))->def->doc);
}

static mr_value native_self(mr_runtime *rt, mr_value self, void *closure)
{
    const mr_native *fn = (mr_native *)mr_obj(self);
    return fn->self ? mr_incref(fn->self) : MR_NONE;
}

static mr_value native_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    const mr_native *fn = (mr_native *)mr_obj(self);
    mr_value name = mr_intern(rt, fn->def->name);
    if (!name || !is_method(fn))
        return name;
    mr_value getattr_fn = mr_dict_get_text(rt, rt->builtins, "getattr");
    mr_value result = MR_NULL;
    mr_value pair = mr_tuple_pack(rt, 2, fn->self, name);
    if (pair && getattr_fn)
        result = mr_tuple_pack(rt, 2, getattr_fn, pair);
    mr_decref(rt, pair);
    mr_decref(rt, name);
    return result;
}

static const mr_method_def native_methods[] = {
    {"__reduce__", native_reduce, MR_ARGS_NONE, NULL},
    {NULL, NULL, 0, NULL},
};
static const mr_getset_def native_getsets[] = {
    {"__name__", native_name, NULL, NULL, NULL},
    {"__qualname__", native_qualname, NULL, NULL, NULL},
    {"__doc__", native_doc, NULL, NULL, NULL},
    {"__text_signature__", native_signature, NULL, NULL, NULL},
    {"__self__", native_self, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};
static const mr_member_def native_members[] = {
    {"__module__", offsetof(mr_native, module), MR_MEMBER_NONE, NULL},
    {NULL, 0, 0, NULL},
};

static const mr_type_spec native_spec = {
    .name = "builtin_function_or_method",
    .basic_size = sizeof(mr_native),
    .kind = MR_KIND_NATIVE,
    .flags = MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_NO_NEW,
    .layout = &native_layout,
    .slots = {.repr = native_repr, .richcompare = native_compare, .hash = native_hash,
              .call = native_call},
    .methods = native_methods,
    .getsets = native_getsets,
    .members = native_members,
};

bool mr_native_type_init(mr_runtime *rt)
{
    return mr_type_ready(rt, rt->types.native, &native_spec, NULL);
}
