/*
 * op_attributes.c - attribute access with inline caches.
 *
 * An instruction that finds its attribute in a place that the object's shape
 * and its type's version fix is rewritten into a form that checks those two.
 * The type's pointer in the cache is borrowed: an object that passes the shape
 * check has that type, so it is alive.
 */
#include "core/runtime.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "vm/private.h"

/* How often a site may specialise before it stays general. */
#define PATIENCE 32

static bool may_specialise(mr_unit *pc)
{
    /* n is unused by attribute instructions: it counts */
    if (pc->n >= PATIENCE)
        return false;
    pc->n++;
    return true;
}

/* Where attribute `index` of objects of this shape stands, for the second cache: its byte offset,
 * or, beyond the inline places, that of the buffer's pointer and in the high half that in the
 * buffer. */
static uint64_t attribute_place(const mr_shape *shape, int index, bool *in_buffer)
{
    uint32_t inline_count = shape->count > shape->capacity ? shape->capacity - 1u : shape->capacity;
    uint32_t start = shape->type->attrs_offset, size = sizeof(mr_value);
    *in_buffer = (uint32_t)index >= inline_count;
    if (!*in_buffer)
        return start + (uint32_t)index * size;
    return (uint64_t)((uint32_t)index - inline_count) * size << 32 | (start + inline_count * size);
}

static void fill(mr_unit *pc, enum mr_opcode op, uint32_t shape, mr_type *type, uint64_t what)
{
    pc[1].shape = shape;
    pc[1].version = type->version;
    pc[2].cache = what;
    pc[3].cache = (uint64_t)(uintptr_t)type;
    pc->op = (uint8_t)op;
}

static bool is_slot_member(mr_runtime *rt, mr_value descr, mr_type *type)
{
    if (!mr_is_object(descr) || mr_type_of(rt, descr) != rt->types.member_descr)
        return false;
    const mr_descr *d = (const mr_descr *)mr_obj(descr);
    return !d->def && !(type->flags & MR_TYPE_VARIABLE) && mr_is_subtype(type, d->type);
}

static bool attribute_in_module(mr_runtime *rt, mr_value v, mr_value name, int64_t *at)
{
    if (!mr_is_exact(v, MR_KIND_MODULE))
        return false;
    mr_value dict = mr_module_dict(v);
    if (!mr_is_exact(dict, MR_KIND_DICT))
        return false;
    /* the module type's own attributes (__dict__) come first */
    if (mr_type_lookup(rt, rt->types.module, name))
        return false;
    *at = mr_dict_find_str(rt, dict, name);
    return *at >= 0;
}

static void specialise_get(mr_runtime *rt, mr_unit *pc, mr_value v, mr_value name)
{
    int64_t at;
    if (attribute_in_module(rt, v, name, &at)) {
        pc[1].shape = (uint32_t)at;
        pc->op = MR_BC_GET_ATTR_MODULE;
        return;
    }
    mr_object *o = mr_obj(v);
    mr_type *type = mr_object_type(rt, o);
    if (type->slots.getattr != mr_generic_getattr || !type->version)
        return;
    const mr_shape *shape = &rt->shapes[o->shape];
    mr_value descr = mr_type_lookup(rt, type, name);
    mr_type *descr_type = descr ? mr_type_of(rt, descr) : NULL;
    if (descr && is_slot_member(rt, descr, type)) {
        fill(pc, MR_BC_GET_ATTR_SLOT, o->shape, type, ((mr_descr *)mr_obj(descr))->offset);
        return;
    }
    if (descr && descr_type->slots.descr_set)
        return;
    if (shape->flags & MR_SHAPE_DICT)
        return;
    int index = shape->flags & MR_SHAPE_NO_ATTRS ? -1 : mr_shape_find(rt, o->shape, name);
    if (index >= 0) {
        bool in_buffer;
        uint64_t place = attribute_place(shape, index, &in_buffer);
        fill(pc, in_buffer ? MR_BC_GET_ATTR_BUFFER : MR_BC_GET_ATTR_INLINE, o->shape, type, place);
    } else if (descr && !descr_type->slots.descr_get && !(type->flags & MR_TYPE_DICT && !type->attrs_offset)) {
        fill(pc, MR_BC_GET_ATTR_CLASS, o->shape, type, descr);
    }
}

mr_value mr_op_get_attr(mr_runtime *rt, mr_unit *pc, mr_value v, mr_value name)
{
    pc->op = MR_BC_GET_ATTR;
    if (mr_is_object(v) && may_specialise(pc))
        specialise_get(rt, pc, v, name);
    return mr_getattr(rt, v, name);
}

int mr_op_set_attr(mr_runtime *rt, mr_unit *pc, mr_value v, mr_value name, mr_value x)
{
    pc->op = MR_BC_SET_ATTR;
    if (!mr_is_object(v) || !may_specialise(pc))
        return mr_setattr(rt, v, name, x);
    mr_object *o = mr_obj(v);
    mr_type *type = mr_object_type(rt, o);
    uint32_t old_shape = o->shape;
    if (type->slots.setattr != mr_generic_setattr || !type->version ||
        rt->shapes[old_shape].flags & MR_SHAPE_DICT)
        return mr_setattr(rt, v, name, x);
    mr_value descr = mr_type_lookup(rt, type, name);
    if (descr && is_slot_member(rt, descr, type)) {
        fill(pc, MR_BC_SET_ATTR_SLOT, old_shape, type, ((mr_descr *)mr_obj(descr))->offset);
        return mr_setattr(rt, v, name, x);
    }
    if ((descr && mr_type_of(rt, descr)->slots.descr_set) ||
        rt->shapes[old_shape].flags & MR_SHAPE_NO_ATTRS)
        return mr_setattr(rt, v, name, x);
    int index = mr_shape_find(rt, old_shape, name);
    bool in_buffer;
    if (index >= 0) {
        uint64_t place = attribute_place(&rt->shapes[old_shape], index, &in_buffer);
        fill(pc, in_buffer ? MR_BC_SET_ATTR_BUFFER : MR_BC_SET_ATTR_INLINE, old_shape, type, place);
        return mr_setattr(rt, v, name, x);
    }
    uint32_t version = type->version;
    int done = mr_setattr(rt, v, name, x);
    uint32_t new_shape = o->shape;
    const mr_shape *shape = &rt->shapes[new_shape];
    if (done < 0 || new_shape == old_shape || shape->flags & MR_SHAPE_DICT ||
        shape->parent != old_shape || type->version != version || shape->count > shape->capacity)
        return done;
    uint64_t place = attribute_place(shape, shape->count - 1, &in_buffer);
    if (!in_buffer)
        fill(pc, MR_BC_SET_ATTR_ADD, old_shape, type, (uint64_t)new_shape << 32 | place);
    return 0;
}

bool mr_op_load_method(mr_runtime *rt, mr_unit *pc, mr_value v, mr_value name, mr_value *out)
{
    pc->op = MR_BC_LOAD_METHOD;
    mr_type *type = mr_type_of(rt, v);
    out[1] = MR_NULL;
    int64_t at;
    if (attribute_in_module(rt, v, name, &at)) {
        if (may_specialise(pc)) {
            pc[1].shape = (uint32_t)at;
            pc->op = MR_BC_LOAD_METHOD_MODULE;
        }
        out[0] = mr_incref(mr_as_dict(mr_module_dict(v))->entries[at].value);
        return true;
    }
    if (type->slots.getattr == mr_generic_getattr) {
        mr_value descr = mr_type_lookup(rt, type, name);
        if (descr && mr_type_of(rt, descr)->flags & MR_TYPE_METHOD_DESCR) {
            bool own = false, cacheable = false;
            if (mr_is_object(v)) {
                mr_object *o = mr_obj(v);
                const mr_shape *shape = &rt->shapes[o->shape];
                if (shape->flags & MR_SHAPE_NO_ATTRS) {
                    cacheable = true;
                } else if (shape->flags & MR_SHAPE_DICT) {
                    own = mr_instance_attr(rt, o, name) != MR_NULL;
                    if (mr_error(rt))
                        return false;
                } else {
                    own = mr_shape_find(rt, o->shape, name) >= 0;
                    cacheable = true;
                }
                if (!own && cacheable && type->version && may_specialise(pc))
                    fill(pc, MR_BC_LOAD_METHOD_TYPE, o->shape, type, descr);
            }
            if (!own) {
                out[0] = mr_incref(descr);
                out[1] = mr_incref(v);
                return true;
            }
        }
    }
    out[0] = mr_getattr(rt, v, name);
    return out[0] != MR_NULL;
}
