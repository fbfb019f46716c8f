/*
 * type.c - types as data: made from tables, looked up in, changed.
 */
#include "types/type.h"

#include "types/containers.h"
#include "types/model.h"
#include "types/str.h"

/* ---- lookup ---- */

static mr_value lookup_along_mro(mr_runtime *rt, const mr_type *type, mr_value name)
{
    if (!type->mro)
        return MR_NULL;
    const mr_tuple *mro = mr_as_tuple(type->mro);
    for (size_t i = 0; i < mro->length; i++) {
        const mr_type *t = mr_as_type(mro->items[i]);
        if (!t->dict)
            continue;
        mr_value v = mr_dict_get_str(rt, t->dict, name);
        if (v)
            return v;
    }
    return MR_NULL;
}

mr_value mr_type_lookup(mr_runtime *rt, mr_type *type, mr_value name)
{
    size_t i = ((name >> 4) ^ (size_t)type->version * 0x9e3b) & (MR_TYPE_CACHE_SIZE - 1);
    struct mr_type_cache_entry *e = &rt->model->cache[i];
    if (__builtin_expect(e->name == name && e->version == type->version, 1))
        return e->value;
    mr_value v = lookup_along_mro(rt, type, name);
    if (mr_obj(name)->flags & MR_STR_INTERNED) {
        mr_value old = e->name;
        e->version = type->version;
        e->value = v;
        e->name = mr_incref(name);
        mr_decref(rt, old);
    }
    return v;
}

void mr_type_changed(mr_runtime *rt, mr_type *type)
{
    type->version = ++rt->next_type_version;
    for (uint32_t i = 0; i < type->subclass_count; i++)
        mr_type_changed(rt, type->subclasses[i]);
}

static void update_slot_down(mr_runtime *rt, mr_type *type, mr_value name)
{
    mr_slot_update(rt, type, name);
    for (uint32_t i = 0; i < type->subclass_count; i++)
        update_slot_down(rt, type->subclasses[i], name);
}

int mr_type_set(mr_runtime *rt, mr_type *type, mr_value name, mr_value v)
{
    if (v) {
        if (!mr_dict_set(rt, type->dict, name, v))
            return -1;
    } else {
        int deleted = mr_dict_delete(rt, type->dict, name);
        if (deleted < 0)
            return -1;
        if (!deleted) {
            if (type->flags & MR_TYPE_HEAP)
                mr_raise_value(rt, rt->exc.AttributeError, name);
            else
                mr_raise_attribute(rt, mr_from(type), name);
            return -1;
        }
    }
    mr_type_changed(rt, type);
    if (mr_slot_find(rt, name))
        update_slot_down(rt, type, name);
    return 0;
}

bool mr_is_subtype(const mr_type *type, const mr_type *of)
{
    if (type == of)
        return true;
    if (!type->mro) {
        for (; type; type = type->base) {
            if (type == of)
                return true;
        }
        return false;
    }
    const mr_tuple *mro = mr_as_tuple(type->mro);
    for (size_t i = 1; i < mro->length; i++) {
        if (mro->items[i] == mr_from(of))
            return true;
    }
    return false;
}

bool mr_isinstance(mr_runtime *rt, mr_value v, const mr_type *type)
{
    return mr_is_subtype(mr_type_of(rt, v), type);
}

const char *mr_type_short_name(const mr_type *type)
{
    if (type->flags & MR_TYPE_HEAP)
        return type->name;
    const char *dot = strrchr(type->name, '.');
    return dot ? dot + 1 : type->name;
}

mr_value mr_type_qualname(mr_runtime *rt, mr_type *type)
{
    if (type->qualname)
        return mr_incref(type->qualname);
    return mr_str_from(rt, mr_type_short_name(type));
}

mr_value mr_type_module(mr_runtime *rt, mr_type *type)
{
    if (type->flags & MR_TYPE_HEAP) {
        mr_value module = mr_dict_get_str(rt, type->dict, MR_NAME(rt, __module__));
        if (module)
            return mr_incref(module);
        return mr_incref(MR_NAME(rt, builtins));
    }
    const char *dot = strrchr(type->name, '.');
    if (!dot)
        return mr_incref(MR_NAME(rt, builtins));
    return mr_str_intern(rt, mr_str_new(rt, type->name, (size_t)(dot - type->name)));
}

/* ---- subclasses ---- */

bool mr_subclass_add(mr_runtime *rt, mr_type *base, mr_type *type)
{
    if (base->subclass_count == base->subclass_capacity) {
        uint32_t capacity = base->subclass_capacity ? base->subclass_capacity * 2 : 4;
        mr_type **list;
        if (base->subclasses)
            list = mr_buf_resize(rt, base->subclasses, base->subclass_capacity * sizeof *list,
                                 capacity * sizeof *list);
        else
            list = mr_buf_new(rt, capacity * sizeof *list);
        if (!list)
            return false;
        base->subclasses = list;
        base->subclass_capacity = capacity;
    }
    base->subclasses[base->subclass_count++] = type;
    return true;
}

void mr_subclass_remove(mr_type *base, mr_type *type)
{
    for (uint32_t i = base->subclass_count; i-- > 0;) {
        if (base->subclasses[i] != type)
            continue;
        memmove(base->subclasses + i, base->subclasses + i + 1,
                (base->subclass_count - i - 1) * sizeof *base->subclasses);
        base->subclass_count--;
        return;
    }
}

/* ---- types from tables ---- */

#define INHERITED_FLAGS                                                                            \
    (MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_DICT | MR_TYPE_SEQUENCE | MR_TYPE_MAPPING |      \
     MR_TYPE_MATCH_SELF | MR_TYPE_OWN_DICT | MR_TYPE_VARIABLE)

static bool add_doc_and_new(mr_runtime *rt, mr_type *type, const mr_type_spec *spec)
{
    static const mr_method_def new_def = {
        "__new__", mr_type_new_method, MR_ARGS_ANY,
        "__new__($type, *args, **kwargs)\n--\n\nCreate and return a new object.  "
        "See help(type) for accurate signature."};
    bool good = true;
    if (!mr_dict_get_str(rt, type->dict, MR_NAME(rt, __doc__))) {
        mr_value doc = mr_doc_text(rt, spec->doc);
        good = doc && mr_dict_set(rt, type->dict, MR_NAME(rt, __doc__), doc);
        mr_decref(rt, doc);
    }
    if (!good || !spec->slots.new_)
        return good;
    mr_value fn = mr_native_new(rt, &new_def, mr_from(type), MR_NULL);
    if (!fn)
        return false;
    good = mr_dict_set(rt, type->dict, MR_NAME(rt, __new__), fn);
    mr_decref(rt, fn);
    return good;
}

/* The root shape a built-in type got at bootstrap is put right in place: there
 * are no objects with attributes yet. */
static bool root_shape_ready(mr_runtime *rt, mr_type *type)
{
    bool attrs = (type->flags & MR_TYPE_DICT) && !(type->flags & MR_TYPE_OWN_DICT);
    uint8_t flags = attrs ? 0 : MR_SHAPE_NO_ATTRS;
    if (!type->root_shape && mr_shape_root(rt, type, 0, 0) == UINT32_MAX)
        return false;
    mr_shape *s = &rt->shapes[type->root_shape];
    s->capacity = attrs ? 1 : 0;
    s->flags = flags;
    if (attrs)
        type->attrs_offset = type->basic_size;
    return true;
}

bool mr_type_ready(mr_runtime *rt, mr_type *type, const mr_type_spec *spec, mr_type *base)
{
    if (!base && type != rt->types.object)
        base = rt->types.object;
    type->spec = spec;
    type->name = spec->name;
    type->kind = spec->kind;
    type->basic_size = (spec->basic_size ? spec->basic_size : base ? base->basic_size
                        : sizeof(mr_object));
    type->basic_size = (type->basic_size + 7) & ~7u;
    type->flags = spec->flags | MR_TYPE_IMMUTABLE | (base ? base->flags & INHERITED_FLAGS : 0);
    type->body_layout = spec->layout ? spec->layout : base ? base->body_layout : NULL;
    if (type->body_layout && type->body_layout->size)
        type->flags |= MR_TYPE_VARIABLE;
    type->slots = spec->slots;
    if (!root_shape_ready(rt, type))
        return false;
    if (type->attrs_offset || !type->body_layout)
        type->layout = &mr_composite_layout;
    else
        type->layout = type->body_layout;
    if (base) {
        mr_incref(mr_from(base));
        type->base = base;
        mr_slots_inherit(type, base);
        if (!mr_subclass_add(rt, base, type))
            return false;
    }
    size_t above = base ? mr_as_tuple(base->mro)->length : 0;
    type->bases = base ? mr_tuple_pack(rt, 1, mr_from(base)) : mr_tuple_new(rt, NULL, 0);
    type->mro = mr_tuple_new(rt, NULL, above + 1);
    type->dict = mr_dict_new(rt);
    if (!type->bases || !type->mro || !type->dict)
        return false;
    mr_tuple *mro = mr_as_tuple(type->mro);
    mro->items[0] = mr_incref(mr_from(type));
    for (size_t i = 0; i < above; i++)
        mro->items[i + 1] = mr_incref(mr_as_tuple(base->mro)->items[i]);
    type->version = ++rt->next_type_version;
    if (!mr_slots_publish(rt, type, &spec->slots) || !mr_descr_add_tables(rt, type, spec) ||
        !add_doc_and_new(rt, type, spec) || (type->attrs_offset &&
                                             !mr_type_add_dict_getter(rt, type)))
        return false;
    type->version = ++rt->next_type_version;
    type->flags |= MR_TYPE_READY;
    return true;
}

mr_type *mr_type_from_spec(mr_runtime *rt, const mr_type_spec *spec, mr_type *base)
{
    mr_type *type = mr_object_new(rt, rt->types.type, sizeof *type, true);
    if (!type)
        return NULL;
    if (!mr_type_ready(rt, type, spec, base))
        return NULL;
    return type;
}

/* ---- objects of a type ---- */

#define LEARNING 16 /* instances */

/* Called for each new instance while the type learns: then the root shape gets
 * room for the most attributes that an instance has had. */
static bool learn(mr_runtime *rt, mr_type *type)
{
    if (++type->created < LEARNING)
        return true;
    type->flags |= MR_TYPE_LEARNED;
    uint8_t wanted = type->seen_attrs ? type->seen_attrs : 1;
    return rt->shapes[type->root_shape].capacity == wanted ||
           mr_shape_root(rt, type, wanted, 0) != UINT32_MAX;
}

mr_value mr_type_alloc(mr_runtime *rt, mr_type *type)
{
    if (type->flags & MR_TYPE_VARIABLE)
        return mr_type_alloc_var(rt, type, type->basic_size);
    size_t size = type->basic_size;
    if (type->attrs_offset) {
        if (!(type->flags & MR_TYPE_LEARNED) && !learn(rt, type))
            return MR_NULL;
        size += rt->shapes[type->root_shape].capacity * sizeof(mr_value);
    }
    return mr_from(mr_object_new(rt, type, size, type->flags & MR_TYPE_TRACKED));
}

static size_t tail_size(const mr_type *type)
{
    if (!(type->flags & MR_TYPE_HEAP))
        return 0;
    return (type->slots_count + ((type->flags & MR_TYPE_DICT) ? 1u : 0u)) * sizeof(mr_value);
}

mr_value mr_type_alloc_var(mr_runtime *rt, mr_type *type, size_t body)
{
    if (type->flags & MR_TYPE_HEAP)
        body = ((body + 7) & ~(size_t)7) + tail_size(type);
    return mr_from(mr_object_new(rt, type, body, type->flags & MR_TYPE_TRACKED));
}

mr_value mr_type_track(mr_runtime *rt, mr_value v)
{
    if (v && mr_object_type(rt, mr_obj(v))->flags & MR_TYPE_TRACKED)
        mr_gc_track(rt, mr_obj(v));
    return v;
}

size_t mr_body_size(mr_runtime *rt, mr_object *o)
{
    const mr_type *type = mr_object_type(rt, o);
    const mr_layout *layout = type->body_layout;
    size_t size = layout && layout->size ? layout->size(rt, o) : type->basic_size;
    return (size + 7) & ~(size_t)7;
}

size_t mr_instance_size(mr_runtime *rt, mr_object *o, size_t body)
{
    const mr_shape *shape = &rt->shapes[o->shape];
    const mr_type *type = shape->type;
    if (type->attrs_offset)
        return type->attrs_offset + shape->capacity * sizeof(mr_value);
    if (type->flags & MR_TYPE_VARIABLE)
        return ((body + 7) & ~(size_t)7) + tail_size(type);
    return type->basic_size;
}

mr_type *mr_type_of_immediate(mr_runtime *rt, mr_value v)
{
    if (mr_is_int(v))
        return rt->types.int_;
    if (mr_is_float(v))
        return rt->types.float_;
    if (mr_is_bool(v))
        return rt->types.bool_;
    if (v == MR_ELLIPSIS)
        return rt->types.ellipsis;
    if (v == MR_NOT_IMPLEMENTED)
        return rt->types.not_implemented;
    return rt->types.none;
}
