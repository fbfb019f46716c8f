/*
 * slots.c - which special method stands for which slot, and the slots of
 * classes worked out from their namespaces.
 *
 * Definitions of the same slot stand together. A slot of a class is the C
 * function itself when all its special methods are found to be wrappers of
 * one and the same C function, and otherwise the function that calls them.
 */
#include "types/slots.h"

#include "types/containers.h"
#include "types/str.h"

#define AT(slot) offsetof(mr_slots, slot)
#define DEF(name, slot, generic, wrapper, doc)                                                     \
    {name, AT(slot), (void *)(generic), wrapper, doc}

const mr_slot_def mr_slot_defs[] = {
    DEF("__new__", new_, mr_slot_new, NULL, "Create and return new object."),
    DEF("__init__", init, mr_slot_init, mr_wrap_init,
        "__init__($self, /, *args, **kwargs)\n--\n\nInitialize self.  See help(type(self)) for "
        "accurate "
        "signature."),
    DEF("__del__", finalize, mr_slot_finalize, mr_wrap_finalize, "__del__($self, /)\n--\n\n"),
    DEF("__repr__", repr, mr_slot_repr, mr_wrap_unary,
        "__repr__($self, /)\n--\n\nReturn repr(self)."),
    DEF("__str__", str, mr_slot_str, mr_wrap_unary, "__str__($self, /)\n--\n\nReturn str(self)."),
    DEF("__hash__", hash, mr_slot_hash, mr_wrap_hash,
        "__hash__($self, /)\n--\n\nReturn hash(self)."),
    DEF("__call__", call, mr_slot_call, mr_wrap_call,
        "__call__($self, /, *args, **kwargs)\n--\n\nCall self as a function."),
    DEF("__getattribute__", getattr, mr_slot_getattr_hook, mr_wrap_binary,
        "__getattribute__($self, name, /)\n--\n\nReturn getattr(self, name)."),
    DEF("__getattr__", getattr, mr_slot_getattr_hook, NULL, ""),
    DEF("__setattr__", setattr, mr_slot_setattr, mr_wrap_setattr,
        "__setattr__($self, name, value, /)\n--\n\nImplement setattr(self, name, value)."),
    DEF("__delattr__", setattr, mr_slot_setattr, mr_wrap_delattr,
        "__delattr__($self, name, /)\n--\n\nImplement delattr(self, name)."),
#define COMPARE(name, op)                                                                          \
    DEF("__" #name "__", richcompare, mr_slot_richcompare, mr_wrap_##name,                         \
        "__" #name "__($self, value, /)\n--\n\nReturn self" op "value.")
    COMPARE(lt, "<"),
    COMPARE(le, "<="),
    COMPARE(eq, "=="),
    COMPARE(ne, "!="),
    COMPARE(gt, ">"),
    COMPARE(ge, ">="),
    DEF("__iter__", iter, mr_slot_iter, mr_wrap_unary,
        "__iter__($self, /)\n--\n\nImplement iter(self)."),
    DEF("__next__", next, mr_slot_next, mr_wrap_next,
        "__next__($self, /)\n--\n\nImplement next(self)."),
    DEF("__get__", descr_get, mr_slot_descr_get, mr_wrap_descr_get,
        "__get__($self, instance, owner=None, /)\n--\n\nReturn an attribute of instance, which is "
        "of type "
        "owner."),
    DEF("__set__", descr_set, mr_slot_descr_set, mr_wrap_descr_set,
        "__set__($self, instance, value, /)\n--\n\nSet an attribute of instance to value."),
    DEF("__delete__", descr_set, mr_slot_descr_set, mr_wrap_descr_delete,
        "__delete__($self, instance, /)\n--\n\nDelete an attribute of instance."),
    DEF("__await__", await, mr_slot_await, mr_wrap_unary,
        "__await__($self, /)\n--\n\nReturn an iterator to be used in await expression."),
    DEF("__aiter__", aiter, mr_slot_aiter, mr_wrap_unary,
        "__aiter__($self, /)\n--\n\nReturn an awaitable, that resolves in asynchronous iterator."),
    DEF("__anext__", anext, mr_slot_anext, mr_wrap_unary,
        "__anext__($self, /)\n--\n\nReturn a value or raise StopAsyncIteration."),
#define BINARY(slot, name, op)                                                                     \
    DEF("__" #name "__", slot, mr_slot_##slot, mr_wrap_binary,                                     \
        "__" #name "__($self, value, /)\n--\n\nReturn self" op "value."),                          \
        DEF("__r" #name "__", slot, mr_slot_##slot, mr_wrap_binary_reflected,                      \
            "__r" #name "__($self, value, /)\n--\n\nReturn value" op "self.")
    BINARY(add, add, "+"),
    BINARY(subtract, sub, "-"),
    BINARY(multiply, mul, "*"),
    BINARY(remainder, mod, "%"),
    DEF("__divmod__", divmod, mr_slot_divmod, mr_wrap_binary,
        "__divmod__($self, value, /)\n--\n\nReturn divmod(self, value)."),
    DEF("__rdivmod__", divmod, mr_slot_divmod, mr_wrap_binary_reflected,
        "__rdivmod__($self, value, /)\n--\n\nReturn divmod(value, self)."),
    DEF("__pow__", power, mr_slot_power, mr_wrap_ternary,
        "__pow__($self, value, mod=None, /)\n--\n\nReturn pow(self, value, mod)."),
    DEF("__rpow__", power, mr_slot_power, mr_wrap_ternary_reflected,
        "__rpow__($self, value, mod=None, /)\n--\n\nReturn pow(value, self, mod)."),
#define UNARY(slot, name, doc)                                                                     \
    DEF("__" #name "__", slot, mr_slot_##slot, mr_wrap_unary, "__" #name "__($self, /)\n--\n\n" doc)
    UNARY(negative, neg, "-self"),
    UNARY(positive, pos, "+self"),
    UNARY(absolute, abs, "abs(self)"),
    DEF("__bool__", boolean, mr_slot_boolean, mr_wrap_boolean,
        "__bool__($self, /)\n--\n\nTrue if self else False"),
    UNARY(invert, invert, "~self"),
    BINARY(lshift, lshift, "<<"),
    BINARY(rshift, rshift, ">>"),
    BINARY(and_, and, "&"),
    BINARY(xor_, xor, "^"),
    BINARY(or_, or, "|"),
    UNARY(int_, int, "int(self)"),
    UNARY(float_, float, "float(self)"),
    UNARY(index, index,
          "Return self converted to an integer, if self is suitable for use as an index into a "
          "list."),
#define INPLACE(slot, name, op)                                                                    \
    DEF("__" #name "__", slot, mr_slot_##slot, mr_wrap_binary,                                     \
        "__" #name "__($self, value, /)\n--\n\nReturn self" op "value.")
    INPLACE(iadd, iadd, "+="),
    INPLACE(isubtract, isub, "-="),
    INPLACE(imultiply, imul, "*="),
    INPLACE(iremainder, imod, "%="),
    DEF("__ipow__", ipower, mr_slot_ipower, mr_wrap_inplace_power,
        "__ipow__($self, value, /)\n--\n\nReturn self**=value."),
    INPLACE(ilshift, ilshift, "<<="),
    INPLACE(irshift, irshift, ">>="),
    INPLACE(iand, iand, "&="),
    INPLACE(ixor, ixor, "^="),
    INPLACE(ior, ior, "|="),
    BINARY(floor_divide, floordiv, "//"),
    BINARY(true_divide, truediv, "/"),
    INPLACE(ifloor_divide, ifloordiv, "//="),
    INPLACE(itrue_divide, itruediv, "/="),
    BINARY(matrix_multiply, matmul, "@"),
    INPLACE(imatrix_multiply, imatmul, "@="),
    DEF("__len__", length, mr_slot_length, mr_wrap_length,
        "__len__($self, /)\n--\n\nReturn len(self)."),
    DEF("__getitem__", getitem, mr_slot_getitem, mr_wrap_binary,
        "__getitem__($self, key, /)\n--\n\nReturn self[key]."),
    DEF("__setitem__", setitem, mr_slot_setitem, mr_wrap_setitem,
        "__setitem__($self, key, value, /)\n--\n\nSet self[key] to value."),
    DEF("__delitem__", setitem, mr_slot_setitem, mr_wrap_delitem,
        "__delitem__($self, key, /)\n--\n\nDelete self[key]."),
    DEF("__contains__", contains, mr_slot_contains, mr_wrap_contains,
        "__contains__($self, key, /)\n--\n\nReturn key in self."),
    DEF("__add__", concat, NULL, mr_wrap_binary,
        "__add__($self, value, /)\n--\n\nReturn self+value."),
    DEF("__mul__", repeat, NULL, mr_wrap_repeat,
        "__mul__($self, value, /)\n--\n\nReturn self*value."),
    DEF("__rmul__", repeat, NULL, mr_wrap_repeat,
        "__rmul__($self, value, /)\n--\n\nReturn value*self."),
    DEF("__iadd__", inplace_concat, NULL, mr_wrap_binary,
        "__iadd__($self, value, /)\n--\n\nImplement self+=value."),
    DEF("__imul__", inplace_repeat, NULL, mr_wrap_repeat,
        "__imul__($self, value, /)\n--\n\nImplement self*=value."),
    {NULL, 0, NULL, NULL, NULL},
};

static struct mr_slot_name *name_place(struct mr_model *m, mr_value name)
{
    uint32_t i = (uint32_t)((name >> 4) * 0x9e3779b97f4a7c15u >> 40) & (MR_SLOT_TABLE_SIZE - 1);
    while (m->slot_names[i].name && m->slot_names[i].name != name)
        i = (i + 1) & (MR_SLOT_TABLE_SIZE - 1);
    return &m->slot_names[i];
}

bool mr_slots_init(mr_runtime *rt)
{
    for (uint16_t i = 0; mr_slot_defs[i].name; i++) {
        mr_value name = mr_intern(rt, mr_slot_defs[i].name);
        if (!name)
            return false;
        rt->model->def_names[i] = name;
        struct mr_slot_name *place = name_place(rt->model, name);
        if (place->name) {
            place->second = i;
        } else {
            place->name = name;
            place->first = i;
        }
    }
    return true;
}

const mr_slot_def *mr_slot_find(mr_runtime *rt, mr_value name)
{
    const struct mr_slot_name *place = name_place(rt->model, name);
    return place->name ? &mr_slot_defs[place->first] : NULL;
}

static mr_type *native_new_type(mr_value v)
{
    if (!mr_has_kind(v, MR_KIND_NATIVE))
        return NULL;
    const mr_native *fn = (mr_native *)mr_obj(v);
    return mr_is_type(fn->self) && strcmp(fn->def->name, "__new__") == 0 ? mr_as_type(fn->self)
           : NULL;
}

/* The slot whose first definition is number `first`. */
static uint16_t update_group(mr_runtime *rt, mr_type *type, uint16_t first)
{
    const mr_slot_def *def = &mr_slot_defs[first];
    void **slot = mr_slot_of(type, def);
    void *specific = NULL, *generic = NULL;
    bool use_generic = false;
    uint16_t i = first;
    for (; mr_slot_defs[i].name && mr_slot_defs[i].offset == def->offset; i++) {
        const mr_slot_def *p = &mr_slot_defs[i];
        mr_value found = mr_type_lookup(rt, type, rt->model->def_names[i]);
        if (!found)
            continue;
        void *fn = NULL;
        if (mr_is_object(found) && mr_type_of(rt, found) == rt->types.slot_wrapper) {
            const mr_descr *d = (mr_descr *)mr_obj(found);
            const mr_slot_def *wrapped = d->def;
            if (wrapped->offset == p->offset && wrapped->wrapper == p->wrapper &&
                mr_is_subtype(type, d->type))
                fn = *mr_slot_of(d->type, p);
            else if (wrapped->offset != p->offset && strcmp(wrapped->name, p->name) == 0 &&
                     !p->generic)
                continue; /* the name's other slot */
        } else if (p->offset == AT(new_) && native_new_type(found)) {
            fn = (void *)native_new_type(found)->slots.new_;
        } else if (p->offset == AT(hash) && found == MR_NONE) {
            fn = (void *)mr_slot_unhashable;
        }
        if (fn && (!specific || specific == fn)) {
            specific = fn;
        } else {
            use_generic = true;
            generic = p->generic;
        }
        if (!generic)
            generic = p->generic;
    }
    *slot = specific && !use_generic ? specific : generic;
    return i;
}

static uint16_t group_start(uint16_t i)
{
    while (i > 0 && mr_slot_defs[i - 1].offset == mr_slot_defs[i].offset)
        i--;
    return i;
}

void mr_slot_update(mr_runtime *rt, mr_type *type, mr_value name)
{
    const struct mr_slot_name *place = name_place(rt->model, name);
    if (!place->name)
        return;
    update_group(rt, type, group_start(place->first));
    if (place->second)
        update_group(rt, type, group_start(place->second));
}

void mr_slots_fill(mr_runtime *rt, mr_type *type, bool all)
{
    type->slots = type->base->slots;
    if (all) {
        for (uint16_t i = 0; mr_slot_defs[i].name;)
            i = update_group(rt, type, i);
        return;
    }
    size_t pos = 0;
    mr_value key, v;
    while (mr_dict_next(type->dict, &pos, &key, &v))
        mr_slot_update(rt, type, key);
}

bool mr_slots_publish(mr_runtime *rt, mr_type *type, const mr_slots *own)
{
    for (uint16_t i = 0; mr_slot_defs[i].name; i++) {
        const mr_slot_def *def = &mr_slot_defs[i];
        void *fn = *(void *const *)(const void *)((const char *)own + def->offset);
        mr_value name = rt->model->def_names[i];
        if (!fn || !def->wrapper || mr_dict_get_str(rt, type->dict, name))
            continue;
        mr_value v = MR_NONE;
        if (fn != (void *)mr_slot_unhashable)
            v = mr_descr_new(rt, rt->types.slot_wrapper, type, def->name, def);
        if (!v)
            return false;
        bool good = mr_dict_set(rt, type->dict, name, v);
        mr_decref(rt, v);
        if (!good)
            return false;
    }
    if (type->slots.hash != mr_slot_unhashable || own->hash)
        return true;
    return mr_dict_set(rt, type->dict, MR_NAME(rt, __hash__), MR_NONE);
}

void mr_slots_inherit(mr_type *type, const mr_type *base)
{
    mr_slots *slots = &type->slots;
    bool own_compare = slots->richcompare || slots->hash;
    bool no_new = !slots->new_ && (!base->base || (type->flags & MR_TYPE_NO_NEW));
    void **own = (void **)(void *)slots;
    void *const *from = (void *const *)(const void *)&base->slots;
    for (size_t i = 0; i < sizeof *slots / sizeof *own; i++) {
        if (own[i])
            continue;
        if (own_compare && (i == AT(hash) / sizeof *own || i == AT(richcompare) / sizeof *own))
            continue;
        own[i] = from[i];
    }
    if (no_new)
        slots->new_ = NULL;
    if (own_compare && !slots->richcompare)
        slots->richcompare = base->slots.richcompare;
    if (own_compare && !slots->hash)
        slots->hash = mr_slot_unhashable;
}
