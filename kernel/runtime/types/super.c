/*
 * super.c - super(), with and without arguments.
 */
#include "types/containers.h"
#include "types/model.h"
#include "types/str.h"
#include "vm/vm.h"

typedef struct super_object {
    mr_object head;
    mr_value type;     /* __thisclass__: the search begins behind it */
    mr_value obj;      /* __self__, or MR_NULL when unbound */
    mr_value obj_type; /* __self_class__: whose MRO is searched */
} super_object;

static super_object *as_super(mr_value v) { return (super_object *)mr_obj(v); }

static void super_dealloc(mr_runtime *rt, mr_object *o)
{
    super_object *s = (super_object *)o;
    mr_clear(rt, &s->type);
    mr_clear(rt, &s->obj);
    mr_clear(rt, &s->obj_type);
}

static void super_traverse(mr_runtime *rt, mr_object *o, mr_visit visit, void *arg)
{
    const super_object *s = (super_object *)o;
    visit(rt, s->type, arg);
    visit(rt, s->obj, arg);
    visit(rt, s->obj_type, arg);
}

static const mr_layout super_layout = {super_dealloc, super_traverse, NULL, NULL, NULL};

static mr_value super_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    mr_value v = mr_type_alloc(rt, type);
    if (v)
        mr_gc_track(rt, mr_obj(v));
    return v;
}

/* The class whose MRO super(type, obj) searches; owned, MR_NULL with TypeError set. */
static mr_value start_type(mr_runtime *rt, mr_type *type, mr_value obj)
{
    if (mr_is_type(obj) && mr_is_subtype(mr_as_type(obj), type))
        return mr_incref(obj);
    if (mr_isinstance(rt, obj, type))
        return mr_incref(mr_from(mr_type_of(rt, obj)));
    mr_value claimed = mr_getattr_optional(rt, obj, MR_NAME(rt, __class__));
    if (claimed && mr_is_type(claimed) && claimed != mr_from(mr_type_of(rt, obj)) &&
        mr_is_subtype(mr_as_type(claimed), type))
        return claimed;
    mr_decref(rt, claimed);
    if (!mr_error(rt))
        mr_raise(rt, rt->exc.TypeError, "super(type, obj): obj must be an instance or subtype of "
                                        "type");
    return MR_NULL;
}

/* The first argument of the running method: its register, or the cell that took it over. */
static mr_value first_argument(const mr_frame *frame)
{
    const mr_code *code = frame->code;
    for (unsigned i = 0; i < code->ncells; i++) {
        if (code->cell_params && code->cell_params[i] == 0) {
            mr_value cell = frame->regs[code->nvars + i];
            if (mr_has_kind(cell, MR_KIND_CELL))
                return ((mr_cell *)mr_obj(cell))->value;
        }
    }
    return frame->regs[0];
}

static bool from_frame(mr_runtime *rt, mr_value *type, mr_value *obj)
{
    const mr_frame *frame = rt->frame;
    if (!frame) {
        mr_raise(rt, rt->exc.RuntimeError, "super(): no current frame");
        return false;
    }
    const mr_code *code = frame->code;
    if (!code->arg_count && !code->posonly_count) {
        mr_raise(rt, rt->exc.RuntimeError, "super(): no arguments");
        return false;
    }
    *obj = first_argument(frame);
    if (!*obj) {
        mr_raise(rt, rt->exc.RuntimeError, "super(): arg[0] deleted");
        return false;
    }
    const mr_tuple *names = mr_as_tuple(code->freevars);
    for (size_t i = 0; i < names->length; i++) {
        if (!mr_str_is(names->items[i], "__class__"))
            continue;
        mr_value cell = frame->regs[code->nvars + code->ncells + i];
        *type = mr_has_kind(cell, MR_KIND_CELL) ? ((mr_cell *)mr_obj(cell))->value : MR_NULL;
        if (!*type) {
            mr_raise(rt, rt->exc.RuntimeError, "super(): empty __class__ cell");
            return false;
        }
        if (!mr_is_type(*type)) {
            mr_raise(rt, rt->exc.RuntimeError, "super(): __class__ is not a type (%T)", *type);
            return false;
        }
        return true;
    }
    mr_raise(rt, rt->exc.RuntimeError, "super(): __class__ cell not found");
    return false;
}

static int super_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                      mr_value kwnames)
{
    if (!mr_arity(rt, "super", nargs, kwnames, 0, 2))
        return -1;
    mr_value type = nargs > 0 ? args[0] : MR_NULL, obj = nargs > 1 ? args[1] : MR_NULL;
    if (!nargs && !from_frame(rt, &type, &obj))
        return -1;
    if (!mr_is_type(type))
        return mr_fail(rt, rt->exc.TypeError, "super() argument 1 must be a type, not %T", type);
    if (obj == MR_NONE)
        obj = MR_NULL;
    mr_value obj_type = MR_NULL;
    if (obj && !(obj_type = start_type(rt, mr_as_type(type), obj)))
        return -1;
    super_object *s = as_super(self);
    mr_replace(rt, &s->type, mr_incref(type));
    mr_replace(rt, &s->obj, mr_incref(obj));
    mr_replace(rt, &s->obj_type, obj_type);
    return 0;
}

mr_value mr_super_find(mr_runtime *rt, mr_type *type, mr_type *obj_type, mr_value name)
{
    if (!obj_type->mro)
        return MR_NULL;
    const mr_tuple *mro = mr_as_tuple(obj_type->mro);
    size_t i = 0;
    while (i < mro->length && mro->items[i] != mr_from(type))
        i++;
    for (i++; i < mro->length; i++) {
        const mr_type *t = mr_as_type(mro->items[i]);
        mr_value v = t->dict ? mr_dict_get_str(rt, t->dict, name) : MR_NULL;
        if (v)
            return v;
    }
    return MR_NULL;
}

static mr_value super_getattr(mr_runtime *rt, mr_value self, mr_value name)
{
    const super_object *s = as_super(self);
    if (!s->obj_type || name == MR_NAME(rt, __class__))
        return mr_generic_getattr(rt, self, name);
    mr_value found = mr_super_find(rt, mr_as_type(s->type), mr_as_type(s->obj_type), name);
    if (!found)
        return mr_generic_getattr(rt, self, name);
    mr_ternary get = mr_type_of(rt, found)->slots.descr_get;
    mr_incref(found);
    if (!get)
        return found;
    mr_value result = get(rt, found, s->obj == s->obj_type ? MR_NULL : s->obj, s->obj_type);
    mr_decref(rt, found);
    return result;
}

static mr_value super_get(mr_runtime *rt, mr_value self, mr_value obj, mr_value type)
{
    const super_object *s = as_super(self);
    if (!obj || obj == MR_NONE || s->obj)
        return mr_incref(self);
    return mr_call2(rt, mr_from(mr_type_of(rt, self)), s->type, obj);
}

static mr_value super_repr(mr_runtime *rt, mr_value self)
{
    const super_object *s = as_super(self);
    const char *name = s->type ? mr_as_type(s->type)->name : "NULL";
    if (s->obj_type)
        return mr_str_format(rt, "<super: <class '%s'>, <%s object>>", name,
                             mr_as_type(s->obj_type)->name);
    return mr_str_format(rt, "<super: <class '%s'>, NULL>", name);
}

static const mr_member_def super_members[] = {
    {"__thisclass__", offsetof(super_object, type), MR_MEMBER_READONLY | MR_MEMBER_NONE,
     "the class invoking super()"},
    {"__self__", offsetof(super_object, obj), MR_MEMBER_READONLY | MR_MEMBER_NONE,
     "the instance invoking super(); may be None"},
    {"__self_class__", offsetof(super_object, obj_type), MR_MEMBER_READONLY | MR_MEMBER_NONE,
     "the type of the instance invoking super(); may be None"},
    {NULL, 0, 0, NULL},
};
static const mr_type_spec super_spec = {
    .name = "super",
    .doc = "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super "
           "object\nsuper(type, "
           "obj) -> bound super object; requires isinstance(obj, type)\nsuper(type, type2) -> "
           "bound super object; "
           "requires issubclass(type2, type)",
    .basic_size = sizeof(super_object),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED,
    .layout = &super_layout,
    .slots = {.new_ = super_new,
              .init = super_init,
              .repr = super_repr,
              .getattr = super_getattr,
              .descr_get = super_get},
    .members = super_members,
};

bool mr_super_type_init(mr_runtime *rt)
{
    return mr_type_ready(rt, rt->types.super, &super_spec, NULL);
}
