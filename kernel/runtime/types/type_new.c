/*
 * type_new.c - making classes: metaclass, layout, __slots__, the hooks.
 */
#include <stdlib.h>

#include "types/containers.h"
#include "types/model.h"
#include "types/slots.h"
#include "types/str.h"
#include "vm/vm.h"

mr_type *mr_metatype_of(mr_runtime *rt, mr_type *metatype, mr_value bases)
{
    mr_type *winner = metatype;
    for (size_t i = 0; i < mr_as_tuple(bases)->length; i++) {
        mr_type *t = mr_type_of(rt, mr_as_tuple(bases)->items[i]);
        if (mr_is_subtype(winner, t))
            continue;
        if (mr_is_subtype(t, winner)) {
            winner = t;
            continue;
        }
        mr_raise(rt, rt->exc.TypeError,
                 "metaclass conflict: the metaclass of a derived class must be a (non-strict) "
                 "subclass of the "
                 "metaclasses of all its bases");
        return NULL;
    }
    return winner;
}

#define COLLECTION (MR_TYPE_SEQUENCE | MR_TYPE_MAPPING)

/* Does the type add something to the memory of its base's objects, attributes apart? */
static bool is_solid(const mr_type *type)
{
    const mr_type *base = type->base;
    if (!base)
        return true;
    if (type->flags & MR_TYPE_HEAP)
        return type->slots_count != base->slots_count;
    if (type->kind == MR_KIND_EXCEPTION && base->kind == MR_KIND_EXCEPTION)
        return type->spec->members != NULL;
    return type->body_layout != base->body_layout || type->basic_size != base->basic_size ||
           type->kind != base->kind;
}

static mr_type *solid_base(mr_type *type)
{
    while (!is_solid(type))
        type = type->base;
    return type;
}

/* The base whose memory the new class extends. Borrowed; NULL with TypeError set. */
static mr_type *best_base(mr_runtime *rt, mr_value bases)
{
    mr_type *base = NULL, *winner = NULL;
    for (size_t i = 0; i < mr_as_tuple(bases)->length; i++) {
        mr_value v = mr_as_tuple(bases)->items[i];
        if (!mr_is_type(v)) {
            mr_raise(rt, rt->exc.TypeError, "bases must be types");
            return NULL;
        }
        mr_type *t = mr_as_type(v);
        if (!(t->flags & MR_TYPE_BASETYPE)) {
            mr_raise(rt, rt->exc.TypeError, "type '%N' is not an acceptable base type", t);
            return NULL;
        }
        mr_type *solid = solid_base(t);
        if (!winner || (solid != winner && mr_is_subtype(solid, winner))) {
            winner = solid;
            base = t;
        } else if (!mr_is_subtype(winner, solid)) {
            mr_raise(rt, rt->exc.TypeError, "multiple bases have instance lay-out conflict");
            return NULL;
        }
    }
    return base;
}

/* As in CPython, not on types whose objects are followed by items. */
static bool may_have_weakrefs(const mr_type *base)
{
    return base->kind != MR_KIND_INT && base->kind != MR_KIND_BYTES && base->kind != MR_KIND_TUPLE;
}

/* What __slots__ asks for. */
struct slots_wish {
    mr_value names; /* list of the mangled names, or MR_NULL: no __slots__ */
    bool dict, weakref;
};

static mr_value mangle(mr_runtime *rt, const char *cls, mr_value name)
{
    const mr_str *s = mr_as_str(name);
    size_t n = s->length;
    if (n < 3 || mr_str_at(s, 0) != '_' || mr_str_at(s, 1) != '_' ||
        (mr_str_at(s, n - 1) == '_' && mr_str_at(s, n - 2) == '_'))
        return mr_attribute_name(rt, name);
    while (*cls == '_')
        cls++;
    if (!*cls)
        return mr_attribute_name(rt, name);
    mr_value text = mr_str_format(rt, "_%s%V", cls, name);
    return text ? mr_str_intern(rt, text) : MR_NULL;
}

static bool is_identifier(mr_runtime *rt, mr_value name)
{
    mr_value method = mr_getattr_text(rt, name, "isidentifier");
    if (!method)
        return false;
    mr_value answer = mr_call0(rt, method);
    mr_decref(rt, method);
    return answer == MR_TRUE;
}

static bool add_slot(mr_runtime *rt, const mr_type *type, const mr_type *base, mr_value name,
                     struct slots_wish *wish)
{
    if (!mr_is_str(name)) {
        mr_raise(rt, rt->exc.TypeError, "__slots__ items must be strings, not '%T'", name);
        return false;
    }
    if (!is_identifier(rt, name)) {
        if (!mr_error(rt))
            mr_raise(rt, rt->exc.TypeError, "__slots__ must be identifiers");
        return false;
    }
    if (mr_str_is(name, "__dict__")) {
        if (wish->dict || (base->flags & (MR_TYPE_DICT | MR_TYPE_OWN_DICT))) {
            mr_raise(rt, rt->exc.TypeError, "__dict__ slot disallowed: we already got one");
            return false;
        }
        wish->dict = true;
        return true;
    }
    if (mr_str_is(name, "__weakref__")) {
        if (wish->weakref || (base->flags & MR_TYPE_WEAKREFS) || !may_have_weakrefs(base)) {
            mr_raise(rt, rt->exc.TypeError,
                     "__weakref__ slot disallowed: either we already got one, or __itemsize__ != "
                     "0");
            return false;
        }
        wish->weakref = true;
        return true;
    }
    mr_value own = mangle(rt, type->name, name);
    if (!own)
        return false;
    if (mr_dict_get_str(rt, type->dict, own) && !mr_str_is(own, "__qualname__") &&
        !mr_str_is(own, "__classcell__")) {
        mr_raise(rt, rt->exc.ValueError, "%R in __slots__ conflicts with class variable", own);
        mr_decref(rt, own);
        return false;
    }
    return mr_list_append_steal(rt, wish->names, own);
}

static bool read_slots(mr_runtime *rt, const mr_type *type, const mr_type *base,
                       struct slots_wish *wish)
{
    mr_value slots = mr_dict_get_str(rt, type->dict, MR_NAME(rt, __slots__));
    if (!slots)
        return true;
    mr_value names = mr_is_str(slots) ? mr_tuple_pack(rt, 1, slots) : mr_tuple_from(rt, slots);
    wish->names = mr_list_new(rt, NULL, 0);
    bool good = names && wish->names;
    if (good && mr_as_tuple(names)->length &&
        (base->kind == MR_KIND_INT || base->kind == MR_KIND_BYTES || base->kind == MR_KIND_TUPLE ||
         base->kind == MR_KIND_TYPE)) {
        mr_raise(rt, rt->exc.TypeError, "nonempty __slots__ not supported for subtype of '%N'",
                 base);
        good = false;
    }
    for (size_t i = 0; good && i < mr_as_tuple(names)->length; i++)
        good = add_slot(rt, type, base, mr_as_tuple(names)->items[i], wish);
    mr_decref(rt, names);
    if (good && !mr_list_sort(rt, wish->names, MR_NULL, false))
        good = false;
    return good;
}

/* Memory of the instances. `bases` beyond the first may bring dict and weak references. */
static bool lay_out(mr_runtime *rt, mr_type *type, mr_type *base, const struct slots_wish *wish)
{
    bool dict = !wish->names || wish->dict, weakrefs = !wish->names || wish->weakref;
    for (size_t i = 0; i < mr_as_tuple(type->bases)->length; i++) {
        const mr_type *other = mr_as_type(mr_as_tuple(type->bases)->items[i]);
        dict |= (other->flags & MR_TYPE_DICT) != 0;
        weakrefs |= (other->flags & MR_TYPE_WEAKREFS) != 0;
    }
    type->flags = MR_TYPE_BASETYPE | MR_TYPE_HEAP | MR_TYPE_TRACKED | MR_TYPE_READY;
    type->flags |= base->flags & (MR_TYPE_MATCH_SELF | MR_TYPE_OWN_DICT | MR_TYPE_VARIABLE |
                                  MR_TYPE_DICT | MR_TYPE_WEAKREFS | COLLECTION);
    if (weakrefs && may_have_weakrefs(base))
        type->flags |= MR_TYPE_WEAKREFS;
    if (dict && !(type->flags & MR_TYPE_OWN_DICT))
        type->flags |= MR_TYPE_DICT;
    type->kind = base->kind;
    type->body_layout = base->body_layout;
    type->layout = base->body_layout ? &mr_composite_layout : &mr_instance_layout;
    size_t added = wish->names ? mr_as_list(wish->names)->length : 0;
    if (added + base->slots_count > UINT16_MAX) {
        mr_raise(rt, rt->exc.TypeError, "too many __slots__");
        return false;
    }
    bool variable = type->flags & MR_TYPE_VARIABLE;
    type->slots_count = (uint16_t)(base->slots_count + added);
    type->slots_offset = base->slots_offset;
    type->basic_size = base->basic_size;
    if (!variable) {
        if (type->slots_count && !type->slots_offset)
            type->slots_offset = base->basic_size;
        type->basic_size += (uint32_t)(added * sizeof(mr_value));
    }
    bool attrs = type->flags & MR_TYPE_DICT;
    if (attrs && !variable)
        type->attrs_offset = type->basic_size;
    uint8_t capacity = 4, flags = 0;
    if (!attrs) {
        capacity = 0;
        flags = MR_SHAPE_NO_ATTRS;
    } else if (variable) {
        capacity = 1;
        flags = MR_SHAPE_DICT;
    } else if (base->seen_attrs > capacity) {
        capacity = base->seen_attrs;
    }
    if (mr_shape_root(rt, type, capacity, flags) == UINT32_MAX)
        return false;
    for (size_t i = 0; i < added; i++) {
        mr_value name = mr_as_list(wish->names)->items[i];
        size_t offset = (base->slots_count + i) * sizeof(mr_value) + (variable ? 0
                                                                      : type->slots_offset);
        mr_value member = mr_slot_member_new(rt, type, name, offset);
        bool good = member && mr_dict_set(rt, type->dict, name, member);
        mr_decref(rt, member);
        if (!good)
            return false;
    }
    return true;
}

/* The getters that objects of the class get with their dict and weak references. */
static mr_value instance_get_dict(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_instance_dict(rt, mr_obj(self));
}

static int instance_set_dict(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    return mr_instance_set_dict(rt, mr_obj(self), v);
}

static mr_value instance_get_weakref(mr_runtime *rt, mr_value self, void *closure)
{
    return MR_NONE;
}

static const mr_getset_def dict_getset = {"__dict__", instance_get_dict, instance_set_dict,
                                          "dictionary for instance variables (if defined)", NULL};
static const mr_getset_def weakref_getset = {"__weakref__", instance_get_weakref, NULL,
                                             "list of weak references to the object (if defined)",
                                             NULL};

static bool add_getset(mr_runtime *rt, mr_type *type, const mr_getset_def *def, mr_value name)
{
    if (mr_dict_get_str(rt, type->dict, name))
        return true;
    mr_value v = mr_descr_new(rt, rt->types.getset_descr, type, def->name, def);
    bool good = v && mr_dict_set(rt, type->dict, name, v);
    mr_decref(rt, v);
    return good;
}

bool mr_type_add_dict_getter(mr_runtime *rt, mr_type *type)
{
    if (type->base && (type->base->flags & MR_TYPE_DICT))
        return true;
    return add_getset(rt, type, &dict_getset, MR_NAME(rt, __dict__));
}

/* Functions of these names become static or class methods by themselves. */
static bool wrap_implicit(mr_runtime *rt, mr_type *type, mr_value name,
                          mr_value (*wrap)(mr_runtime *, mr_value))
{
    mr_value v = mr_dict_get_str(rt, type->dict, name);
    if (!v || !mr_has_kind(v, MR_KIND_FUNCTION))
        return true;
    mr_value wrapped = wrap(rt, v);
    bool good = wrapped && mr_dict_set(rt, type->dict, name, wrapped);
    mr_decref(rt, wrapped);
    return good;
}

static bool fill_namespace(mr_runtime *rt, mr_type *type, const mr_type *base)
{
    if (!mr_dict_get_str(rt, type->dict, MR_NAME(rt, __module__)) && rt->frame) {
        mr_value module = mr_dict_get_str(rt, rt->frame->globals, MR_NAME(rt, __name__));
        if (module && !mr_dict_set(rt, type->dict, MR_NAME(rt, __module__), module))
            return false;
    }
    mr_value qualname = mr_dict_get_str(rt, type->dict, MR_NAME(rt, __qualname__));
    if (qualname) {
        if (!mr_is_str(qualname)) {
            mr_raise(rt, rt->exc.TypeError, "type __qualname__ must be a str, not %T", qualname);
            return false;
        }
        type->qualname = mr_incref(qualname);
        if (mr_dict_delete(rt, type->dict, MR_NAME(rt, __qualname__)) < 0)
            return false;
    } else if (!(type->qualname = mr_str_from(rt, type->name))) {
        return false;
    }
    if (!wrap_implicit(rt, type, MR_NAME(rt, __new__), mr_staticmethod_new) ||
        !wrap_implicit(rt, type, MR_NAME(rt, __init_subclass__), mr_classmethod_new) ||
        !wrap_implicit(rt, type, MR_NAME(rt, __class_getitem__), mr_classmethod_new))
        return false;
    bool inherits_dict = base->flags & (MR_TYPE_DICT | MR_TYPE_OWN_DICT);
    if ((type->flags & MR_TYPE_DICT) && !inherits_dict &&
        !add_getset(rt, type, &dict_getset, MR_NAME(rt, __dict__)))
        return false;
    if ((type->flags & MR_TYPE_WEAKREFS) && !(base->flags & MR_TYPE_WEAKREFS) &&
        !add_getset(rt, type, &weakref_getset, MR_NAME(rt, __weakref__)))
        return false;
    if (!mr_dict_get_str(rt, type->dict, MR_NAME(rt, __doc__)) &&
        !mr_dict_set(rt, type->dict, MR_NAME(rt, __doc__), MR_NONE))
        return false;
    if (mr_dict_get_str(rt, type->dict, MR_NAME(rt, __eq__)) &&
        !mr_dict_get_str(rt, type->dict, MR_NAME(rt, __hash__)) &&
        !mr_dict_set(rt, type->dict, MR_NAME(rt, __hash__), MR_NONE))
        return false;
    return true;
}

static bool set_class_cell(mr_runtime *rt, mr_type *type)
{
    mr_value cell = mr_dict_get_str(rt, type->dict, MR_NAME(rt, __classcell__));
    if (!cell)
        return true;
    if (!mr_has_kind(cell, MR_KIND_CELL)) {
        mr_raise(rt, rt->exc.TypeError, "type.__new__(): __classcell__ must be a nonlocal cell, "
                                        "not <%R>",
                 mr_from(mr_type_of(rt, cell)));
        return false;
    }
    mr_replace(rt, &((mr_cell *)mr_obj(cell))->value, mr_incref(mr_from(type)));
    return mr_dict_delete(rt, type->dict, MR_NAME(rt, __classcell__)) >= 0;
}

/* The base's MRO is all that stands above the class, so its slots are right but for own names. */
static bool plain_inheritance(const mr_type *type)
{
    const mr_tuple *own = mr_as_tuple(type->mro), *base = mr_as_tuple(type->base->mro);
    if (own->length != base->length + 1)
        return false;
    for (size_t i = 0; i < base->length; i++) {
        if (own->items[i + 1] != base->items[i])
            return false;
    }
    return true;
}

static bool set_names(mr_runtime *rt, mr_type *type)
{
    mr_value copy = mr_dict_copy(rt, type->dict);
    if (!copy)
        return false;
    size_t pos = 0;
    mr_value key, v;
    bool good = true;
    while (good && mr_dict_next(copy, &pos, &key, &v)) {
        mr_type *vtype = mr_type_of(rt, v);
        if (vtype == rt->types.function || !mr_type_lookup(rt, vtype, MR_NAME(rt, __set_name__)))
            continue;
        mr_value args[3] = {v, mr_from(type), key};
        bool found;
        mr_value result = mr_special_call(rt, MR_NAME(rt, __set_name__), args, 3, MR_NULL, &found);
        mr_decref(rt, result);
        if (result || !found)
            continue;
        good = false;
        mr_value cause = mr_error_take(rt);
        mr_raise(rt, rt->exc.RuntimeError, "Error calling __set_name__ on '%T' instance %R in '%N'",
                 v, key, type);
        if (mr_is_exception(rt->exception)) {
            mr_exception *e = (mr_exception *)mr_obj(rt->exception);
            mr_replace(rt, &e->cause, mr_incref(cause));
            mr_replace(rt, &e->context, mr_incref(cause));
            e->suppress_context = true;
        }
        mr_decref(rt, cause);
    }
    mr_decref(rt, copy);
    return good;
}

static bool init_subclass(mr_runtime *rt, mr_type *type, const mr_value *kwvalues, mr_value kwnames)
{
    const mr_tuple *mro = mr_as_tuple(type->mro);
    mr_value found = MR_NULL;
    size_t i = 1;
    for (; i < mro->length && !found; i++) {
        const mr_type *t = mr_as_type(mro->items[i]);
        found = t->dict ? mr_dict_get_str(rt, t->dict, MR_NAME(rt, __init_subclass__)) : MR_NULL;
    }
    bool named = kwnames && mr_as_tuple(kwnames)->length;
    if (!found || (i == mro->length && !named))
        return true;
    mr_type *dtype = mr_type_of(rt, found);
    mr_value hook = mr_incref(found);
    if (dtype->slots.descr_get) {
        hook = dtype->slots.descr_get(rt, found, MR_NULL, mr_from(type));
        mr_decref(rt, found);
        if (!hook)
            return false;
    }
    mr_value result = mr_call(rt, hook, kwvalues, 0, kwnames);
    mr_decref(rt, hook);
    mr_decref(rt, result);
    return result != MR_NULL;
}

static char *copy_name(mr_runtime *rt, mr_value name)
{
    size_t bytes;
    char *owned;
    const char *text = mr_str_utf8(rt, name, &bytes, &owned);
    char *copy = NULL;
    if (text && memchr(text, 0, bytes))
        mr_raise(rt, rt->exc.ValueError, "type name must not contain null characters");
    else if (text && (copy = mr_buf_new(rt, bytes + 1)))
        memcpy(copy, text, bytes + 1);
    free(owned);
    return copy;
}

/* The class itself, before the hooks. bases are types, at least one. */
static mr_type *make_class(mr_runtime *rt, mr_type *metatype, mr_value name, mr_value bases,
                           mr_value namespace_)
{
    mr_type *base = best_base(rt, bases);
    if (!base)
        return NULL;
    mr_value v = mr_type_alloc(rt, metatype);
    if (!v)
        return NULL;
    mr_type *type = mr_as_type(v);
    struct slots_wish wish = {MR_NULL, false, false};
    type->flags = MR_TYPE_HEAP;
    type->bases = mr_incref(bases);
    mr_incref(mr_from(base));
    type->base = base;
    type->dict = mr_dict_new(rt);
    type->name = copy_name(rt, name);
    if (!type->dict || !type->name || !mr_dict_update(rt, type->dict, namespace_) ||
        !read_slots(rt, type, base, &wish) || !lay_out(rt, type, base, &wish))
        goto fail;
    mr_gc_track(rt, &type->head);
    type->version = ++rt->next_type_version;
    if (!fill_namespace(rt, type, base) || !set_class_cell(rt, type) || !mr_mro_set(rt, type))
        goto fail;
    for (size_t i = 0; i < mr_as_tuple(bases)->length; i++) {
        if (!mr_subclass_add(rt, mr_as_type(mr_as_tuple(bases)->items[i]), type))
            goto fail;
    }
    const mr_tuple *mro = mr_as_tuple(type->mro);
    for (size_t i = 1; i < mro->length && !(type->flags & COLLECTION); i++)
        type->flags |= mr_as_type(mro->items[i])->flags & COLLECTION;
    type->version = ++rt->next_type_version;
    mr_slots_fill(rt, type, !plain_inheritance(type));
    mr_decref(rt, wish.names);
    return type;
fail:
    mr_decref(rt, wish.names);
    mr_decref(rt, v);
    return NULL;
}

mr_value mr_type_make(mr_runtime *rt, mr_type *metatype, mr_value name, mr_value bases,
                      mr_value namespace_)
{
    mr_value object_only = MR_NULL;
    if (!mr_as_tuple(bases)->length) {
        object_only = mr_tuple_pack(rt, 1, mr_from(rt->types.object));
        if (!object_only)
            return MR_NULL;
        bases = object_only;
    }
    mr_type *type = make_class(rt, metatype, name, bases, namespace_);
    mr_decref(rt, object_only);
    if (type && (!set_names(rt, type) || !init_subclass(rt, type, NULL, MR_NULL))) {
        mr_decref(rt, mr_from(type));
        return MR_NULL;
    }
    return mr_from(type);
}

mr_value mr_type_new_call(mr_runtime *rt, mr_type *metatype, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    if (nargs != 3)
        return mr_raise(rt, rt->exc.TypeError, "type.__new__() takes exactly 3 arguments (%zu "
                                               "given)", nargs);
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "type.__new__() argument 1 must be str, not %T",
                        args[0]);
    if (!mr_is_tuple(args[1]))
        return mr_raise(rt, rt->exc.TypeError, "type.__new__() argument 2 must be tuple, not %T",
                        args[1]);
    if (!mr_is_dict(args[2]))
        return mr_raise(rt, rt->exc.TypeError, "type.__new__() argument 3 must be dict, not %T",
                        args[2]);
    mr_value bases = args[1];
    for (size_t i = 0; i < mr_as_tuple(bases)->length; i++) {
        mr_value base = mr_as_tuple(bases)->items[i];
        if (mr_is_type(base))
            continue;
        mr_value entries = mr_getattr_optional(rt, base, MR_NAME(rt, __mro_entries__));
        if (mr_error(rt))
            return MR_NULL;
        if (entries) {
            mr_decref(rt, entries);
            return mr_raise(rt, rt->exc.TypeError,
                            "type() doesn't support MRO entry resolution; use types.new_class()");
        }
    }
    mr_type *winner = mr_metatype_of(rt, metatype, bases);
    if (!winner)
        return MR_NULL;
    if (winner != metatype) {
        if (winner->slots.new_ != mr_type_new_call)
            return winner->slots.new_(rt, winner, args, nargs, kwnames);
        metatype = winner;
    }
    mr_value object_only = MR_NULL;
    if (!mr_as_tuple(bases)->length) {
        object_only = mr_tuple_pack(rt, 1, mr_from(rt->types.object));
        if (!object_only)
            return MR_NULL;
        bases = object_only;
    }
    mr_type *type = make_class(rt, metatype, args[0], bases, args[2]);
    mr_decref(rt, object_only);
    if (!type)
        return MR_NULL;
    if (!set_names(rt, type) || !init_subclass(rt, type, args + nargs, kwnames)) {
        mr_decref(rt, mr_from(type));
        return MR_NULL;
    }
    return mr_from(type);
}

/* ---- changes to existing classes and objects ---- */

bool mr_layouts_compatible(mr_runtime *rt, mr_type *from, mr_type *to, const char *attribute)
{
    if ((from->flags & MR_TYPE_HEAP) != (to->flags & MR_TYPE_HEAP)) {
        mr_raise(rt, rt->exc.TypeError, "%s assignment: '%N' deallocator differs from '%N'",
                 attribute, to, from);
        return false;
    }
    uint32_t same = MR_TYPE_DICT | MR_TYPE_OWN_DICT | MR_TYPE_VARIABLE | MR_TYPE_WEAKREFS;
    bool good = from->body_layout == to->body_layout && from->kind == to->kind &&
                from->slots_count == to->slots_count && from->basic_size == to->basic_size &&
                (from->flags & same) == (to->flags & same);
    mr_type *a = solid_base(from), *b = solid_base(to);
    if (good && a != b) {
        mr_value x = a->dict ? mr_dict_get_str(rt, a->dict, MR_NAME(rt, __slots__)) : MR_NULL;
        mr_value y = b->dict ? mr_dict_get_str(rt, b->dict, MR_NAME(rt, __slots__)) : MR_NULL;
        good = x && y && a->base && b->base && solid_base(a->base) == solid_base(b->base) &&
               mr_compare_bool(rt, x, y, MR_EQ) == 1;
    }
    if (!good && !mr_error(rt))
        mr_raise(rt, rt->exc.TypeError, "%s assignment: '%N' object layout differs from '%N'",
                 attribute, to, from);
    return good;
}

/* Computes the MRO of all classes below anew; the first failure stops. */
static bool renew_orders(mr_runtime *rt, mr_type *type)
{
    if (!mr_mro_set(rt, type))
        return false;
    for (uint32_t i = 0; i < type->subclass_count; i++) {
        if (!renew_orders(rt, type->subclasses[i]))
            return false;
    }
    return true;
}

static void renew_slots(mr_runtime *rt, mr_type *type)
{
    mr_slots_fill(rt, type, true);
    for (uint32_t i = 0; i < type->subclass_count; i++)
        renew_slots(rt, type->subclasses[i]);
}

bool mr_type_set_bases(mr_runtime *rt, mr_type *type, mr_value bases)
{
    if (!mr_is_tuple(bases)) {
        mr_raise(rt, rt->exc.TypeError, "can only assign tuple to %N.__bases__, not %T", type,
                 bases);
        return false;
    }
    if (!mr_as_tuple(bases)->length) {
        mr_raise(rt, rt->exc.TypeError, "can only assign non-empty tuple to %N.__bases__, not ()",
                 type);
        return false;
    }
    for (size_t i = 0; i < mr_as_tuple(bases)->length; i++) {
        mr_value base = mr_as_tuple(bases)->items[i];
        if (!mr_is_type(base)) {
            mr_raise(rt, rt->exc.TypeError, "%N.__bases__ must be tuple of classes, not '%T'", type,
                     base);
            return false;
        }
        if (mr_is_subtype(mr_as_type(base), type)) {
            mr_raise(rt, rt->exc.TypeError, "a __bases__ item causes an inheritance cycle");
            return false;
        }
    }
    mr_type *base = best_base(rt, bases);
    if (!base || !mr_layouts_compatible(rt, type->base, base, "__bases__"))
        return false;
    mr_value old_bases = type->bases;
    mr_type *old_base = type->base;
    type->bases = mr_incref(bases);
    type->base = base;
    bool good = renew_orders(rt, type);
    if (!good) {
        mr_value problem = mr_error_take(rt);
        type->bases = old_bases;
        type->base = old_base;
        renew_orders(rt, type);
        mr_error_restore(rt, problem);
        mr_decref(rt, bases);
        return false;
    }
    for (size_t i = 0; i < mr_as_tuple(old_bases)->length; i++)
        mr_subclass_remove(mr_as_type(mr_as_tuple(old_bases)->items[i]), type);
    for (size_t i = 0; good && i < mr_as_tuple(bases)->length; i++)
        good = mr_subclass_add(rt, mr_as_type(mr_as_tuple(bases)->items[i]), type);
    mr_incref(mr_from(base));
    mr_type_changed(rt, type);
    renew_slots(rt, type);
    mr_decref(rt, old_bases);
    mr_decref(rt, mr_from(old_base));
    return good;
}
