/*
 * type_object.c - types as Python sees them: calling, attributes, methods.
 */
#include <stdlib.h>

#include "types/containers.h"
#include "types/int.h"
#include "types/model.h"
#include "types/str.h"

/* ---- life ---- */

static void type_dealloc(mr_runtime *rt, mr_object *o)
{
    mr_type *type = (mr_type *)o;
    const mr_tuple *bases = type->bases ? mr_as_tuple(type->bases) : NULL;
    for (size_t i = 0; bases && i < bases->length; i++)
        mr_subclass_remove(mr_as_type(bases->items[i]), type);
    mr_clear(rt, &type->dict);
    mr_clear(rt, &type->mro);
    mr_clear(rt, &type->bases);
    mr_clear(rt, &type->qualname);
    if (type->base)
        mr_decref(rt, mr_from(type->base));
    mr_shapes_release(rt, type);
    if (type->subclasses)
        mr_buf_free(rt, type->subclasses, type->subclass_capacity * sizeof *type->subclasses);
    if ((type->flags & MR_TYPE_HEAP) && type->name)
        mr_buf_free(rt, (void *)(uintptr_t)type->name, strlen(type->name) + 1);
}

static void type_traverse(mr_runtime *rt, mr_object *o, mr_visit visit, void *arg)
{
    const mr_type *type = (mr_type *)o;
    visit(rt, type->dict, arg);
    visit(rt, type->mro, arg);
    visit(rt, type->bases, arg);
    visit(rt, type->qualname, arg);
    if (type->base)
        visit(rt, mr_from(type->base), arg);
}

static void type_clear(mr_runtime *rt, mr_object *o)
{
    mr_type *type = (mr_type *)o;
    if (!(type->flags & MR_TYPE_HEAP))
        return;
    mr_type_changed(rt, type);
    if (type->dict)
        mr_dict_clear(rt, type->dict);
    mr_clear(rt, &type->mro);
}

static size_t type_extra(mr_runtime *rt, mr_object *o)
{
    const mr_type *type = (mr_type *)o;
    size_t bytes = 0;
    if (type->subclasses)
        bytes += mr_block_size(type->subclass_capacity * sizeof *type->subclasses);
    if ((type->flags & MR_TYPE_HEAP) && type->name)
        bytes += mr_block_size(strlen(type->name) + 1);
    return bytes;
}

static const mr_layout type_layout = {type_dealloc, type_traverse, type_clear, NULL, type_extra};

/* ---- calls ---- */

mr_value mr_type_call(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                      mr_value kwnames)
{
    mr_type *type = mr_as_type(self);
    if (type == rt->types.type) {
        size_t named = kwnames ? mr_as_tuple(kwnames)->length : 0;
        if (nargs == 1 && !named)
            return mr_incref(mr_from(mr_type_of(rt, args[0])));
        if (nargs != 3)
            return mr_raise(rt, rt->exc.TypeError, "type() takes 1 or 3 arguments");
    }
    if (!type->slots.new_)
        return mr_raise(rt, rt->exc.TypeError, "cannot create '%N' instances", type);
    mr_value v = type->slots.new_(rt, type, args, nargs, kwnames);
    if (!v)
        return MR_NULL;
    mr_type *made = mr_type_of(rt, v);
    if (made != type && !mr_is_subtype(made, type))
        return v;
    if (made->slots.init && made->slots.init(rt, v, args, nargs, kwnames) < 0) {
        mr_decref(rt, v);
        return MR_NULL;
    }
    return v;
}

/* Python classes between `type` and the built-in type that makes its objects. */
static mr_type *static_base(mr_type *type)
{
    while (type && type->slots.new_ == mr_slot_new)
        type = type->base;
    return type;
}

mr_value mr_type_new_method(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    mr_type *type = mr_as_type(self);
    if (!nargs)
        return mr_raise(rt, rt->exc.TypeError, "%N.__new__(): not enough arguments", type);
    if (!mr_is_type(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "%N.__new__(X): X is not a type object (%T)", type,
                        args[0]);
    mr_type *wanted = mr_as_type(args[0]);
    if (!mr_is_subtype(wanted, type))
        return mr_raise(rt, rt->exc.TypeError, "%N.__new__(%N): %N is not a subtype of %N", type,
                        wanted, wanted,
                        type);
    mr_type *base = static_base(wanted);
    if (base && base->slots.new_ != type->slots.new_)
        return mr_raise(rt, rt->exc.TypeError, "%N.__new__(%N) is not safe, use %N.__new__()", type,
                        wanted, base);
    return type->slots.new_(rt, wanted, args + 1, nargs - 1, kwnames);
}

static int type_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                     mr_value kwnames)
{
    if (nargs != 1 && nargs != 3)
        return mr_fail(rt, rt->exc.TypeError, "type.__init__() takes 1 or 3 arguments");
    return 0;
}

/* ---- attributes ---- */

mr_value mr_type_getattr(mr_runtime *rt, mr_value self, mr_value name)
{
    mr_type *type = mr_as_type(self), *meta = mr_type_of(rt, self);
    mr_value meta_found = mr_type_lookup(rt, meta, name);
    mr_ternary meta_get = NULL;
    mr_value result;
    if (meta_found) {
        mr_type *dtype = mr_type_of(rt, meta_found);
        meta_get = dtype->slots.descr_get;
        mr_incref(meta_found);
        if (meta_get && dtype->slots.descr_set) {
            result = meta_get(rt, meta_found, self, mr_from(meta));
            mr_decref(rt, meta_found);
            return result;
        }
    }
    mr_value found = mr_type_lookup(rt, type, name);
    if (found) {
        mr_ternary get = mr_type_of(rt, found)->slots.descr_get;
        mr_incref(found);
        mr_decref(rt, meta_found);
        if (!get)
            return found;
        result = get(rt, found, MR_NULL, self);
        mr_decref(rt, found);
        return result;
    }
    if (meta_get) {
        result = meta_get(rt, meta_found, self, mr_from(meta));
        mr_decref(rt, meta_found);
        return result;
    }
    if (meta_found)
        return meta_found;
    mr_raise_attribute(rt, self, name);
    return MR_NULL;
}

static bool may_change(mr_runtime *rt, mr_type *type, mr_value name)
{
    if (type->flags & MR_TYPE_HEAP)
        return true;
    mr_raise(rt, rt->exc.TypeError, "cannot set '%V' attribute of immutable type '%N'", name, type);
    return false;
}

int mr_type_setattr(mr_runtime *rt, mr_value self, mr_value name, mr_value v)
{
    mr_type *type = mr_as_type(self);
    if (!may_change(rt, type, name))
        return -1;
    mr_value own = mr_attribute_name(rt, name);
    if (!own)
        return -1;
    int status;
    mr_value found = mr_type_lookup(rt, mr_type_of(rt, self), own);
    int (*set)(mr_runtime *, mr_value, mr_value, mr_value) = found
        ? mr_type_of(rt, found)->slots.descr_set : NULL;
    if (set) {
        mr_incref(found);
        status = set(rt, found, self, v);
        mr_decref(rt, found);
    } else {
        status = mr_type_set(rt, type, own, v);
    }
    mr_decref(rt, own);
    return status;
}

mr_value mr_type_repr(mr_runtime *rt, mr_value self)
{
    mr_type *type = mr_as_type(self);
    mr_value module = mr_type_module(rt, type);
    mr_value name = module ? mr_type_qualname(rt, type) : MR_NULL;
    mr_value text = MR_NULL;
    if (name && mr_is_str(module) && !mr_str_is(module, "builtins"))
        text = mr_str_format(rt, "<class '%V.%V'>", module, name);
    else if (name && !(type->flags & MR_TYPE_HEAP))
        text = mr_str_format(rt, "<class '%N'>", type);
    else if (name)
        text = mr_str_format(rt, "<class '%V'>", name);
    mr_decref(rt, module);
    mr_decref(rt, name);
    return text;
}

/* ---- getters ---- */

static mr_value get_name(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_str_intern(rt, mr_str_from(rt, mr_type_short_name(mr_as_type(self))));
}

static int changeable(mr_runtime *rt, mr_value self, mr_value v, const char *name)
{
    mr_type *type = mr_as_type(self);
    if (!(type->flags & MR_TYPE_HEAP))
        return mr_fail(rt, rt->exc.TypeError, "cannot set '%s' attribute of immutable type '%N'",
                       name, type);
    if (!v)
        return mr_fail(rt, rt->exc.TypeError, "cannot delete '%s' attribute of immutable type '%N'",
                       name, type);
    return 0;
}

static int set_name(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    mr_type *type = mr_as_type(self);
    if (changeable(rt, self, v, "__name__") < 0)
        return -1;
    if (!mr_is_str(v))
        return mr_fail(rt, rt->exc.TypeError, "can only assign string to %N.__name__, not '%T'",
                       type, v);
    size_t bytes;
    char *owned;
    const char *text = mr_str_utf8(rt, v, &bytes, &owned);
    if (!text)
        return -1;
    char *copy = NULL;
    if (memchr(text, 0, bytes))
        mr_raise(rt, rt->exc.ValueError, "type name must not contain null characters");
    else if ((copy = mr_buf_new(rt, bytes + 1)))
        memcpy(copy, text, bytes + 1);
    free(owned);
    if (!copy)
        return -1;
    mr_buf_free(rt, (void *)(uintptr_t)type->name, strlen(type->name) + 1);
    type->name = copy;
    return 0;
}

static mr_value get_qualname(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_type_qualname(rt, mr_as_type(self));
}

static int set_qualname(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    if (changeable(rt, self, v, "__qualname__") < 0)
        return -1;
    if (!mr_is_str(v))
        return mr_fail(rt, rt->exc.TypeError, "can only assign string to %N.__qualname__, not '%T'",
                       mr_as_type(self), v);
    mr_replace(rt, &mr_as_type(self)->qualname, mr_incref(v));
    return 0;
}

static mr_value get_module(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_type_module(rt, mr_as_type(self));
}

static int set_module(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    if (changeable(rt, self, v, "__module__") < 0)
        return -1;
    return mr_type_set(rt, mr_as_type(self), MR_NAME(rt, __module__), v);
}

static mr_value get_bases(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_incref(mr_as_type(self)->bases);
}

static int set_bases(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    if (changeable(rt, self, v, "__bases__") < 0)
        return -1;
    return mr_type_set_bases(rt, mr_as_type(self), v) ? 0 : -1;
}

static mr_value get_base(mr_runtime *rt, mr_value self, void *closure)
{
    const mr_type *type = mr_as_type(self);
    return type->base ? mr_incref(mr_from(type->base)) : MR_NONE;
}

static mr_value get_dict(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_mappingproxy_new(rt, mr_as_type(self)->dict);
}

static mr_value get_doc(mr_runtime *rt, mr_value self, void *closure)
{
    mr_type *type = mr_as_type(self);
    if (type->spec)
        return mr_doc_text(rt, type->spec->doc);
    mr_value doc = mr_dict_get_str(rt, type->dict, MR_NAME(rt, __doc__));
    if (!doc)
        return MR_NONE;
    mr_ternary get = mr_type_of(rt, doc)->slots.descr_get;
    return get ? get(rt, doc, MR_NULL, self) : mr_incref(doc);
}

static int set_doc(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    if (changeable(rt, self, v, "__doc__") < 0)
        return -1;
    return mr_type_set(rt, mr_as_type(self), MR_NAME(rt, __doc__), v);
}

static mr_value get_signature(mr_runtime *rt, mr_value self, void *closure)
{
    const mr_type *type = mr_as_type(self);
    return type->spec ? mr_doc_signature(rt, type->spec->doc) : MR_NONE;
}

static mr_value get_abstract(mr_runtime *rt, mr_value self, void *closure)
{
    mr_type *type = mr_as_type(self);
    mr_value names = MR_NULL;
    if (type != rt->types.type)
        names = mr_dict_get_str(rt, type->dict, MR_NAME(rt, __abstractmethods__));
    if (names)
        return mr_incref(names);
    mr_raise_value(rt, rt->exc.AttributeError, MR_NAME(rt, __abstractmethods__));
    return MR_NULL;
}

static int set_abstract(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    mr_type *type = mr_as_type(self);
    int truth = v ? mr_truth(rt, v) : 0;
    if (truth < 0 || !may_change(rt, type, MR_NAME(rt, __abstractmethods__)) ||
        mr_type_set(rt, type, MR_NAME(rt, __abstractmethods__), v) < 0)
        return -1;
    type->flags &= ~(uint32_t)MR_TYPE_ABSTRACT;
    if (truth)
        type->flags |= MR_TYPE_ABSTRACT;
    return 0;
}

static mr_value get_annotations(mr_runtime *rt, mr_value self, void *closure)
{
    mr_type *type = mr_as_type(self);
    if (!(type->flags & MR_TYPE_HEAP))
        return mr_raise(rt, rt->exc.AttributeError,
                        "type object '%N' has no attribute '__annotations__'", type);
    mr_value v = mr_dict_get_str(rt, type->dict, MR_NAME(rt, __annotations__));
    if (v) {
        mr_ternary get = mr_type_of(rt, v)->slots.descr_get;
        return get ? get(rt, v, MR_NULL, self) : mr_incref(v);
    }
    v = mr_dict_new(rt);
    if (v && mr_type_set(rt, type, MR_NAME(rt, __annotations__), v) < 0)
        mr_clear(rt, &v);
    return v;
}

static int set_annotations(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    if (!may_change(rt, mr_as_type(self), MR_NAME(rt, __annotations__)))
        return -1;
    return mr_type_set(rt, mr_as_type(self), MR_NAME(rt, __annotations__), v);
}

static mr_value get_basicsize(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_small_int(mr_as_type(self)->basic_size);
}

static mr_value get_itemsize(mr_runtime *rt, mr_value self, void *closure)
{
    static const uint8_t sizes[MR_KIND_OTHER + 1] = {
        [MR_KIND_BYTES] = 1, [MR_KIND_INT] = 8, [MR_KIND_TUPLE] = 8, [MR_KIND_TYPE] = 8};
    return mr_small_int(sizes[mr_as_type(self)->kind]);
}

static mr_value get_dictoffset(mr_runtime *rt, mr_value self, void *closure)
{
    const mr_type *type = mr_as_type(self);
    if (type->flags & MR_TYPE_OWN_DICT)
        return mr_small_int(16);
    return mr_small_int(type->flags & MR_TYPE_DICT
                        ? (type->attrs_offset ? (int64_t)type->attrs_offset : -1) : 0);
}

static mr_value get_weakrefoffset(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_small_int(mr_as_type(self)->flags & MR_TYPE_WEAKREFS ? 8 : 0);
}

/* CPython's bits, for those who ask inspect. */
static mr_value get_flags(mr_runtime *rt, mr_value self, void *closure)
{
    static const struct {
        uint32_t flag;
        int bit;
    } bits[] = {{MR_TYPE_SEQUENCE, 5}, {MR_TYPE_MAPPING, 6}, {MR_TYPE_IMMUTABLE, 8},
                {MR_TYPE_HEAP, 9},
                {MR_TYPE_BASETYPE, 10}, {MR_TYPE_READY, 12}, {MR_TYPE_TRACKED, 14},
                {MR_TYPE_METHOD_DESCR, 17},
                {MR_TYPE_ABSTRACT, 20}, {MR_TYPE_MATCH_SELF, 22}};
    static const int8_t kinds[MR_KIND_OTHER + 1] = {
        [MR_KIND_INT] = 24, [MR_KIND_LIST] = 25, [MR_KIND_TUPLE] = 26, [MR_KIND_BYTES] = 27,
        [MR_KIND_STR] = 28, [MR_KIND_DICT] = 29, [MR_KIND_EXCEPTION] = 30, [MR_KIND_TYPE] = 31};
    const mr_type *type = mr_as_type(self);
    int64_t flags = 0;
    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++) {
        if (type->flags & bits[i].flag)
            flags |= (int64_t)1 << bits[i].bit;
    }
    if (kinds[type->kind])
        flags |= (int64_t)1 << kinds[type->kind];
    return mr_small_int(flags);
}

/* ---- methods ---- */

static mr_value type_mro(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    mr_value mro = mr_mro_compute(rt, mr_as_type(self), mr_as_type(self)->bases);
    if (!mro)
        return MR_NULL;
    mr_value list = mr_list_from(rt, mro);
    mr_decref(rt, mro);
    return list;
}

static mr_value type_subclasses(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    const mr_type *type = mr_as_type(self);
    mr_value list = mr_list_new(rt, NULL, 0);
    for (uint32_t i = 0; list && i < type->subclass_count; i++) {
        if (type->subclasses[i]->head.refcount &&
            !mr_list_append(rt, list, mr_from(type->subclasses[i])))
            mr_clear(rt, &list);
    }
    return list;
}

static mr_value type_prepare(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    return mr_dict_new(rt);
}

static mr_value type_instancecheck(mr_runtime *rt, mr_value self, const mr_value *args,
                                   size_t nargs,
                                   mr_value kwnames)
{
    int result = mr_plain_isinstance(rt, args[0], self);
    return result < 0 ? MR_NULL : mr_bool(result);
}

static mr_value type_subclasscheck(mr_runtime *rt, mr_value self, const mr_value *args,
                                   size_t nargs,
                                   mr_value kwnames)
{
    int result = mr_plain_issubclass(rt, args[0], self);
    return result < 0 ? MR_NULL : mr_bool(result);
}

static mr_value type_dir(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    return mr_type_dir(rt, self);
}

static mr_value type_sizeof(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    return mr_small_int((int64_t)mr_object_size(rt, mr_obj(self)));
}

static const mr_method_def type_methods[] = {
    {"mro", type_mro, MR_ARGS_NONE, "mro($self, /)\n--\n\nReturn a type's method resolution "
                                    "order."},
    {"__subclasses__", type_subclasses, MR_ARGS_NONE,
     "__subclasses__($self, /)\n--\n\nReturn a list of immediate subclasses."},
    {"__prepare__", type_prepare, MR_ARGS_ANY | MR_CLASS_METHOD,
     "__prepare__() -> dict\nused to create the namespace for the class statement"},
    {"__instancecheck__", type_instancecheck, MR_ARGS_ONE,
     "__instancecheck__($self, instance, /)\n--\n\nCheck if an object is an instance."},
    {"__subclasscheck__", type_subclasscheck, MR_ARGS_ONE,
     "__subclasscheck__($self, subclass, /)\n--\n\nCheck if a class is a subclass."},
    {"__dir__", type_dir, MR_ARGS_NONE,
     "__dir__($self, /)\n--\n\nSpecialized __dir__ implementation for types."},
    {"__sizeof__", type_sizeof, MR_ARGS_NONE,
     "__sizeof__($self, /)\n--\n\nReturn memory consumption of the type object."},
    {NULL, NULL, 0, NULL},
};

static const mr_getset_def type_getsets[] = {
    {"__name__", get_name, set_name, NULL, NULL},
    {"__qualname__", get_qualname, set_qualname, NULL, NULL},
    {"__module__", get_module, set_module, NULL, NULL},
    {"__bases__", get_bases, set_bases, NULL, NULL},
    {"__base__", get_base, NULL, NULL, NULL},
    {"__dict__", get_dict, NULL, NULL, NULL},
    {"__doc__", get_doc, set_doc, NULL, NULL},
    {"__text_signature__", get_signature, NULL, NULL, NULL},
    {"__abstractmethods__", get_abstract, set_abstract, NULL, NULL},
    {"__annotations__", get_annotations, set_annotations, NULL, NULL},
    {"__basicsize__", get_basicsize, NULL, NULL, NULL},
    {"__itemsize__", get_itemsize, NULL, NULL, NULL},
    {"__dictoffset__", get_dictoffset, NULL, NULL, NULL},
    {"__weakrefoffset__", get_weakrefoffset, NULL, NULL, NULL},
    {"__flags__", get_flags, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const mr_member_def type_members[] = {
    {"__mro__", offsetof(mr_type, mro), MR_MEMBER_READONLY | MR_MEMBER_NONE, NULL},
    {NULL, 0, 0, NULL},
};

const mr_type_spec mr_type_spec_type = {
    .name = "type",
    .doc = "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
    .basic_size = sizeof(mr_type),
    .kind = MR_KIND_TYPE,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_OWN_DICT,
    .layout = &type_layout,
    .slots = {.new_ = mr_type_new_call,
              .init = type_init,
              .repr = mr_type_repr,
              .call = mr_type_call,
              .getattr = mr_type_getattr,
              .setattr = mr_type_setattr,
              .or_ = mr_union_or},
    .methods = type_methods,
    .getsets = type_getsets,
    .members = type_members,
};
