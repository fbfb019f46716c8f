/*
 * instance.c - the attributes of objects: inline by shape, or in a dict.
 *
 * A shape with more attributes than inline places keeps the rest, and the
 * last inline one, in a buffer; how long the buffer is follows from the
 * number of values in it.
 */
#include "core/shape.h"
#include "types/containers.h"
#include "types/model.h"
#include "types/str.h"

static size_t overflow_size(size_t values)
{
    size_t room = 4;
    while (room < values)
        room *= 2;
    return room * sizeof(mr_value);
}

mr_value *mr_own_dict(mr_object *o)
{
    if (o->kind == MR_KIND_FUNCTION)
        return &((mr_function *)o)->dict;
    if (o->kind == MR_KIND_MODULE)
        return &((mr_module *)o)->dict;
    return NULL;
}

/* The place of the dict of an object that keeps its attributes in one, else NULL. */
static mr_value *dict_place(mr_runtime *rt, mr_object *o)
{
    const mr_shape *s = &rt->shapes[o->shape];
    if (s->flags & MR_SHAPE_DICT)
        return mr_instance_places(rt, o, s->type);
    if (s->flags & MR_SHAPE_NO_ATTRS)
        return mr_own_dict(o);
    return NULL;
}

bool mr_instance_has_dict(mr_runtime *rt, mr_object *o)
{
    return !(rt->shapes[o->shape].flags & MR_SHAPE_NO_ATTRS) || mr_own_dict(o) != NULL;
}

mr_value mr_instance_attr(mr_runtime *rt, mr_object *o, mr_value name)
{
    if (!(rt->shapes[o->shape].flags & (MR_SHAPE_DICT | MR_SHAPE_NO_ATTRS))) {
        int index = mr_shape_find(rt, o->shape, name);
        return index < 0 ? MR_NULL : *mr_shape_place(rt, o, (uint32_t)index);
    }
    const mr_value *dict = dict_place(rt, o);
    return dict && *dict ? mr_dict_get_str(rt, *dict, name) : MR_NULL;
}

/* Calls each for every value that stands inline or in the overflow buffer. */
static uint32_t inline_count(const mr_shape *s)
{
    return s->count > s->capacity ? s->capacity - 1u : s->count;
}
static mr_value *overflow(const mr_shape *s, const mr_value *places, size_t *count)
{
    if (s->count <= s->capacity) {
        *count = 0;
        return NULL;
    }
    *count = s->count - (s->capacity - 1u);
    return (mr_value *)(uintptr_t)places[s->capacity - 1];
}

/* Releases attributes that stand by shape, and makes the object one without any. */
static void drop_places(mr_runtime *rt, mr_object *o, uint32_t new_shape)
{
    const mr_shape s = rt->shapes[o->shape];
    mr_value *places = mr_instance_places(rt, o, s.type);
    uint32_t inlined = inline_count(&s);
    size_t more;
    mr_value *buffer = overflow(&s, places, &more);
    if (inlined == 1 && !buffer) { /* a link of a chain: as fast as can be */
        mr_value only = places[0];
        places[0] = MR_NULL;
        o->shape = new_shape;
        mr_decref(rt, only);
        return;
    }
    mr_value kept[256];
    memcpy(kept, places, inlined * sizeof *kept);
    memset(places, 0, s.capacity * sizeof *places);
    o->shape = new_shape;
    for (uint32_t i = 0; i < inlined; i++)
        mr_decref(rt, kept[i]);
    if (buffer) {
        for (size_t i = 0; i < more; i++)
            mr_decref(rt, buffer[i]);
        mr_buf_free(rt, buffer, overflow_size(more));
    }
}

/* Puts `dict` (stolen; MR_NULL: one with the attributes as they are) in the place of the
 * attributes. */
static int move_to_dict(mr_runtime *rt, mr_object *o, mr_value dict)
{
    uint32_t shape = mr_shape_to_dict(rt, o->shape);
    if (shape == UINT32_MAX)
        goto fail;
    if (!dict) {
        dict = mr_dict_new(rt);
        if (!dict)
            goto fail;
        mr_value keys[MR_SHAPE_MAX_ATTRS];
        uint32_t count = rt->shapes[o->shape].count;
        uint32_t n = o->shape;
        for (uint32_t i = count; i-- > 0; n = rt->shapes[n].parent)
            keys[i] = rt->shapes[n].key;
        for (uint32_t i = 0; i < count; i++) {
            mr_value v = *mr_shape_place(rt, o, i);
            if (v && !mr_dict_set(rt, dict, keys[i], v))
                goto fail;
        }
    }
    drop_places(rt, o, shape);
    mr_replace(rt, mr_instance_places(rt, o, rt->shapes[shape].type), dict);
    return 0;
fail:
    mr_decref(rt, dict);
    return -1;
}

static int add_place(mr_runtime *rt, mr_object *o, uint32_t child, mr_value x)
{
    const mr_shape s = rt->shapes[child];
    mr_value *places = mr_instance_places(rt, o, s.type);
    if (s.count <= s.capacity) {
        places[s.count - 1] = mr_incref(x);
        o->shape = child;
        return 0;
    }
    size_t values = s.count - (s.capacity - 1u);
    mr_value *buffer = (mr_value *)(uintptr_t)places[s.capacity - 1];
    if (s.count == s.capacity + 1) {
        mr_value last = places[s.capacity - 1];
        buffer = mr_buf_new(rt, overflow_size(values));
        if (!buffer)
            return -1;
        buffer[0] = last;
    } else if (overflow_size(values) != overflow_size(values - 1)) {
        buffer = mr_buf_resize(rt, buffer, overflow_size(values - 1), overflow_size(values));
        if (!buffer)
            return -1;
    }
    buffer[values - 1] = mr_incref(x);
    places[s.capacity - 1] = (mr_value)(uintptr_t)buffer;
    o->shape = child;
    return 0;
}

static int set_in_dict(mr_runtime *rt, mr_object *o, mr_value *place, mr_value name, mr_value x)
{
    if (x) {
        if (!*place && !(*place = mr_dict_new(rt)))
            return -1;
        return mr_dict_set(rt, *place, name, x) ? 0 : -1;
    }
    int deleted = *place ? mr_dict_delete(rt, *place, name) : 0;
    if (deleted == 0)
        mr_raise(rt, rt->exc.AttributeError, "'%T' object has no attribute '%V'", mr_from(o), name);
    return deleted == 1 ? 0 : -1;
}

int mr_instance_set(mr_runtime *rt, mr_object *o, mr_value name, mr_value x)
{
    const mr_shape *s = &rt->shapes[o->shape];
    if (s->flags & (MR_SHAPE_DICT | MR_SHAPE_NO_ATTRS)) {
        mr_value *place = dict_place(rt, o);
        if (place)
            return set_in_dict(rt, o, place, name, x);
        mr_raise_attribute(rt, mr_from(o), name);
        return -1;
    }
    int index = mr_shape_find(rt, o->shape, name);
    if (index >= 0 && x) {
        mr_replace(rt, mr_shape_place(rt, o, (uint32_t)index), mr_incref(x));
        return 0;
    }
    if (x) {
        uint32_t child = mr_shape_add(rt, o->shape, name);
        if (child == UINT32_MAX)
            return -1;
        if (child)
            return add_place(rt, o, child, x);
        if (move_to_dict(rt, o, MR_NULL) < 0)
            return -1;
        return set_in_dict(rt, o, dict_place(rt, o), name, x);
    }
    if (index < 0) {
        mr_raise_attribute(rt, mr_from(o), name);
        return -1;
    }
    if (index == s->count - 1 && s->count <= s->capacity) {
        mr_value *place = mr_shape_place(rt, o, (uint32_t)index);
        mr_value old = *place;
        *place = MR_NULL;
        o->shape = s->parent;
        mr_decref(rt, old);
        return 0;
    }
    if (move_to_dict(rt, o, MR_NULL) < 0)
        return -1;
    return set_in_dict(rt, o, dict_place(rt, o), name, MR_NULL);
}

mr_value mr_instance_dict(mr_runtime *rt, mr_object *o)
{
    mr_value *place = dict_place(rt, o);
    if (!place) {
        if (rt->shapes[o->shape].flags & MR_SHAPE_NO_ATTRS) {
            mr_raise_attribute(rt, mr_from(o), MR_NAME(rt, __dict__));
            return MR_NULL;
        }
        if (move_to_dict(rt, o, MR_NULL) < 0)
            return MR_NULL;
        place = dict_place(rt, o);
    }
    if (!*place && !(*place = mr_dict_new(rt)))
        return MR_NULL;
    return mr_incref(*place);
}

int mr_instance_set_dict(mr_runtime *rt, mr_object *o, mr_value dict)
{
    if (dict && !mr_is_dict(dict))
        return mr_fail(rt, rt->exc.TypeError, "__dict__ must be set to a dictionary, not a '%T'",
                       dict);
    mr_value *place = dict_place(rt, o);
    if (place) {
        mr_replace(rt, place, mr_incref(dict));
        return 0;
    }
    if (rt->shapes[o->shape].flags & MR_SHAPE_NO_ATTRS) {
        mr_raise_attribute(rt, mr_from(o), MR_NAME(rt, __dict__));
        return -1;
    }
    if (!dict && !(dict = mr_dict_new(rt)))
        return -1;
    else if (dict)
        mr_incref(dict);
    return move_to_dict(rt, o, dict);
}

int mr_instance_become(mr_runtime *rt, mr_object *o, mr_type *type)
{
    const mr_shape old = rt->shapes[o->shape];
    uint32_t shape = type->root_shape;
    if (!(old.flags & MR_SHAPE_NO_ATTRS) && type->attrs_offset) {
        shape = mr_shape_root_with(rt, type, old.capacity);
        if (shape == UINT32_MAX)
            return -1;
        mr_value keys[MR_SHAPE_MAX_ATTRS];
        uint32_t n = o->shape;
        for (uint32_t i = old.count; i-- > 0; n = rt->shapes[n].parent)
            keys[i] = rt->shapes[n].key;
        for (uint32_t i = 0; i < old.count && shape; i++) {
            shape = mr_shape_add(rt, shape, keys[i]);
            if (shape == UINT32_MAX)
                return -1;
        }
        if (!shape && move_to_dict(rt, o, MR_NULL) < 0)
            return -1;
        if (rt->shapes[o->shape].flags & MR_SHAPE_DICT)
            shape = mr_shape_to_dict(rt, mr_shape_root_with(rt, type, old.capacity));
        if (shape == UINT32_MAX)
            return -1;
    }
    if (type->flags & MR_TYPE_HEAP) {
        mr_incref(mr_from(type));
        o->flags |= MR_FLAG_SUBCLASS;
    } else {
        o->flags &= (uint8_t)~MR_FLAG_SUBCLASS;
    }
    o->shape = shape;
    if (old.type->flags & MR_TYPE_HEAP)
        mr_decref(rt, mr_from(old.type));
    return 0;
}

/* ---- layouts ---- */

mr_value *mr_instance_slot(mr_runtime *rt, mr_object *o, size_t offset)
{
    if (mr_object_type(rt, o)->flags & MR_TYPE_VARIABLE)
        offset += mr_body_size(rt, o);
    return (mr_value *)(void *)((char *)o + offset);
}

static mr_value *slot_values(mr_runtime *rt, mr_object *o, const mr_type *type)
{
    size_t offset = type->slots_offset;
    if (type->flags & MR_TYPE_VARIABLE)
        offset = mr_body_size(rt, o);
    return (mr_value *)(void *)((char *)o + offset);
}

void mr_instance_release(mr_runtime *rt, mr_object *o)
{
    const mr_shape *s = &rt->shapes[o->shape];
    const mr_type *type = s->type;
    if (type->slots_count) {
        mr_value *slots = slot_values(rt, o, type);
        for (unsigned i = 0; i < type->slots_count; i++)
            mr_clear(rt, slots + i);
        s = &rt->shapes[o->shape];
    }
    if (s->flags & MR_SHAPE_NO_ATTRS)
        return;
    mr_value *places = mr_instance_places(rt, o, type);
    if (s->flags & MR_SHAPE_DICT) {
        mr_clear(rt, places);
        return;
    }
    uint32_t inlined = inline_count(s);
    size_t more;
    mr_value *buffer = overflow(s, places, &more);
    for (uint32_t i = 0; i < inlined; i++)
        mr_decref(rt, places[i]);
    if (buffer) {
        for (size_t i = 0; i < more; i++)
            mr_decref(rt, buffer[i]);
        mr_buf_free(rt, buffer, overflow_size(more));
    }
}

void mr_instance_traverse(mr_runtime *rt, mr_object *o, mr_visit visit, void *arg)
{
    const mr_shape *s = &rt->shapes[o->shape];
    const mr_type *type = s->type;
    if (type->slots_count) {
        const mr_value *slots = slot_values(rt, o, type);
        for (unsigned i = 0; i < type->slots_count; i++)
            visit(rt, slots[i], arg);
    }
    if (s->flags & MR_SHAPE_NO_ATTRS)
        return;
    const mr_value *places = mr_instance_places(rt, o, type);
    if (s->flags & MR_SHAPE_DICT) {
        visit(rt, places[0], arg);
        return;
    }
    uint32_t inlined = inline_count(s);
    size_t more;
    const mr_value *buffer = overflow(s, places, &more);
    for (uint32_t i = 0; i < inlined; i++)
        visit(rt, places[i], arg);
    for (size_t i = 0; i < more; i++)
        visit(rt, buffer[i], arg);
}

void mr_instance_clear(mr_runtime *rt, mr_object *o)
{
    const mr_type *type = mr_object_type(rt, o);
    if (type->slots_count) {
        mr_value *slots = slot_values(rt, o, type);
        for (unsigned i = 0; i < type->slots_count; i++)
            mr_clear(rt, slots + i);
    }
    const mr_shape *s = &rt->shapes[o->shape];
    if (s->flags & MR_SHAPE_NO_ATTRS)
        return;
    if (s->flags & MR_SHAPE_DICT) {
        mr_clear(rt, mr_instance_places(rt, o, type));
        return;
    }
    uint32_t root = o->shape;
    while (rt->shapes[root].count)
        root = rt->shapes[root].parent;
    drop_places(rt, o, root);
}

static void composite_dealloc(mr_runtime *rt, mr_object *o)
{
    const mr_layout *body = mr_object_type(rt, o)->body_layout;
    mr_instance_release(rt, o);
    if (body && body->dealloc)
        body->dealloc(rt, o);
}

static void composite_traverse(mr_runtime *rt, mr_object *o, mr_visit visit, void *arg)
{
    const mr_layout *body = mr_object_type(rt, o)->body_layout;
    mr_instance_traverse(rt, o, visit, arg);
    if (body && body->traverse)
        body->traverse(rt, o, visit, arg);
}

static void composite_clear(mr_runtime *rt, mr_object *o)
{
    const mr_layout *body = mr_object_type(rt, o)->body_layout;
    mr_instance_clear(rt, o);
    if (body && body->clear)
        body->clear(rt, o);
}

static size_t composite_size(mr_runtime *rt, mr_object *o)
{
    const mr_type *type = mr_object_type(rt, o);
    size_t body = 0;
    if (type->flags & MR_TYPE_VARIABLE)
        body = mr_body_size(rt, o);
    return mr_instance_size(rt, o, body);
}

static size_t overflow_bytes(mr_runtime *rt, mr_object *o)
{
    const mr_shape *s = &rt->shapes[o->shape];
    return s->count > s->capacity ? mr_block_size(overflow_size(s->count - (s->capacity - 1u))) : 0;
}

static size_t composite_extra(mr_runtime *rt, mr_object *o)
{
    const mr_layout *body = mr_object_type(rt, o)->body_layout;
    return overflow_bytes(rt, o) + (body && body->extra ? body->extra(rt, o) : 0);
}

const mr_layout mr_composite_layout = {
    .dealloc = composite_dealloc,
    .traverse = composite_traverse,
    .clear = composite_clear,
    .size = composite_size,
    .extra = composite_extra,
};

const mr_layout mr_instance_layout = {
    .dealloc = mr_instance_release,
    .traverse = mr_instance_traverse,
    .clear = mr_instance_clear,
    .size = composite_size,
    .extra = overflow_bytes,
};
