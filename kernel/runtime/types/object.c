/*
 * object.c - the base of all types: object's own methods.
 */
#include "types/containers.h"
#include "types/model.h"
#include "types/slots.h"
#include "types/str.h"

static bool has_arguments(size_t nargs, mr_value kwnames)
{
    return nargs || (kwnames && mr_as_tuple(kwnames)->length);
}

static mr_value abstract_error(mr_runtime *rt, mr_type *type)
{
    mr_value names = mr_getattr(rt, mr_from(type), MR_NAME(rt, __abstractmethods__));
    mr_value list = names ? mr_list_from(rt, names) : MR_NULL;
    mr_decref(rt, names);
    if (!list || !mr_list_sort(rt, list, MR_NULL, false)) {
        mr_decref(rt, list);
        return MR_NULL;
    }
    size_t count = mr_as_list(list)->length;
    mr_value comma = mr_str_from(rt, ", ");
    mr_value joined = comma ? mr_str_join(rt, comma, list) : MR_NULL;
    if (joined)
        mr_raise(rt, rt->exc.TypeError, "Can't instantiate abstract class %N with abstract "
                                        "method%s %V", type,
                 count > 1 ? "s" : "", joined);
    mr_decref(rt, comma);
    mr_decref(rt, joined);
    mr_decref(rt, list);
    return MR_NULL;
}

mr_value mr_object_new_default(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                               mr_value kwnames)
{
    if (has_arguments(nargs, kwnames)) {
        if (type->slots.new_ != mr_object_new_default)
            return mr_raise(rt, rt->exc.TypeError,
                            "object.__new__() takes exactly one argument (the type to "
                            "instantiate)");
        if (type->slots.init == mr_object_init_default)
            return mr_raise(rt, rt->exc.TypeError, "%N() takes no arguments", type);
    }
    if (type->flags & MR_TYPE_ABSTRACT)
        return abstract_error(rt, type);
    return mr_type_track(rt, mr_type_alloc(rt, type));
}

int mr_object_init_default(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    if (!has_arguments(nargs, kwnames))
        return 0;
    mr_type *type = mr_type_of(rt, self);
    if (type->slots.init != mr_object_init_default)
        return mr_fail(rt, rt->exc.TypeError,
                       "object.__init__() takes exactly one argument (the instance to initialize)");
    if (type->slots.new_ == mr_object_new_default)
        return mr_fail(rt, rt->exc.TypeError, "%N.__init__() takes exactly one argument (the "
                                              "instance to initialize)",
                       type);
    return 0;
}

mr_value mr_object_repr(mr_runtime *rt, mr_value self)
{
    mr_type *type = mr_type_of(rt, self);
    mr_value module = mr_type_module(rt, type);
    mr_value name = module ? mr_type_qualname(rt, type) : MR_NULL;
    mr_value text = MR_NULL;
    if (name && mr_is_str(module) && !mr_str_is(module, "builtins"))
        text = mr_str_format(rt, "<%V.%V object at 0x%zx>", module, name, (size_t)self);
    else if (name)
        text = mr_str_format(rt, "<%V object at 0x%zx>", name, (size_t)self);
    mr_decref(rt, module);
    mr_decref(rt, name);
    return text;
}

static mr_value object_str(mr_runtime *rt, mr_value self) { return mr_repr(rt, self); }

static int64_t object_hash(mr_runtime *rt, mr_value self) { return mr_pointer_hash(self); }

static mr_value object_compare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if (op == MR_EQ)
        return a == b ? MR_TRUE : MR_NOT_IMPLEMENTED;
    if (op != MR_NE)
        return MR_NOT_IMPLEMENTED;
    mr_value (*compare)(mr_runtime *, mr_value, mr_value, int) = mr_type_of(rt,
        a)->slots.richcompare;
    mr_value equal = compare ? compare(rt, a, b, MR_EQ) : MR_NOT_IMPLEMENTED;
    if (!equal || equal == MR_NOT_IMPLEMENTED)
        return equal;
    int truth = mr_truth(rt, equal);
    mr_decref(rt, equal);
    return truth < 0 ? MR_NULL : mr_bool(!truth);
}

/* ---- getters ---- */

static mr_value get_class(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_incref(mr_from(mr_type_of(rt, self)));
}

static int set_class(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    if (!v)
        return mr_fail(rt, rt->exc.TypeError, "can't delete __class__ attribute");
    if (!mr_is_type(v))
        return mr_fail(rt, rt->exc.TypeError, "__class__ must be set to a class, not '%T' object",
                       v);
    mr_type *from = mr_type_of(rt, self), *to = mr_as_type(v);
    bool module = mr_is_subtype(from, rt->types.module) && mr_is_subtype(to, rt->types.module);
    if (!module && (!(from->flags & MR_TYPE_HEAP) || !(to->flags & MR_TYPE_HEAP)))
        return mr_fail(rt, rt->exc.TypeError,
                       "__class__ assignment only supported for mutable types or ModuleType "
                       "subclasses");
    if (from == to)
        return 0;
    if (module && (from->slots_count || to->slots_count))
        return mr_fail(rt, rt->exc.TypeError, "__class__ assignment: '%N' object layout differs "
                                              "from '%N'", to, from);
    if (!module && !mr_layouts_compatible(rt, from, to, "__class__"))
        return -1;
    return mr_instance_become(rt, mr_obj(self), to);
}

static const mr_getset_def object_getsets[] = {
    {"__class__", get_class, set_class, "the object's class", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

/* ---- dir ---- */

/* All names of a class and its bases into a dict. */
static bool merge_class_names(mr_runtime *rt, mr_value names, mr_value cls)
{
    if (mr_is_type(cls)) {
        const mr_type *type = mr_as_type(cls);
        for (size_t i = type->mro ? mr_as_tuple(type->mro)->length : 0; i-- > 0;) {
            if (!mr_dict_update(rt, names, mr_as_type(mr_as_tuple(type->mro)->items[i])->dict))
                return false;
        }
        return true;
    }
    mr_value dict = mr_getattr_optional(rt, cls, MR_NAME(rt, __dict__));
    if (dict && !mr_dict_update(rt, names, dict))
        mr_error_clear(rt);
    mr_decref(rt, dict);
    mr_value bases = mr_getattr_optional(rt, cls, MR_NAME(rt, __bases__));
    bool good = !mr_error(rt);
    for (size_t i = 0; good && bases && mr_is_tuple(bases) && i < mr_as_tuple(bases)->length; i++)
        good = merge_class_names(rt, names, mr_as_tuple(bases)->items[i]);
    mr_decref(rt, bases);
    return good;
}

static mr_value names_of(mr_runtime *rt, mr_value names)
{
    mr_value list = names ? mr_dict_keys_list(rt, names) : MR_NULL;
    mr_decref(rt, names);
    return list;
}

mr_value mr_object_dir(mr_runtime *rt, mr_value self)
{
    mr_value own = mr_getattr_optional(rt, self, MR_NAME(rt, __dict__));
    mr_value names = mr_error(rt) ? MR_NULL : mr_dict_new(rt);
    if (own && names && mr_is_dict(own) && !mr_dict_update(rt, names, own))
        mr_clear(rt, &names);
    mr_decref(rt, own);
    mr_value cls = names ? mr_getattr_optional(rt, self, MR_NAME(rt, __class__)) : MR_NULL;
    if (cls && !merge_class_names(rt, names, cls))
        mr_clear(rt, &names);
    mr_decref(rt, cls);
    return names_of(rt, names);
}

mr_value mr_type_dir(mr_runtime *rt, mr_value self)
{
    mr_value names = mr_dict_new(rt);
    if (names && !merge_class_names(rt, names, self))
        mr_clear(rt, &names);
    return names_of(rt, names);
}

/* ---- methods ---- */

static mr_value object_dir(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    return mr_object_dir(rt, self);
}

static mr_value object_format(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "__format__() argument must be str, not %T",
                        args[0]);
    if (mr_as_str(args[0])->length)
        return mr_raise(rt, rt->exc.TypeError, "unsupported format string passed to %T.__format__",
                        self);
    return mr_to_str(rt, self);
}

static mr_value object_sizeof(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    return mr_small_int(mr_is_object(self) ? (int64_t)mr_object_bytes(rt, mr_obj(self)) : 0);
}

static mr_value object_init_subclass(mr_runtime *rt, mr_value self, const mr_value *args,
                                     size_t nargs,
                                     mr_value kwnames)
{
    bool named = kwnames && mr_as_tuple(kwnames)->length;
    if (!named && !nargs)
        return MR_NONE;
    mr_value name = mr_type_qualname(rt, mr_as_type(self));
    if (name && named)
        mr_raise(rt, rt->exc.TypeError, "%V.__init_subclass__() takes no keyword arguments", name);
    else if (name)
        mr_raise(rt, rt->exc.TypeError, "%V.__init_subclass__() takes no arguments (%zu given)",
                 name, nargs);
    mr_decref(rt, name);
    return MR_NULL;
}

static mr_value object_subclasshook(mr_runtime *rt, mr_value self, const mr_value *args,
                                    size_t nargs,
                                    mr_value kwnames)
{
    return MR_NOT_IMPLEMENTED;
}

static mr_value object_getstate(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    return mr_object_getstate(rt, self);
}

static mr_value object_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    return mr_object_reduce(rt, self, 0);
}

static mr_value object_reduce_ex(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                 mr_value kwnames)
{
    mr_value method = mr_getattr_optional(rt, self, MR_NAME(rt, __reduce__));
    if (!method && mr_error(rt))
        return MR_NULL;
    mr_value own = mr_type_lookup(rt, mr_type_of(rt, self), MR_NAME(rt, __reduce__));
    mr_value standard = mr_dict_get_str(rt, rt->types.object->dict, MR_NAME(rt, __reduce__));
    if (method && own != standard) {
        mr_value result = mr_call0(rt, method);
        mr_decref(rt, method);
        return result;
    }
    mr_decref(rt, method);
    int64_t protocol = mr_is_int(args[0]) ? mr_small_int_value(args[0]) : -1;
    if (protocol < 0 && !mr_is_int(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "'%T' object cannot be interpreted as an integer",
                        args[0]);
    return mr_object_reduce(rt, self, protocol);
}

static const mr_method_def object_methods[] = {
    {"__reduce_ex__", object_reduce_ex, MR_ARGS_ONE,
     "__reduce_ex__($self, protocol, /)\n--\n\nHelper for pickle."},
    {"__reduce__", object_reduce, MR_ARGS_NONE, "__reduce__($self, /)\n--\n\nHelper for pickle."},
    {"__getstate__", object_getstate, MR_ARGS_NONE,
     "__getstate__($self, /)\n--\n\nHelper for pickle."},
    {"__subclasshook__", object_subclasshook, MR_ARGS_ANY | MR_CLASS_METHOD,
     "Abstract classes can override this to customize issubclass().\n\nThis is invoked early on by "
     "abc.ABCMeta.__subclasscheck__().\nIt should return True, False or NotImplemented.  If it "
     "returns\nNotImplemented, the normal algorithm is used.  Otherwise, it\noverrides the normal "
     "algorithm "
     "(and the outcome is cached).\n"},
    {"__init_subclass__", object_init_subclass, MR_ARGS_ANY | MR_CLASS_METHOD,
     "This method is called when a class is subclassed.\n\nThe default implementation does "
     "nothing. It may "
     "be\noverridden to extend subclasses.\n"},
    {"__format__", object_format, MR_ARGS_ONE,
     "__format__($self, format_spec, /)\n--\n\nDefault object formatter."},
    {"__sizeof__", object_sizeof, MR_ARGS_NONE,
     "__sizeof__($self, /)\n--\n\nSize of object in memory, in bytes."},
    {"__dir__", object_dir, MR_ARGS_NONE, "__dir__($self, /)\n--\n\nDefault dir() implementation."},
    {NULL, NULL, 0, NULL},
};

const mr_type_spec mr_object_spec = {
    .name = "object",
    .doc = "object()\n--\n\nThe base class of the class hierarchy.\n\nWhen called, it accepts no "
           "arguments and "
           "returns a new featureless\ninstance that has no instance attributes and cannot be "
           "given any.\n",
    .basic_size = sizeof(mr_object),
    .kind = MR_KIND_INSTANCE,
    .flags = MR_TYPE_BASETYPE,
    .slots = {.new_ = mr_object_new_default,
              .init = mr_object_init_default,
              .repr = mr_object_repr,
              .str = object_str,
              .hash = object_hash,
              .getattr = mr_generic_getattr,
              .setattr = mr_generic_setattr,
              .richcompare = object_compare},
    .methods = object_methods,
    .getsets = object_getsets,
};
