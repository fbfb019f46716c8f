/*
 * property.c - property, classmethod and staticmethod.
 */
#include "types/containers.h"
#include "types/model.h"
#include "types/str.h"

typedef struct property_object {
    mr_object head;
    mr_value get, set, del, doc; /* MR_NULL: none */
    mr_value name;               /* by __set_name__ */
    bool getter_doc;             /* doc came from the getter */
} property_object;

typedef struct wrapper_object {
    mr_object head;
    mr_value callable;
} wrapper_object;

static property_object *as_property(mr_value v) { return (property_object *)mr_obj(v); }

int mr_is_abstract(mr_runtime *rt, mr_value v)
{
    if (!v || v == MR_NONE)
        return 0;
    mr_value flag = mr_getattr_optional(rt, v, MR_NAME(rt, __isabstractmethod__));
    if (!flag)
        return mr_error(rt) ? -1 : 0;
    int truth = mr_truth(rt, flag);
    mr_decref(rt, flag);
    return truth;
}

/* ---- property ---- */

static void property_dealloc(mr_runtime *rt, mr_object *o)
{
    property_object *p = (property_object *)o;
    mr_clear(rt, &p->get);
    mr_clear(rt, &p->set);
    mr_clear(rt, &p->del);
    mr_clear(rt, &p->doc);
    mr_clear(rt, &p->name);
}

static void property_traverse(mr_runtime *rt, mr_object *o, mr_visit visit, void *arg)
{
    const property_object *p = (property_object *)o;
    visit(rt, p->get, arg);
    visit(rt, p->set, arg);
    visit(rt, p->del, arg);
    visit(rt, p->doc, arg);
    visit(rt, p->name, arg);
}

static const mr_layout property_layout = {property_dealloc, property_traverse, property_dealloc,
                                          NULL, NULL};

static mr_value property_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    mr_value v = mr_type_alloc(rt, type);
    if (v)
        mr_gc_track(rt, mr_obj(v));
    return v;
}

static mr_value given(mr_value v) { return v && v != MR_NONE ? mr_incref(v) : MR_NULL; }

static int property_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    mr_value a[4];
    if (!mr_bind(rt, "property(fget=, fset=, fdel=, doc=)", args, nargs, kwnames, a))
        return -1;
    property_object *p = as_property(self);
    mr_replace(rt, &p->get, given(a[0]));
    mr_replace(rt, &p->set, given(a[1]));
    mr_replace(rt, &p->del, given(a[2]));
    mr_replace(rt, &p->doc, given(a[3]));
    mr_clear(rt, &p->name);
    p->getter_doc = false;
    if (p->doc || !p->get)
        return 0;
    mr_value doc = mr_getattr_optional(rt, p->get, MR_NAME(rt, __doc__));
    if (!doc)
        return mr_error(rt) ? -1 : 0;
    p->getter_doc = true;
    if (!(mr_obj(self)->flags & MR_FLAG_SUBCLASS)) {
        mr_replace(rt, &p->doc, doc);
        return 0;
    }
    /* A subclass has a __doc__ of its own in its namespace: the instance's stands before it. */
    int status = mr_instance_has_dict(rt, mr_obj(self))
                     ? mr_instance_set(rt, mr_obj(self), MR_NAME(rt, __doc__), doc)
                     : 0;
    mr_decref(rt, doc);
    return status;
}

static mr_value lacks(mr_runtime *rt, const property_object *p, mr_value obj, const char *what)
{
    mr_value owner = mr_type_qualname(rt, mr_type_of(rt, obj));
    if (owner && p->name)
        mr_raise(rt, rt->exc.AttributeError, "property %R of %R object has no %s", p->name, owner,
                 what);
    else if (owner)
        mr_raise(rt, rt->exc.AttributeError, "property of %R object has no %s", owner, what);
    mr_decref(rt, owner);
    return MR_NULL;
}

static mr_value property_get(mr_runtime *rt, mr_value self, mr_value obj, mr_value type)
{
    const property_object *p = as_property(self);
    if (!obj || obj == MR_NONE)
        return mr_incref(self);
    if (!p->get)
        return lacks(rt, p, obj, "getter");
    return mr_call1(rt, p->get, obj);
}

static int property_set(mr_runtime *rt, mr_value self, mr_value obj, mr_value v)
{
    const property_object *p = as_property(self);
    mr_value fn = v ? p->set : p->del;
    if (!fn) {
        lacks(rt, p, obj, v ? "setter" : "deleter");
        return -1;
    }
    mr_value result = v ? mr_call2(rt, fn, obj, v) : mr_call1(rt, fn, obj);
    mr_decref(rt, result);
    return result ? 0 : -1;
}

/* A copy with one accessor replaced. */
static mr_value property_copy(mr_runtime *rt, mr_value self, mr_value get, mr_value set,
                              mr_value del)
{
    const property_object *p = as_property(self);
    mr_value args[4] = {get ? get : p->get, set ? set : p->set, del ? del : p->del,
                        p->getter_doc && (get || p->get) ? MR_NONE : p->doc};
    for (int i = 0; i < 4; i++) {
        if (!args[i])
            args[i] = MR_NONE;
    }
    mr_value copy = mr_call(rt, mr_from(mr_type_of(rt, self)), args, 4, MR_NULL);
    if (copy && p->name && mr_isinstance(rt, copy, rt->types.property))
        mr_replace(rt, &as_property(copy)->name, mr_incref(p->name));
    return copy;
}

static mr_value property_getter(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    return property_copy(rt, self, args[0], MR_NULL, MR_NULL);
}

static mr_value property_setter(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    return property_copy(rt, self, MR_NULL, args[0], MR_NULL);
}

static mr_value property_deleter(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                 mr_value kwnames)
{
    return property_copy(rt, self, MR_NULL, MR_NULL, args[0]);
}

static mr_value property_set_name(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                  mr_value kwnames)
{
    if (nargs != 2)
        return mr_raise(rt, rt->exc.TypeError, "__set_name__() takes 2 positional arguments but "
                                               "%zu were given",
                        nargs);
    mr_replace(rt, &as_property(self)->name, mr_incref(args[1]));
    return MR_NONE;
}

static mr_value property_abstract(mr_runtime *rt, mr_value self, void *closure)
{
    const property_object *p = as_property(self);
    int result = mr_is_abstract(rt, p->get);
    if (!result)
        result = mr_is_abstract(rt, p->set);
    if (!result)
        result = mr_is_abstract(rt, p->del);
    return result < 0 ? MR_NULL : mr_bool(result);
}

static const mr_method_def property_methods[] = {
    {"getter", property_getter, MR_ARGS_ONE, "Descriptor to obtain a copy of the property with a "
                                             "different getter."},
    {"setter", property_setter, MR_ARGS_ONE, "Descriptor to obtain a copy of the property with a "
                                             "different setter."},
    {"deleter", property_deleter, MR_ARGS_ONE,
     "Descriptor to obtain a copy of the property with a different deleter."},
    {"__set_name__", property_set_name, MR_ARGS_ANY, "Method to set name of a property."},
    {NULL, NULL, 0, NULL},
};
static const mr_member_def property_members[] = {
    {"fget", offsetof(property_object, get), MR_MEMBER_READONLY | MR_MEMBER_NONE, NULL},
    {"fset", offsetof(property_object, set), MR_MEMBER_READONLY | MR_MEMBER_NONE, NULL},
    {"fdel", offsetof(property_object, del), MR_MEMBER_READONLY | MR_MEMBER_NONE, NULL},
    {"__doc__", offsetof(property_object, doc), MR_MEMBER_NONE, NULL},
    {NULL, 0, 0, NULL},
};
static const mr_getset_def property_getsets[] = {
    {"__isabstractmethod__", property_abstract, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};
static const mr_type_spec property_spec = {
    .name = "property",
    .doc = "property(fget=None, fset=None, fdel=None, doc=None)\n--\n\nProperty attribute.\n\n  "
           "fget\n    function "
           "to be used for getting an attribute value\n  fset\n    function to be used for setting "
           "an attribute "
           "value\n  fdel\n    function to be used for del'ing an attribute\n  doc\n    docstring",
    .basic_size = sizeof(property_object),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED,
    .layout = &property_layout,
    .slots = {.new_ = property_new, .init = property_init, .descr_get = property_get,
              .descr_set = property_set},
    .methods = property_methods,
    .getsets = property_getsets,
    .members = property_members,
};

/* ---- classmethod, staticmethod ---- */

static wrapper_object *as_wrapper(mr_value v) { return (wrapper_object *)mr_obj(v); }

static void wrapper_dealloc(mr_runtime *rt, mr_object *o)
{
    mr_clear(rt, &((wrapper_object *)o)->callable);
}

static void wrapper_traverse(mr_runtime *rt, mr_object *o, mr_visit visit, void *arg)
{
    visit(rt, ((wrapper_object *)o)->callable, arg);
}

static const mr_layout wrapper_layout = {wrapper_dealloc, wrapper_traverse, wrapper_dealloc, NULL,
                                         NULL};

static mr_value wrapper_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    return property_new(rt, type, args, nargs, kwnames);
}

static int wrapper_set(mr_runtime *rt, mr_value self, mr_value callable)
{
    mr_replace(rt, &as_wrapper(self)->callable, mr_incref(callable));
    mr_value names[5] = {MR_NAME(rt, __module__), MR_NAME(rt, __name__), MR_NAME(rt, __qualname__),
                         MR_NAME(rt, __doc__), MR_NAME(rt, __annotations__)};
    for (int i = 0; i < 5; i++) {
        mr_value v = mr_getattr_optional(rt, callable, names[i]);
        if (!v && mr_error(rt))
            return -1;
        int status = v ? mr_instance_set(rt, mr_obj(self), names[i], v) : 0;
        mr_decref(rt, v);
        if (status < 0)
            return -1;
    }
    return 0;
}

static int classmethod_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    return mr_arity(rt, "classmethod", nargs, kwnames, 1, 1) ? wrapper_set(rt, self, args[0]) : -1;
}

static int staticmethod_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    return mr_arity(rt, "staticmethod", nargs, kwnames, 1, 1) ? wrapper_set(rt, self, args[0]) : -1;
}

static mr_value wrapper_make(mr_runtime *rt, mr_type *type, mr_value callable)
{
    mr_value v = mr_type_alloc(rt, type);
    if (!v)
        return MR_NULL;
    mr_gc_track(rt, mr_obj(v));
    if (mr_has_kind(callable, MR_KIND_FUNCTION) && wrapper_set(rt, v, callable) < 0) {
        mr_decref(rt, v);
        return MR_NULL;
    }
    mr_replace(rt, &as_wrapper(v)->callable, mr_incref(callable));
    return v;
}

mr_value mr_classmethod_new(mr_runtime *rt, mr_value callable)
{
    return wrapper_make(rt, rt->types.classmethod, callable);
}

mr_value mr_staticmethod_new(mr_runtime *rt, mr_value callable)
{
    return wrapper_make(rt, rt->types.staticmethod, callable);
}

static mr_value classmethod_get(mr_runtime *rt, mr_value self, mr_value obj, mr_value type)
{
    mr_value callable = as_wrapper(self)->callable;
    if (!callable)
        return mr_raise(rt, rt->exc.RuntimeError, "uninitialized classmethod object");
    if (!type)
        type = mr_from(mr_type_of(rt, obj));
    if (mr_has_kind(callable, MR_KIND_FUNCTION))
        return mr_method_new(rt, callable, type);
    mr_ternary get = mr_type_of(rt, callable)->slots.descr_get;
    if (get)
        return get(rt, callable, type, type);
    return mr_method_new(rt, callable, type);
}

static mr_value staticmethod_get(mr_runtime *rt, mr_value self, mr_value obj, mr_value type)
{
    mr_value callable = as_wrapper(self)->callable;
    if (!callable)
        return mr_raise(rt, rt->exc.RuntimeError, "uninitialized staticmethod object");
    return mr_incref(callable);
}

static mr_value staticmethod_call(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                  mr_value kwnames)
{
    return mr_call(rt, as_wrapper(self)->callable, args, nargs, kwnames);
}

static mr_value classmethod_repr(mr_runtime *rt, mr_value self)
{
    return mr_str_format(rt, "<classmethod(%R)>", as_wrapper(self)->callable);
}

static mr_value staticmethod_repr(mr_runtime *rt, mr_value self)
{
    return mr_str_format(rt, "<staticmethod(%R)>", as_wrapper(self)->callable);
}

static mr_value wrapper_abstract(mr_runtime *rt, mr_value self, void *closure)
{
    int result = mr_is_abstract(rt, as_wrapper(self)->callable);
    return result < 0 ? MR_NULL : mr_bool(result);
}

static const mr_member_def wrapper_members[] = {
    {"__func__", offsetof(wrapper_object, callable), MR_MEMBER_READONLY, NULL},
    {"__wrapped__", offsetof(wrapper_object, callable), MR_MEMBER_READONLY, NULL},
    {NULL, 0, 0, NULL},
};
static const mr_getset_def wrapper_getsets[] = {
    {"__isabstractmethod__", wrapper_abstract, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};
static const mr_type_spec classmethod_spec = {
    .name = "classmethod",
    .doc = "classmethod(function) -> method\n\nConvert a function to be a class method.",
    .basic_size = sizeof(wrapper_object),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_DICT,
    .layout = &wrapper_layout,
    .slots = {.new_ = wrapper_new, .init = classmethod_init, .repr = classmethod_repr,
              .descr_get = classmethod_get},
    .getsets = wrapper_getsets,
    .members = wrapper_members,
};
static const mr_type_spec staticmethod_spec = {
    .name = "staticmethod",
    .doc = "staticmethod(function) -> method\n\nConvert a function to be a static method.",
    .basic_size = sizeof(wrapper_object),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_DICT,
    .layout = &wrapper_layout,
    .slots = {.new_ = wrapper_new,
              .init = staticmethod_init,
              .repr = staticmethod_repr,
              .call = staticmethod_call,
              .descr_get = staticmethod_get},
    .getsets = wrapper_getsets,
    .members = wrapper_members,
};

bool mr_property_types_init(mr_runtime *rt)
{
    return mr_type_ready(rt, rt->types.property, &property_spec, NULL) &&
           mr_type_ready(rt, rt->types.classmethod, &classmethod_spec, NULL) &&
           mr_type_ready(rt, rt->types.staticmethod, &staticmethod_spec, NULL);
}
