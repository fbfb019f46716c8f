/*
 * union.c - types.UnionType: int | str.
 */
#include "types/containers.h"
#include "types/model.h"
#include "types/str.h"

typedef struct union_object {
    mr_object head;
    mr_value args;       /* tuple */
    mr_value parameters; /* tuple, once asked for */
} union_object;

static union_object *as_union(mr_value v) { return (union_object *)mr_obj(v); }
static bool is_union(mr_runtime *rt, mr_value v) { return mr_type_of(rt, v) == rt->types.union_; }

static void union_dealloc(mr_runtime *rt, mr_object *o)
{
    mr_clear(rt, &((union_object *)o)->args);
    mr_clear(rt, &((union_object *)o)->parameters);
}

static void union_traverse(mr_runtime *rt, mr_object *o, mr_visit visit, void *arg)
{
    visit(rt, ((union_object *)o)->args, arg);
    visit(rt, ((union_object *)o)->parameters, arg);
}

static const mr_layout union_layout = {.dealloc = union_dealloc, .traverse = union_traverse};

static bool unionable(mr_runtime *rt, mr_value v)
{
    return v == MR_NONE || mr_is_type(v) || mr_type_of(rt, v) == rt->types.generic_alias ||
           is_union(rt, v);
}

/* Adds a member, or the members of a union, unless equal ones are there. */
static bool add_member(mr_runtime *rt, mr_value list, mr_value v)
{
    if (is_union(rt, v)) {
        const mr_tuple *t = mr_as_tuple(as_union(v)->args);
        for (size_t i = 0; i < t->length; i++) {
            if (!add_member(rt, list, t->items[i]))
                return false;
        }
        return true;
    }
    if (v == MR_NONE)
        v = mr_from(rt->types.none);
    for (size_t i = 0; i < mr_as_list(list)->length; i++) {
        mr_value old = mr_as_list(list)->items[i];
        bool alias = mr_type_of(rt, old) == rt->types.generic_alias &&
            mr_type_of(rt, v) == rt->types.generic_alias;
        int same = old == v ? 1 : alias ? mr_equal(rt, old, v) : 0;
        if (same)
            return same > 0;
    }
    return mr_list_append(rt, list, v);
}

/* The union of a list's items; the one item itself when it is alone. Steals the list. */
static mr_value union_of(mr_runtime *rt, mr_value list)
{
    mr_value args = list ? mr_list_to_tuple(rt, list) : MR_NULL;
    mr_decref(rt, list);
    if (!args)
        return MR_NULL;
    if (mr_as_tuple(args)->length == 1) {
        mr_value only = mr_incref(mr_as_tuple(args)->items[0]);
        mr_decref(rt, args);
        return only;
    }
    union_object *u = mr_object_new(rt, rt->types.union_, sizeof *u, true);
    if (!u) {
        mr_decref(rt, args);
        return MR_NULL;
    }
    u->args = args;
    mr_gc_track(rt, &u->head);
    return mr_from(u);
}

mr_value mr_union_or(mr_runtime *rt, mr_value a, mr_value b)
{
    if (!unionable(rt, a) || !unionable(rt, b))
        return MR_NOT_IMPLEMENTED;
    mr_value list = mr_list_new(rt, NULL, 0);
    if (list && (!add_member(rt, list, a) || !add_member(rt, list, b)))
        mr_clear(rt, &list);
    return union_of(rt, list);
}

static mr_value union_repr(mr_runtime *rt, mr_value self)
{
    const mr_tuple *t = mr_as_tuple(as_union(self)->args);
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    bool good = true;
    for (size_t i = 0; good && i < t->length; i++)
        good = (!i || mr_str_builder_text(&b, " | ")) && mr_type_argument_repr(rt, &b, t->items[i]);
    if (!good) {
        mr_str_builder_finish(&b);
        return MR_NULL;
    }
    return mr_str_builder_take(&b);
}

static mr_value member_set(mr_runtime *rt, mr_value self)
{
    return mr_frozenset_new(rt, as_union(self)->args);
}

static mr_value union_compare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if ((op != MR_EQ && op != MR_NE) || !is_union(rt, a) || !is_union(rt, b))
        return MR_NOT_IMPLEMENTED;
    mr_value x = member_set(rt, a), y = x ? member_set(rt, b) : MR_NULL;
    mr_value result = y ? mr_compare(rt, x, y, op) : MR_NULL;
    mr_decref(rt, x);
    mr_decref(rt, y);
    return result;
}

static int64_t union_hash(mr_runtime *rt, mr_value self)
{
    uint64_t hash;
    mr_value set = member_set(rt, self);
    int status = set ? mr_hash(rt, set, &hash) : -1;
    mr_decref(rt, set);
    return status < 0 ? -1 : (int64_t)hash;
}

static mr_value test_members(mr_runtime *rt, mr_value self, mr_value v,
                             int (*test)(mr_runtime *, mr_value, mr_value))
{
    const mr_tuple *t = mr_as_tuple(as_union(self)->args);
    for (size_t i = 0; i < t->length; i++) {
        int result = test(rt, v, t->items[i]);
        if (result)
            return result < 0 ? MR_NULL : MR_TRUE;
    }
    return MR_FALSE;
}

static mr_value union_instancecheck(mr_runtime *rt, mr_value self, const mr_value *args,
                                    size_t nargs,
                                    mr_value kwnames)
{
    return test_members(rt, self, args[0], mr_isinstance_of);
}

static mr_value union_subclasscheck(mr_runtime *rt, mr_value self, const mr_value *args,
                                    size_t nargs,
                                    mr_value kwnames)
{
    if (!mr_is_type(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "issubclass() arg 1 must be a class");
    return test_members(rt, self, args[0], mr_issubclass_of);
}

static mr_value parameters_of(mr_runtime *rt, union_object *u)
{
    if (!u->parameters)
        u->parameters = mr_type_parameters(rt, u->args);
    return u->parameters;
}

static mr_value union_getitem(mr_runtime *rt, mr_value self, mr_value item)
{
    mr_value parameters = parameters_of(rt, as_union(self));
    mr_value args = parameters ? mr_type_substitute(rt, self, as_union(self)->args, parameters,
                                                    item) : MR_NULL;
    if (!args)
        return MR_NULL;
    mr_value result = mr_incref(mr_as_tuple(args)->items[0]);
    for (size_t i = 1; result && i < mr_as_tuple(args)->length; i++) {
        mr_value wider = mr_binary_op(rt, MR_OP_OR, result, mr_as_tuple(args)->items[i]);
        mr_decref(rt, result);
        result = wider;
    }
    mr_decref(rt, args);
    return result;
}

static mr_value get_parameters(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_incref(parameters_of(rt, as_union(self)));
}

static const mr_method_def union_methods[] = {
    {"__instancecheck__", union_instancecheck, MR_ARGS_ONE, NULL},
    {"__subclasscheck__", union_subclasscheck, MR_ARGS_ONE, NULL},
    {NULL, NULL, 0, NULL},
};
static const mr_getset_def union_getsets[] = {
    {"__parameters__", get_parameters, NULL, "Type variables in the types.UnionType.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};
static const mr_member_def union_members[] = {
    {"__args__", offsetof(union_object, args), MR_MEMBER_READONLY, NULL},
    {NULL, 0, 0, NULL},
};
static const mr_type_spec union_spec = {
    .name = "types.UnionType",
    .doc = "Represent a PEP 604 union type\n\nE.g. for int | str",
    .basic_size = sizeof(union_object),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED,
    .layout = &union_layout,
    .slots = {.repr = union_repr,
              .richcompare = union_compare,
              .hash = union_hash,
              .getitem = union_getitem,
              .or_ = mr_union_or},
    .methods = union_methods,
    .getsets = union_getsets,
    .members = union_members,
};

bool mr_union_type_init(mr_runtime *rt)
{
    return mr_type_ready(rt, rt->types.union_, &union_spec, NULL);
}
