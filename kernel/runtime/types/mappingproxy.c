/*
 * mappingproxy.c - a read-only view of a mapping: what cls.__dict__ gives.
 */
#include "types/containers.h"
#include "types/model.h"
#include "types/str.h"

typedef struct proxy_object {
    mr_object head;
    mr_value mapping;
} proxy_object;

static mr_value mapping_of(mr_value self) { return ((proxy_object *)mr_obj(self))->mapping; }

static void proxy_dealloc(mr_runtime *rt, mr_object *o)
{
    mr_clear(rt, &((proxy_object *)o)->mapping);
}

static void proxy_traverse(mr_runtime *rt, mr_object *o, mr_visit visit, void *arg)
{
    visit(rt, ((proxy_object *)o)->mapping, arg);
}

static const mr_layout proxy_layout = {proxy_dealloc, proxy_traverse, NULL, NULL, NULL};

mr_value mr_mappingproxy_new(mr_runtime *rt, mr_value mapping)
{
    proxy_object *p = mr_object_new(rt, rt->types.mappingproxy, sizeof *p, true);
    if (!p)
        return MR_NULL;
    p->mapping = mr_incref(mapping);
    mr_gc_track(rt, &p->head);
    return mr_from(p);
}

static mr_value proxy_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    mr_value mapping;
    if (!mr_bind(rt, "mappingproxy(mapping)", args, nargs, kwnames, &mapping))
        return MR_NULL;
    if (!mr_type_of(rt, mapping)->slots.getitem || mr_is_list(mapping) || mr_is_tuple(mapping))
        return mr_raise(rt, rt->exc.TypeError, "mappingproxy() argument must be a mapping, not %T",
                        mapping);
    return mr_mappingproxy_new(rt, mapping);
}

static mr_value proxy_repr(mr_runtime *rt, mr_value self)
{
    return mr_str_format(rt, "mappingproxy(%R)", mapping_of(self));
}

static mr_value proxy_str(mr_runtime *rt, mr_value self) { return mr_to_str(rt, mapping_of(self)); }

static mr_value proxy_getitem(mr_runtime *rt, mr_value self, mr_value key)
{
    return mr_getitem(rt, mapping_of(self), key);
}

static int64_t proxy_length(mr_runtime *rt, mr_value self)
{
    return mr_length(rt, mapping_of(self));
}

static int proxy_contains(mr_runtime *rt, mr_value self, mr_value key)
{
    return mr_contains(rt, mapping_of(self), key);
}

static mr_value proxy_iter(mr_runtime *rt, mr_value self) { return mr_iter(rt, mapping_of(self)); }

static mr_value proxy_compare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    return mr_compare(rt, mapping_of(a), b, op);
}

static mr_value proxy_or(mr_runtime *rt, mr_value a, mr_value b)
{
    if (mr_type_of(rt, a) == rt->types.mappingproxy)
        a = mapping_of(a);
    if (mr_type_of(rt, b) == rt->types.mappingproxy)
        b = mapping_of(b);
    return mr_binary_op(rt, MR_OP_OR, a, b);
}

static mr_value proxy_ior(mr_runtime *rt, mr_value a, mr_value b)
{
    return mr_raise(rt, rt->exc.TypeError, "'|=' is not supported by %T; use '|' instead", a);
}

static mr_value forward(mr_runtime *rt, mr_value self, const char *name, const mr_value *args,
                        size_t nargs)
{
    mr_value method = mr_getattr_text(rt, mapping_of(self), name);
    if (!method)
        return MR_NULL;
    mr_value result = mr_call(rt, method, args, nargs, MR_NULL);
    mr_decref(rt, method);
    return result;
}

static mr_value proxy_get(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    if (!mr_arity(rt, "get", nargs, kwnames, 1, 2))
        return MR_NULL;
    mr_value both[2] = {args[0], nargs == 2 ? args[1] : MR_NONE};
    return forward(rt, self, "get", both, 2);
}

static mr_value proxy_keys(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    return forward(rt, self, "keys", NULL, 0);
}

static mr_value proxy_values(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    return forward(rt, self, "values", NULL, 0);
}

static mr_value proxy_items(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    return forward(rt, self, "items", NULL, 0);
}

static mr_value proxy_copy(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    return forward(rt, self, "copy", NULL, 0);
}

static mr_value proxy_reversed(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                               mr_value kwnames)
{
    return forward(rt, self, "__reversed__", NULL, 0);
}

static const mr_method_def proxy_methods[] = {
    {"get", proxy_get, MR_ARGS_ANY, "Return the value for key if key is in the mapping, else "
                                    "default."},
    {"keys", proxy_keys, MR_ARGS_NONE, "D.keys() -> a set-like object providing a view on D's "
                                       "keys"},
    {"values", proxy_values, MR_ARGS_NONE, "D.values() -> an object providing a view on D's "
                                           "values"},
    {"items", proxy_items, MR_ARGS_NONE, "D.items() -> a set-like object providing a view on D's "
                                         "items"},
    {"copy", proxy_copy, MR_ARGS_NONE, "D.copy() -> a shallow copy of D"},
    {"__class_getitem__", mr_class_getitem, MR_ARGS_ONE | MR_CLASS_METHOD, "See PEP 585"},
    {"__reversed__", proxy_reversed, MR_ARGS_NONE, "D.__reversed__() -> reverse iterator"},
    {NULL, NULL, 0, NULL},
};
static const mr_type_spec proxy_spec = {
    .name = "mappingproxy",
    .basic_size = sizeof(proxy_object),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_MAPPING,
    .layout = &proxy_layout,
    .slots = {.new_ = proxy_new,
              .repr = proxy_repr,
              .str = proxy_str,
              .getitem = proxy_getitem,
              .length = proxy_length,
              .contains = proxy_contains,
              .iter = proxy_iter,
              .richcompare = proxy_compare,
              .or_ = proxy_or,
              .ior = proxy_ior},
    .methods = proxy_methods,
};

bool mr_mappingproxy_type_init(mr_runtime *rt)
{
    return mr_type_ready(rt, rt->types.mappingproxy, &proxy_spec, NULL);
}
