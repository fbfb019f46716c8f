/*
 * generic_alias.c - types.GenericAlias: list[int].
 */
#include "types/containers.h"
#include "types/model.h"
#include "types/str.h"

typedef struct generic_alias {
    mr_object head;
    mr_value origin, args;
    mr_value parameters; /* tuple of type variables, once asked for */
    bool starred;        /* *tuple[int, ...] */
} generic_alias;

static generic_alias *as_alias(mr_value v) { return (generic_alias *)mr_obj(v); }

static void alias_dealloc(mr_runtime *rt, mr_object *o)
{
    generic_alias *a = (generic_alias *)o;
    mr_clear(rt, &a->origin);
    mr_clear(rt, &a->args);
    mr_clear(rt, &a->parameters);
}

static void alias_traverse(mr_runtime *rt, mr_object *o, mr_visit visit, void *arg)
{
    const generic_alias *a = (generic_alias *)o;
    visit(rt, a->origin, arg);
    visit(rt, a->args, arg);
    visit(rt, a->parameters, arg);
}

static const mr_layout alias_layout = {.dealloc = alias_dealloc, .traverse = alias_traverse};

static mr_value make(mr_runtime *rt, mr_type *type, mr_value origin, mr_value args)
{
    mr_value tuple = mr_is_tuple(args) ? mr_incref(args) : mr_tuple_pack(rt, 1, args);
    mr_value v = tuple ? mr_type_alloc(rt, type) : MR_NULL;
    if (!v) {
        mr_decref(rt, tuple);
        return MR_NULL;
    }
    as_alias(v)->origin = mr_incref(origin);
    as_alias(v)->args = tuple;
    mr_gc_track(rt, mr_obj(v));
    return v;
}

mr_value mr_generic_alias_new(mr_runtime *rt, mr_value origin, mr_value args)
{
    return make(rt, rt->types.generic_alias, origin, args);
}

mr_value mr_class_getitem(mr_runtime *rt, mr_value cls, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    return mr_generic_alias_new(rt, cls, args[0]);
}

static mr_value alias_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    return mr_arity(rt, "GenericAlias", nargs, kwnames, 2, 2) ? make(rt, type, args[0], args[1])
           : MR_NULL;
}

/* ---- text ---- */

bool mr_type_argument_repr(mr_runtime *rt, mr_str_builder *b, mr_value v)
{
    if (v == MR_ELLIPSIS)
        return mr_str_builder_text(b, "...");
    if (v == mr_from(rt->types.none) || v == MR_NONE)
        return mr_str_builder_text(b, "None");
    bool is_alias = mr_type_of(rt, v) == rt->types.generic_alias;
    if (is_alias || !mr_is_type(v))
        return mr_str_builder_repr(b, v);
    mr_value qualname = mr_getattr_optional(rt, v, MR_NAME(rt, __qualname__));
    mr_value module = qualname ? mr_getattr_optional(rt, v, MR_NAME(rt, __module__)) : MR_NULL;
    bool good;
    if (mr_error(rt))
        good = false;
    else if (!module || module == MR_NONE)
        good = mr_str_builder_repr(b, v);
    else if (mr_is_str(module) && mr_str_is(module, "builtins"))
        good = mr_str_builder_str(b, qualname);
    else
        good = mr_str_builder_str(b, module) && mr_str_builder_char(b, '.') &&
        mr_str_builder_str(b, qualname);
    mr_decref(rt, qualname);
    mr_decref(rt, module);
    return good;
}

static mr_value alias_repr(mr_runtime *rt, mr_value self)
{
    const generic_alias *a = as_alias(self);
    const mr_tuple *t = mr_as_tuple(a->args);
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    bool good = (!a->starred || mr_str_builder_char(&b, '*')) &&
        mr_type_argument_repr(rt, &b, a->origin) &&
                mr_str_builder_char(&b, '[');
    for (size_t i = 0; good && i < t->length; i++)
        good = (!i || mr_str_builder_text(&b, ", ")) && mr_type_argument_repr(rt, &b, t->items[i]);
    if (good && !t->length)
        good = mr_str_builder_text(&b, "()");
    if (!good) {
        mr_str_builder_finish(&b);
        return MR_NULL;
    }
    mr_str_builder_char(&b, ']');
    return mr_str_builder_take(&b);
}

/* ---- type variables ---- */

static int is_type_variable(mr_runtime *rt, mr_value v)
{
    if (mr_is_type(v))
        return 0;
    return mr_type_lookup(rt, mr_type_of(rt, v), MR_NAME(rt, __typing_subst__)) != MR_NULL;
}

static bool add_once(mr_runtime *rt, mr_value list, mr_value v)
{
    for (size_t i = 0; i < mr_as_list(list)->length; i++) {
        if (mr_as_list(list)->items[i] == v)
            return true;
    }
    return mr_list_append(rt, list, v);
}

mr_value mr_type_parameters(mr_runtime *rt, mr_value args)
{
    mr_value list = mr_list_new(rt, NULL, 0);
    for (size_t i = 0; list && i < mr_as_tuple(args)->length; i++) {
        mr_value v = mr_as_tuple(args)->items[i];
        bool good = true;
        if (mr_is_type(v))
            continue;
        if (is_type_variable(rt, v)) {
            good = add_once(rt, list, v);
        } else {
            mr_value inner = mr_getattr_optional(rt, v, MR_NAME(rt, __parameters__));
            good = inner || !mr_error(rt);
            for (size_t j = 0; good && inner && mr_is_tuple(inner) &&
                 j < mr_as_tuple(inner)->length; j++)
                good = add_once(rt, list, mr_as_tuple(inner)->items[j]);
            mr_decref(rt, inner);
        }
        if (!good)
            mr_clear(rt, &list);
    }
    mr_value tuple = list ? mr_list_to_tuple(rt, list) : MR_NULL;
    mr_decref(rt, list);
    return tuple;
}

static mr_value parameters_of(mr_runtime *rt, generic_alias *a)
{
    if (!a->parameters)
        a->parameters = mr_type_parameters(rt, a->args);
    return a->parameters;
}

static mr_value replacement(const mr_tuple *parameters, const mr_tuple *items, mr_value parameter)
{
    for (size_t i = 0; i < parameters->length; i++) {
        if (parameters->items[i] == parameter)
            return items->items[i];
    }
    return MR_NULL;
}

/* One argument with the type variables replaced; owned. */
static mr_value substitute(mr_runtime *rt, mr_value v, const mr_tuple *parameters,
                           const mr_tuple *items)
{
    if (mr_is_type(v))
        return mr_incref(v);
    if (is_type_variable(rt, v)) {
        mr_value item = replacement(parameters, items, v);
        return mr_call_method(rt, v, MR_NAME(rt, __typing_subst__), &item, 1);
    }
    mr_value inner = mr_getattr_optional(rt, v, MR_NAME(rt, __parameters__));
    if (!inner)
        return mr_error(rt) ? MR_NULL : mr_incref(v);
    mr_value result = MR_NULL;
    if (!mr_is_tuple(inner) || !mr_as_tuple(inner)->length) {
        result = mr_incref(v);
    } else {
        mr_value picks = mr_tuple_new(rt, NULL, mr_as_tuple(inner)->length);
        for (size_t i = 0; picks && i < mr_as_tuple(inner)->length; i++) {
            mr_value item = replacement(parameters, items, mr_as_tuple(inner)->items[i]);
            mr_as_tuple(picks)->items[i] = mr_incref(item ? item : mr_as_tuple(inner)->items[i]);
        }
        result = picks ? mr_getitem(rt, v, picks) : MR_NULL;
        mr_decref(rt, picks);
    }
    mr_decref(rt, inner);
    return result;
}

mr_value mr_type_substitute(mr_runtime *rt, mr_value self, mr_value args, mr_value parameters,
                            mr_value item)
{
    size_t count = mr_as_tuple(parameters)->length;
    if (!count)
        return mr_raise(rt, rt->exc.TypeError, "%R is not a generic class", self);
    mr_value items = mr_is_tuple(item) ? mr_incref(item) : mr_tuple_pack(rt, 1, item);
    if (!items)
        return MR_NULL;
    mr_value result = MR_NULL;
    if (mr_as_tuple(items)->length != count) {
        mr_raise(rt, rt->exc.TypeError, "Too %s arguments for %R; actual %zu, expected %zu",
                 mr_as_tuple(items)->length > count ? "many" : "few", self,
                 mr_as_tuple(items)->length, count);
    } else {
        result = mr_tuple_new(rt, NULL, mr_as_tuple(args)->length);
        for (size_t i = 0; result && i < mr_as_tuple(args)->length; i++) {
            mr_value v = substitute(rt, mr_as_tuple(args)->items[i], mr_as_tuple(parameters),
                                    mr_as_tuple(items));
            if (v)
                mr_as_tuple(result)->items[i] = v;
            else
                mr_clear(rt, &result);
        }
    }
    mr_decref(rt, items);
    return result;
}

static mr_value alias_getitem(mr_runtime *rt, mr_value self, mr_value item)
{
    generic_alias *a = as_alias(self);
    mr_value parameters = parameters_of(rt, a);
    mr_value args = parameters ? mr_type_substitute(rt, self, a->args, parameters, item) : MR_NULL;
    mr_value result = args ? mr_generic_alias_new(rt, a->origin, args) : MR_NULL;
    mr_decref(rt, args);
    if (result)
        as_alias(result)->starred = a->starred;
    return result;
}

/* ---- the rest ---- */

static mr_value alias_call(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    mr_value v = mr_call(rt, as_alias(self)->origin, args, nargs, kwnames);
    if (v && mr_setattr(rt, v, MR_NAME(rt, __orig_class__), self) < 0) {
        if (!mr_error_catch(rt, rt->exc.AttributeError) && !mr_error_catch(rt, rt->exc.TypeError)) {
            mr_decref(rt, v);
            return MR_NULL;
        }
    }
    return v;
}

static mr_value alias_getattr(mr_runtime *rt, mr_value self, mr_value name)
{
    static const char *const own[] = {
        "__class__", "__origin__", "__args__", "__unpacked__", "__parameters__",
            "__typing_unpacked_tuple_args__",
        "__mro_entries__", "__reduce_ex__", "__reduce__", "__copy__", "__deepcopy__", NULL};
    for (size_t i = 0; own[i]; i++) {
        if (mr_str_is(name, own[i]))
            return mr_generic_getattr(rt, self, name);
    }
    return mr_getattr(rt, as_alias(self)->origin, name);
}

static mr_value alias_compare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    mr_type *type = rt->types.generic_alias;
    if ((op != MR_EQ && op != MR_NE) || !mr_isinstance(rt, a, type) || !mr_isinstance(rt, b, type))
        return MR_NOT_IMPLEMENTED;
    if (as_alias(a)->starred != as_alias(b)->starred)
        return mr_bool(op == MR_NE);
    int equal = mr_equal(rt, as_alias(a)->origin, as_alias(b)->origin);
    if (equal > 0)
        equal = mr_equal(rt, as_alias(a)->args, as_alias(b)->args);
    return equal < 0 ? MR_NULL : mr_bool((equal != 0) == (op == MR_EQ));
}

static int64_t alias_hash(mr_runtime *rt, mr_value self)
{
    uint64_t a, b;
    if (mr_hash(rt, as_alias(self)->origin, &a) < 0 || mr_hash(rt, as_alias(self)->args, &b) < 0)
        return -1;
    int64_t hash = (int64_t)(a ^ b);
    return hash == -1 ? -2 : hash;
}

static mr_value alias_iter(mr_runtime *rt, mr_value self)
{
    mr_value starred = mr_generic_alias_new(rt, as_alias(self)->origin, as_alias(self)->args);
    if (!starred)
        return MR_NULL;
    as_alias(starred)->starred = true;
    mr_value pack = mr_tuple_pack(rt, 1, starred);
    mr_decref(rt, starred);
    mr_value it = pack ? mr_iter(rt, pack) : MR_NULL;
    mr_decref(rt, pack);
    return it;
}

static mr_value alias_mro_entries(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                  mr_value kwnames)
{
    return mr_tuple_pack(rt, 1, as_alias(self)->origin);
}

static mr_value no_instances(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    return mr_raise(rt, rt->exc.TypeError, "isinstance() argument 2 cannot be a parameterized "
                                           "generic");
}

static mr_value no_subclasses(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    return mr_raise(rt, rt->exc.TypeError, "issubclass() argument 2 cannot be a parameterized "
                                           "generic");
}

static mr_value alias_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    mr_value pair = mr_tuple_pack(rt, 2, as_alias(self)->origin, as_alias(self)->args);
    mr_value result = pair ? mr_tuple_pack(rt, 2, mr_from(mr_type_of(rt, self)), pair) : MR_NULL;
    mr_decref(rt, pair);
    return result;
}

static mr_value get_parameters(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_incref(parameters_of(rt, as_alias(self)));
}

static mr_value get_unpacked(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_bool(as_alias(self)->starred);
}

static mr_value get_unpacked_args(mr_runtime *rt, mr_value self, void *closure)
{
    const generic_alias *a = as_alias(self);
    return a->starred && a->origin == mr_from(rt->types.tuple) ? mr_incref(a->args) : MR_NONE;
}

static const mr_method_def alias_methods[] = {
    {"__mro_entries__", alias_mro_entries, MR_ARGS_ONE, NULL},
    {"__instancecheck__", no_instances, MR_ARGS_ONE, NULL},
    {"__subclasscheck__", no_subclasses, MR_ARGS_ONE, NULL},
    {"__reduce__", alias_reduce, MR_ARGS_NONE, NULL},
    {NULL, NULL, 0, NULL},
};
static const mr_getset_def alias_getsets[] = {
    {"__parameters__", get_parameters, NULL, "Type variables in the GenericAlias.", NULL},
    {"__unpacked__", get_unpacked, NULL, NULL, NULL},
    {"__typing_unpacked_tuple_args__", get_unpacked_args, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};
static const mr_member_def alias_members[] = {
    {"__origin__", offsetof(generic_alias, origin), MR_MEMBER_READONLY, NULL},
    {"__args__", offsetof(generic_alias, args), MR_MEMBER_READONLY, NULL},
    {NULL, 0, 0, NULL},
};
static const mr_type_spec alias_spec = {
    .name = "types.GenericAlias",
    .doc = "GenericAlias(origin, args, /)\n--\n\nRepresent a PEP 585 generic type\n\nE.g. for t = "
           "list[int], "
           "t.__origin__ is list and t.__args__ is (int,).",
    .basic_size = sizeof(generic_alias),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_WEAKREFS,
    .layout = &alias_layout,
    .slots = {.new_ = alias_new,
              .repr = alias_repr,
              .call = alias_call,
              .getattr = alias_getattr,
              .richcompare = alias_compare,
              .hash = alias_hash,
              .iter = alias_iter,
              .getitem = alias_getitem,
              .or_ = mr_union_or},
    .methods = alias_methods,
    .getsets = alias_getsets,
    .members = alias_members,
};

bool mr_alias_types_init(mr_runtime *rt)
{
    return mr_type_ready(rt, rt->types.generic_alias, &alias_spec, NULL);
}
