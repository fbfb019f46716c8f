/*
 * descr.c - descriptors of built-in types: methods, getters, members, slot
 * wrappers and the method-wrappers these make, and members of __slots__.
 */
#include <stdio.h>

#include "types/containers.h"
#include "types/model.h"
#include "types/str.h"

typedef struct method_wrapper {
    mr_object head;
    mr_value descr; /* the slot wrapper */
    mr_value self;
} method_wrapper;

static mr_descr *as_descr(mr_value v) { return (mr_descr *)mr_obj(v); }

static mr_value make_descr(mr_runtime *rt, mr_type *kind, mr_type *type, mr_value name,
                           const void *def)
{
    mr_descr *d = name ? mr_object_new(rt, kind, sizeof *d, true) : NULL;
    if (!d) {
        mr_decref(rt, name);
        return MR_NULL;
    }
    mr_incref(mr_from(type));
    d->type = type;
    d->name = name;
    d->def = def;
    mr_gc_track(rt, &d->head);
    return mr_from(d);
}

mr_value mr_descr_new(mr_runtime *rt, mr_type *kind, mr_type *type, const char *name,
                      const void *def)
{
    return make_descr(rt, kind, type, mr_intern(rt, name), def);
}

mr_value mr_slot_member_new(mr_runtime *rt, mr_type *type, mr_value name, size_t offset)
{
    mr_value v = make_descr(rt, rt->types.member_descr, type, mr_incref(name), NULL);
    if (v)
        as_descr(v)->offset = offset;
    return v;
}

static bool put(mr_runtime *rt, mr_type *type, const char *name, mr_value v)
{
    if (!v)
        return false;
    mr_value key = mr_intern(rt, name);
    bool good = key && mr_dict_set(rt, type->dict, key, v);
    mr_decref(rt, key);
    mr_decref(rt, v);
    return good;
}

static mr_value make_method(mr_runtime *rt, mr_type *type, const mr_method_def *def)
{
    if (def->flags & MR_CLASS_METHOD)
        return mr_descr_new(rt, rt->types.classmethod_descr, type, def->name, def);
    if (!(def->flags & MR_STATIC_METHOD))
        return mr_descr_new(rt, rt->types.method_descr, type, def->name, def);
    mr_value fn = mr_native_new(rt, def, MR_NULL, MR_NULL);
    if (!fn)
        return MR_NULL;
    ((mr_native *)mr_obj(fn))->type = type;
    mr_value v = mr_staticmethod_new(rt, fn);
    mr_decref(rt, fn);
    return v;
}

bool mr_descr_add_tables(mr_runtime *rt, mr_type *type, const mr_type_spec *spec)
{
    for (const mr_method_def *m = spec->methods; m && m->name; m++) {
        if (!put(rt, type, m->name, make_method(rt, type, m)))
            return false;
    }
    for (const mr_getset_def *g = spec->getsets; g && g->name; g++) {
        if (!put(rt, type, g->name, mr_descr_new(rt, rt->types.getset_descr, type, g->name, g)))
            return false;
    }
    for (const mr_member_def *m = spec->members; m && m->name; m++) {
        if (!put(rt, type, m->name, mr_descr_new(rt, rt->types.member_descr, type, m->name, m)))
            return false;
    }
    return true;
}

/* ---- what they have in common ---- */

static void descr_dealloc(mr_runtime *rt, mr_object *o)
{
    mr_descr *d = (mr_descr *)o;
    mr_clear(rt, &d->name);
    mr_decref(rt, mr_from(d->type));
}

static void descr_traverse(mr_runtime *rt, mr_object *o, mr_visit visit, void *arg)
{
    const mr_descr *d = (mr_descr *)o;
    visit(rt, mr_from(d->type), arg);
    visit(rt, d->name, arg);
}

static const mr_layout descr_layout = {descr_dealloc, descr_traverse, NULL, NULL, NULL};

static bool fits(mr_runtime *rt, const mr_descr *d, mr_value obj)
{
    if (mr_isinstance(rt, obj, d->type))
        return true;
    mr_raise(rt, rt->exc.TypeError, "descriptor '%V' for '%N' objects doesn't apply to a '%T' "
                                    "object", d->name,
             d->type, obj);
    return false;
}

static mr_value describe(mr_runtime *rt, const mr_descr *d, const char *what)
{
    return mr_str_format(rt, "<%s '%V' of '%N' objects>", what, d->name, d->type);
}

static mr_value descr_qualname(mr_runtime *rt, mr_value self, void *closure)
{
    const mr_descr *d = as_descr(self);
    mr_value owner = mr_type_qualname(rt, d->type);
    if (!owner)
        return MR_NULL;
    mr_value text = mr_str_format(rt, "%V.%V", owner, d->name);
    mr_decref(rt, owner);
    return text;
}

static mr_value descr_objclass(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_incref(mr_from(as_descr(self)->type));
}

static mr_value reduce_pair(mr_runtime *rt, mr_value obj, mr_value name)
{
    mr_value fn = mr_dict_get_text(rt, rt->builtins, "getattr");
    mr_value pair = mr_tuple_pack(rt, 2, obj, name);
    mr_value result = pair && fn ? mr_tuple_pack(rt, 2, fn, pair) : MR_NULL;
    mr_decref(rt, pair);
    return result;
}

static mr_value descr_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    return reduce_pair(rt, mr_from(as_descr(self)->type), as_descr(self)->name);
}

static const mr_method_def descr_methods[] = {
    {"__reduce__", descr_reduce, MR_ARGS_NONE, NULL},
    {NULL, NULL, 0, NULL},
};
static const mr_member_def descr_members[] = {
    {"__name__", offsetof(mr_descr, name), MR_MEMBER_READONLY, NULL},
    {NULL, 0, 0, NULL},
};

/* ---- method_descriptor ---- */

static mr_value method_doc(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_doc_text(rt, ((const mr_method_def *)as_descr(self)->def)->doc);
}

static mr_value method_signature(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_doc_signature(rt, ((const mr_method_def *)as_descr(self)->def)->doc);
}

static mr_value bound_native(mr_runtime *rt, const mr_descr *d, mr_value self)
{
    mr_value fn = mr_native_new(rt, d->def, self, MR_NULL);
    if (fn)
        ((mr_native *)mr_obj(fn))->type = d->type;
    return fn;
}

static mr_value method_get(mr_runtime *rt, mr_value self, mr_value obj, mr_value type)
{
    if (!obj)
        return mr_incref(self);
    return fits(rt, as_descr(self), obj) ? bound_native(rt, as_descr(self), obj) : MR_NULL;
}

static mr_value method_call(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    const mr_descr *d = as_descr(self);
    if (!nargs)
        return mr_raise(rt, rt->exc.TypeError, "unbound method %N.%V() needs an argument", d->type,
                        d->name);
    if (!fits(rt, d, args[0]))
        return MR_NULL;
    return mr_native_invoke(rt, d->def, d->type, args[0], args + 1, nargs - 1, kwnames);
}

static mr_value method_repr(mr_runtime *rt, mr_value self)
{
    return describe(rt, as_descr(self), "method");
}

static const mr_getset_def method_getsets[] = {
    {"__qualname__", descr_qualname, NULL, NULL, NULL},
    {"__objclass__", descr_objclass, NULL, NULL, NULL},
    {"__doc__", method_doc, NULL, NULL, NULL},
    {"__text_signature__", method_signature, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};
static const mr_type_spec method_spec = {
    .name = "method_descriptor",
    .basic_size = sizeof(mr_descr),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_METHOD_DESCR | MR_TYPE_NO_NEW,
    .layout = &descr_layout,
    .slots = {.repr = method_repr, .call = method_call, .descr_get = method_get},
    .methods = descr_methods,
    .getsets = method_getsets,
    .members = descr_members,
};

/* ---- classmethod_descriptor ---- */

static mr_value class_get(mr_runtime *rt, mr_value self, mr_value obj, mr_value type)
{
    const mr_descr *d = as_descr(self);
    if (!type)
        type = mr_from(mr_type_of(rt, obj));
    if (!mr_is_type(type))
        return mr_raise(rt, rt->exc.TypeError, "descriptor '%V' for type '%N' needs a type, not a "
                                               "'%T' as arg 2",
                        d->name, d->type, type);
    if (!mr_is_subtype(mr_as_type(type), d->type))
        return mr_raise(rt, rt->exc.TypeError, "descriptor '%V' requires a subtype of '%N' but "
                                               "received '%N'",
                        d->name, d->type, mr_as_type(type));
    return bound_native(rt, d, type);
}

static mr_value class_call(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    const mr_descr *d = as_descr(self);
    if (!nargs)
        return mr_raise(rt, rt->exc.TypeError, "descriptor '%V' of '%N' object needs an argument",
                        d->name, d->type);
    mr_value bound = class_get(rt, self, MR_NULL, args[0]);
    if (!bound)
        return MR_NULL;
    mr_value result = mr_call(rt, bound, args + 1, nargs - 1, kwnames);
    mr_decref(rt, bound);
    return result;
}

static const mr_type_spec classmethod_spec = {
    .name = "classmethod_descriptor",
    .basic_size = sizeof(mr_descr),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW,
    .layout = &descr_layout,
    .slots = {.repr = method_repr, .call = class_call, .descr_get = class_get},
    .getsets = method_getsets,
    .members = descr_members,
};

/* ---- getset_descriptor ---- */

static mr_value getset_get(mr_runtime *rt, mr_value self, mr_value obj, mr_value type)
{
    const mr_descr *d = as_descr(self);
    const mr_getset_def *def = d->def;
    if (!obj)
        return mr_incref(self);
    if (!fits(rt, d, obj))
        return MR_NULL;
    if (!def->get)
        return mr_raise(rt, rt->exc.AttributeError,
                        "attribute '%V' of '%N' objects is not readable", d->name,
                        d->type);
    return def->get(rt, obj, def->closure);
}

static int getset_set(mr_runtime *rt, mr_value self, mr_value obj, mr_value v)
{
    const mr_descr *d = as_descr(self);
    const mr_getset_def *def = d->def;
    if (!fits(rt, d, obj))
        return -1;
    if (!def->set)
        return mr_fail(rt, rt->exc.AttributeError, "attribute '%V' of '%N' objects is not writable",
                       d->name,
                       d->type);
    return def->set(rt, obj, v, def->closure);
}

static mr_value getset_repr(mr_runtime *rt, mr_value self)
{
    return describe(rt, as_descr(self), "attribute");
}

static mr_value getset_doc(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_doc_text(rt, ((const mr_getset_def *)as_descr(self)->def)->doc);
}

static const mr_getset_def getset_getsets[] = {
    {"__qualname__", descr_qualname, NULL, NULL, NULL},
    {"__objclass__", descr_objclass, NULL, NULL, NULL},
    {"__doc__", getset_doc, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};
static const mr_type_spec getset_spec = {
    .name = "getset_descriptor",
    .basic_size = sizeof(mr_descr),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW,
    .layout = &descr_layout,
    .slots = {.repr = getset_repr, .descr_get = getset_get, .descr_set = getset_set},
    .getsets = getset_getsets,
    .members = descr_members,
};

/* ---- member_descriptor ---- */

static mr_value *member_place(mr_runtime *rt, const mr_descr *d, mr_value obj)
{
    const mr_member_def *def = d->def;
    if (def)
        return (mr_value *)(void *)((char *)mr_obj(obj) + def->offset);
    return mr_instance_slot(rt, mr_obj(obj), d->offset);
}

static mr_value member_get(mr_runtime *rt, mr_value self, mr_value obj, mr_value type)
{
    const mr_descr *d = as_descr(self);
    const mr_member_def *def = d->def;
    if (!obj)
        return mr_incref(self);
    if (!fits(rt, d, obj))
        return MR_NULL;
    mr_value v = *member_place(rt, d, obj);
    if (v)
        return mr_incref(v);
    if (def && (def->flags & MR_MEMBER_NONE))
        return MR_NONE;
    mr_raise_attribute(rt, obj, d->name);
    return MR_NULL;
}

static int member_set(mr_runtime *rt, mr_value self, mr_value obj, mr_value v)
{
    const mr_descr *d = as_descr(self);
    const mr_member_def *def = d->def;
    if (!fits(rt, d, obj))
        return -1;
    if (def && (def->flags & MR_MEMBER_READONLY))
        return mr_fail(rt, rt->exc.AttributeError, "readonly attribute");
    mr_value *place = member_place(rt, d, obj);
    if (!v && !*place) {
        mr_raise_value(rt, rt->exc.AttributeError, d->name);
        return -1;
    }
    mr_replace(rt, place, mr_incref(v));
    return 0;
}

static mr_value member_repr(mr_runtime *rt, mr_value self)
{
    return describe(rt, as_descr(self), "member");
}

static mr_value member_doc(mr_runtime *rt, mr_value self, void *closure)
{
    const mr_member_def *def = as_descr(self)->def;
    return mr_doc_text(rt, def ? def->doc : NULL);
}

static const mr_getset_def member_getsets[] = {
    {"__qualname__", descr_qualname, NULL, NULL, NULL},
    {"__objclass__", descr_objclass, NULL, NULL, NULL},
    {"__doc__", member_doc, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};
static const mr_type_spec member_spec = {
    .name = "member_descriptor",
    .basic_size = sizeof(mr_descr),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW,
    .layout = &descr_layout,
    .slots = {.repr = member_repr, .descr_get = member_get, .descr_set = member_set},
    .methods = descr_methods,
    .getsets = member_getsets,
    .members = descr_members,
};

/* ---- wrapper_descriptor ---- */

static mr_value invoke_slot(mr_runtime *rt, const mr_descr *d, mr_value self, const mr_value *args,
                            size_t nargs,
                            mr_value kwnames)
{
    const mr_slot_def *def = d->def;
    return def->wrapper(rt, self, args, nargs, kwnames, *mr_slot_of(d->type, def));
}

static mr_value wrapper_call(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    const mr_descr *d = as_descr(self);
    if (!nargs)
        return mr_raise(rt, rt->exc.TypeError, "descriptor '%V' of '%N' object needs an argument",
                        d->name, d->type);
    if (!mr_isinstance(rt, args[0], d->type))
        return mr_raise(rt, rt->exc.TypeError, "descriptor '%V' requires a '%N' object but "
                                               "received a '%T'", d->name,
                        d->type, args[0]);
    return invoke_slot(rt, d, args[0], args + 1, nargs - 1, kwnames);
}

static mr_value wrapper_get(mr_runtime *rt, mr_value self, mr_value obj, mr_value type)
{
    if (!obj)
        return mr_incref(self);
    if (!fits(rt, as_descr(self), obj))
        return MR_NULL;
    method_wrapper *w = mr_object_new(rt, rt->types.method_wrapper, sizeof *w, true);
    if (!w)
        return MR_NULL;
    w->descr = mr_incref(self);
    w->self = mr_incref(obj);
    mr_gc_track(rt, &w->head);
    return mr_from(w);
}

static mr_value wrapper_repr(mr_runtime *rt, mr_value self)
{
    return describe(rt, as_descr(self), "slot wrapper");
}

static mr_value wrapper_doc(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_doc_text(rt, ((const mr_slot_def *)as_descr(self)->def)->doc);
}

static mr_value wrapper_signature(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_doc_signature(rt, ((const mr_slot_def *)as_descr(self)->def)->doc);
}

static const mr_getset_def wrapper_getsets[] = {
    {"__qualname__", descr_qualname, NULL, NULL, NULL},
    {"__objclass__", descr_objclass, NULL, NULL, NULL},
    {"__doc__", wrapper_doc, NULL, NULL, NULL},
    {"__text_signature__", wrapper_signature, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};
static const mr_type_spec wrapper_spec = {
    .name = "wrapper_descriptor",
    .basic_size = sizeof(mr_descr),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_METHOD_DESCR | MR_TYPE_NO_NEW,
    .layout = &descr_layout,
    .slots = {.repr = wrapper_repr, .call = wrapper_call, .descr_get = wrapper_get},
    .methods = descr_methods,
    .getsets = wrapper_getsets,
    .members = descr_members,
};

/* ---- method-wrapper ---- */

static method_wrapper *as_wrapper(mr_value v) { return (method_wrapper *)mr_obj(v); }

static void bound_dealloc(mr_runtime *rt, mr_object *o)
{
    method_wrapper *w = (method_wrapper *)o;
    mr_clear(rt, &w->self);
    mr_clear(rt, &w->descr);
}

static void bound_traverse(mr_runtime *rt, mr_object *o, mr_visit visit, void *arg)
{
    const method_wrapper *w = (method_wrapper *)o;
    visit(rt, w->self, arg);
    visit(rt, w->descr, arg);
}

static const mr_layout bound_layout = {bound_dealloc, bound_traverse, NULL, NULL, NULL};

static mr_value bound_call(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    const method_wrapper *w = as_wrapper(self);
    return invoke_slot(rt, as_descr(w->descr), w->self, args, nargs, kwnames);
}

static mr_value bound_repr(mr_runtime *rt, mr_value self)
{
    const method_wrapper *w = as_wrapper(self);
    return mr_str_format(rt, "<method-wrapper '%V' of %T object at 0x%zx>",
                         as_descr(w->descr)->name, w->self,
                         (size_t)w->self);
}

static mr_value bound_compare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if ((op != MR_EQ && op != MR_NE) || mr_type_of(rt, a) != mr_type_of(rt, b))
        return MR_NOT_IMPLEMENTED;
    bool equal = as_wrapper(a)->descr == as_wrapper(b)->descr &&
        as_wrapper(a)->self == as_wrapper(b)->self;
    return mr_bool(equal == (op == MR_EQ));
}

static int64_t bound_hash(mr_runtime *rt, mr_value self)
{
    int64_t hash =
        mr_pointer_hash(as_wrapper(self)->self) ^ mr_pointer_hash(as_wrapper(self)->descr);
    return hash == -1 ? -2 : hash;
}

static mr_value bound_name(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_incref(as_descr(as_wrapper(self)->descr)->name);
}

static mr_value bound_qualname(mr_runtime *rt, mr_value self, void *closure)
{
    return descr_qualname(rt, as_wrapper(self)->descr, NULL);
}

static mr_value bound_objclass(mr_runtime *rt, mr_value self, void *closure)
{
    return descr_objclass(rt, as_wrapper(self)->descr, NULL);
}

static mr_value bound_doc(mr_runtime *rt, mr_value self, void *closure)
{
    return wrapper_doc(rt, as_wrapper(self)->descr, NULL);
}

static mr_value bound_signature(mr_runtime *rt, mr_value self, void *closure)
{
    return wrapper_signature(rt, as_wrapper(self)->descr, NULL);
}

static mr_value bound_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    return reduce_pair(rt, as_wrapper(self)->self, as_descr(as_wrapper(self)->descr)->name);
}

static const mr_method_def bound_methods[] = {
    {"__reduce__", bound_reduce, MR_ARGS_NONE, NULL},
    {NULL, NULL, 0, NULL},
};
static const mr_getset_def bound_getsets[] = {
    {"__name__", bound_name, NULL, NULL, NULL},
    {"__qualname__", bound_qualname, NULL, NULL, NULL},
    {"__objclass__", bound_objclass, NULL, NULL, NULL},
    {"__doc__", bound_doc, NULL, NULL, NULL},
    {"__text_signature__", bound_signature, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};
static const mr_member_def bound_members[] = {
    {"__self__", offsetof(method_wrapper, self), MR_MEMBER_READONLY, NULL},
    {NULL, 0, 0, NULL},
};
static const mr_type_spec bound_spec = {
    .name = "method-wrapper",
    .basic_size = sizeof(method_wrapper),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW,
    .layout = &bound_layout,
    .slots = {.repr = bound_repr, .call = bound_call, .richcompare = bound_compare,
              .hash = bound_hash},
    .methods = bound_methods,
    .getsets = bound_getsets,
    .members = bound_members,
};

/* ---- documentation texts ---- */

/* Where the text behind "name(...)\n--\n\n" begins; the whole text without one. */
static const char *after_signature(const char *doc)
{
    const char *end = strstr(doc, ")\n--\n\n");
    return end ? end + 6 : doc;
}

mr_value mr_doc_text(mr_runtime *rt, const char *doc)
{
    if (!doc)
        return MR_NONE;
    return mr_str_from(rt, after_signature(doc));
}

mr_value mr_doc_signature(mr_runtime *rt, const char *doc)
{
    const char *end = doc ? strstr(doc, ")\n--\n\n") : NULL;
    const char *start = end ? strchr(doc, '(') : NULL;
    if (!start)
        return MR_NONE;
    return mr_str_new(rt, start, (size_t)(end + 1 - start));
}

bool mr_descr_types_init(mr_runtime *rt)
{
    return mr_type_ready(rt, rt->types.method_descr, &method_spec, NULL) &&
           mr_type_ready(rt, rt->types.classmethod_descr, &classmethod_spec, NULL) &&
           mr_type_ready(rt, rt->types.getset_descr, &getset_spec, NULL) &&
           mr_type_ready(rt, rt->types.member_descr, &member_spec, NULL) &&
           mr_type_ready(rt, rt->types.slot_wrapper, &wrapper_spec, NULL) &&
           mr_type_ready(rt, rt->types.method_wrapper, &bound_spec, NULL);
}
