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

static void remember(mr_runtime *rt, uint32_t shape, mr_type *type, mr_value name, int use,
                     enum mr_opcode form, uint64_t what)
{
    uint64_t hash = mr_as_str(name)->hash + (uint64_t)use;
    *mr_lookup_entry(rt, shape, hash) = (struct mr_lookup){
        .hash = hash, .place = what, .shape = shape, .version = type->version, .form = form};
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

/* Finds how to get v's attribute; fills in the table of lookups and, when `pc` still has
 * patience, the instruction. */
static void specialise_get(mr_runtime *rt, mr_unit *pc, mr_value v, mr_value name)
{
    mr_object *o = mr_obj(v);
    mr_type *type = mr_object_type(rt, o);
    enum mr_opcode form = MR_BC_GET_ATTR;
    uint64_t place = 0;
    const struct mr_lookup *known = mr_lookup_probe(rt, v, name, MR_LOOKUP_GET);
    if (known) { /* another site has asked */
        if (known->form != MR_BC_GET_ATTR && may_specialise(pc))
            fill(pc, known->form, o->shape, type, known->place);
        return;
    }
    if (type->slots.getattr == mr_generic_getattr && type->version) {
        const mr_shape *shape = &rt->shapes[o->shape];
        mr_value descr = mr_type_lookup(rt, type, name);
        mr_type *descr_type = descr ? mr_type_of(rt, descr) : NULL;
        if (descr && is_slot_member(rt, descr, type)) {
            form = MR_BC_GET_ATTR_SLOT;
            place = ((mr_descr *)mr_obj(descr))->offset;
        } else if (!(descr && descr_type->slots.descr_set) && !(shape->flags & MR_SHAPE_DICT)) {
            int index = shape->flags & MR_SHAPE_NO_ATTRS ? -1 : mr_shape_find(rt, o->shape, name);
            bool in_buffer = false;
            if (index >= 0) {
                place = attribute_place(shape, index, &in_buffer);
                form = in_buffer ? MR_BC_GET_ATTR_BUFFER : MR_BC_GET_ATTR_INLINE;
            } else if (descr && !descr_type->slots.descr_get &&
                       !(type->flags & MR_TYPE_DICT && !type->attrs_offset)) {
                form = MR_BC_GET_ATTR_CLASS;
                place = descr;
            }
        }
    }
    if (!type->version)
        return;
    remember(rt, o->shape, type, name, MR_LOOKUP_GET, form, place);
    if (form != MR_BC_GET_ATTR && may_specialise(pc))
        fill(pc, form, o->shape, type, place);
}

mr_value mr_op_get_attr(mr_runtime *rt, mr_unit *pc, mr_value v, mr_value name)
{
    int64_t at;
    pc->op = MR_BC_GET_ATTR;
    if (attribute_in_module(rt, v, name, &at)) {
        if (may_specialise(pc)) {
            pc[1].shape = (uint32_t)at;
            pc->op = MR_BC_GET_ATTR_MODULE;
        }
    } else if (mr_is_object(v)) {
        specialise_get(rt, pc, v, name);
    }
    return mr_getattr(rt, v, name);
}

int mr_op_set_attr(mr_runtime *rt, mr_unit *pc, mr_value v, mr_value name, mr_value x)
{
    pc->op = MR_BC_SET_ATTR;
    if (!mr_is_object(v))
        return mr_setattr(rt, v, name, x);
    mr_object *o = mr_obj(v);
    mr_type *type = mr_object_type(rt, o);
    uint32_t old_shape = o->shape;
    if (type->slots.setattr != mr_generic_setattr || !type->version ||
        rt->shapes[old_shape].flags & MR_SHAPE_DICT)
        return mr_setattr(rt, v, name, x);
    mr_value descr = mr_type_lookup(rt, type, name);
    enum mr_opcode form = MR_BC_SET_ATTR;
    uint64_t place = 0;
    bool in_buffer = false;
    int index = -1;
    if (descr && is_slot_member(rt, descr, type)) {
        form = MR_BC_SET_ATTR_SLOT;
        place = ((mr_descr *)mr_obj(descr))->offset;
    } else if ((descr && mr_type_of(rt, descr)->slots.descr_set) ||
               rt->shapes[old_shape].flags & MR_SHAPE_NO_ATTRS) {
        return mr_setattr(rt, v, name, x);
    } else if ((index = mr_shape_find(rt, old_shape, name)) >= 0) {
        place = attribute_place(&rt->shapes[old_shape], index, &in_buffer);
        form = in_buffer ? MR_BC_SET_ATTR_BUFFER : MR_BC_SET_ATTR_INLINE;
    }
    uint32_t version = type->version;
    int done = mr_setattr(rt, v, name, x);
    if (form == MR_BC_SET_ATTR) {
        uint32_t new_shape = o->shape;
        const mr_shape *shape = &rt->shapes[new_shape];
        if (done < 0 || new_shape == old_shape || shape->flags & MR_SHAPE_DICT ||
            shape->parent != old_shape || shape->count > shape->capacity)
            return done;
        place = attribute_place(shape, shape->count - 1, &in_buffer);
        if (in_buffer)
            return done;
        form = MR_BC_SET_ATTR_ADD;
        place |= (uint64_t)new_shape << 32;
    }
    if (done == 0 && type->version == version) {
        remember(rt, old_shape, type, name, MR_LOOKUP_SET, form, place);
        if (may_specialise(pc))
            fill(pc, form, old_shape, type, place);
    }
    return done;
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
                if (!own && cacheable && type->version) {
                    remember(rt, o->shape, type, name, MR_LOOKUP_METHOD, MR_BC_LOAD_METHOD_TYPE,
                             descr);
                    if (may_specialise(pc))
                        fill(pc, MR_BC_LOAD_METHOD_TYPE, o->shape, type, descr);
                }
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
