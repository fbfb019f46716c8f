/*
 * functools.c - the module _functools: partial, reduce, cmp_to_key.
 */
#include "modules/fields.h"
#include "modules/functools.h"

#define ARGS mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs, mr_value kwnames

/* ---- partial ---- */

typedef struct partial {
    mr_object head;
    mr_value function, args, kwargs; /* callable, tuple, dict */
} partial;
MR_FIELDS_LIFE(partial, 3)

static void partial_clear(mr_runtime *rt, mr_object *self)
{
    /* Still callable afterwards: what it calls gives an error of its own. */
    partial *p = (partial *)self;
    mr_replace(rt, &p->function, MR_NONE);
    mr_replace(rt, &p->args, mr_tuple_new(rt, NULL, 0));
    if (p->kwargs)
        mr_dict_clear(rt, p->kwargs);
}

static const mr_layout partial_layout = {
    .dealloc = partial_dealloc,
    .traverse = partial_traverse,
    .clear = partial_clear,
};

static mr_value partial_call(ARGS);

static bool is_partial(mr_runtime *rt, mr_value v)
{
    return mr_is_object(v) && mr_type_of(rt, v)->slots.call == partial_call;
}

static mr_value partial_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    if (nargs == 0)
        return mr_raise(rt, rt->exc.TypeError, "type 'partial' takes at least one argument");
    if (!mr_callable(rt, args[0]))
        return mr_raise(rt, rt->exc.TypeError, "the first argument must be callable");
    mr_value function = args[0], kwargs = MR_NULL, tuple = MR_NULL;
    if (is_partial(rt, function) && !(mr_obj(function)->flags & MR_FLAG_SUBCLASS) &&
        !(type->flags & MR_TYPE_HEAP)) {
        /* A partial of a partial is one partial. */
        partial *inner = (partial *)mr_obj(function);
        function = inner->function;
        mr_tuple *first = mr_as_tuple(inner->args);
        tuple = mr_tuple_new(rt, NULL, first->length + nargs - 1);
        if (tuple) {
            mr_value *to = mr_as_tuple(tuple)->items;
            for (size_t i = 0; i < first->length; i++)
                *to++ = mr_incref(first->items[i]);
            for (size_t i = 1; i < nargs; i++)
                *to++ = mr_incref(args[i]);
            kwargs = mr_dict_copy(rt, inner->kwargs);
        }
    } else {
        tuple = mr_tuple_new(rt, args + 1, nargs - 1);
        kwargs = mr_dict_new(rt);
    }
    for (size_t i = 0; kwargs && kwnames && i < mr_as_tuple(kwnames)->length; i++)
        if (!mr_dict_set(rt, kwargs, mr_as_tuple(kwnames)->items[i], args[nargs + i]))
            mr_clear(rt, &kwargs);
    mr_value fields[3] = {mr_incref(function), tuple, kwargs};
    return mr_fields_new(rt, type, fields, 3);
}

/* Calls with keyword arguments on either side. */
static mr_value call_with_keywords(mr_runtime *rt, partial *p, const mr_value *args, size_t nargs,
                                   mr_value kwnames)
{
    mr_tuple *first = mr_as_tuple(p->args);
    mr_value tuple = mr_tuple_new(rt, NULL, first->length + nargs), kwargs = MR_NULL, out = MR_NULL;
    if (tuple) {
        mr_value *to = mr_as_tuple(tuple)->items;
        for (size_t i = 0; i < first->length; i++)
            *to++ = mr_incref(first->items[i]);
        for (size_t i = 0; i < nargs; i++)
            *to++ = mr_incref(args[i]);
        kwargs = mr_dict_copy(rt, p->kwargs);
    }
    for (size_t i = 0; kwargs && kwnames && i < mr_as_tuple(kwnames)->length; i++)
        if (!mr_dict_set(rt, kwargs, mr_as_tuple(kwnames)->items[i], args[nargs + i]))
            mr_clear(rt, &kwargs);
    if (kwargs)
        out = mr_call_tuple(rt, p->function, tuple, kwargs);
    mr_decref(rt, tuple);
    mr_decref(rt, kwargs);
    return out;
}

static mr_value partial_call(ARGS)
{
    partial *p = (partial *)mr_obj(self);
    enum { FEW = 16 };
    mr_tuple *first = mr_as_tuple(p->args);
    mr_value few[FEW], out;
    if (kwnames || mr_as_dict(p->kwargs)->length || first->length + nargs > FEW) {
        mr_incref(self);
        out = call_with_keywords(rt, p, args, nargs, kwnames);
    } else {
        for (size_t i = 0; i < first->length; i++)
            few[i] = first->items[i];
        if (nargs)
            memcpy(few + first->length, args, nargs * sizeof *few);
        mr_incref(self);
        out = mr_call(rt, p->function, few, first->length + nargs, MR_NULL);
    }
    mr_decref(rt, self);
    return out;
}

static mr_value partial_repr(mr_runtime *rt, mr_value self)
{
    partial *p = (partial *)mr_obj(self);
    mr_type *type = mr_type_of(rt, self);
    int again = mr_repr_enter(rt, self);
    if (again)
        return again > 0 ? mr_str_from(rt, "...") : MR_NULL;
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    bool ok = mr_str_builder_text(&b, type->name) && mr_str_builder_char(&b, '(') &&
              mr_str_builder_repr(&b, p->function);
    mr_tuple *t = mr_as_tuple(p->args);
    for (size_t i = 0; ok && i < t->length; i++)
        ok = mr_str_builder_text(&b, ", ") && mr_str_builder_repr(&b, t->items[i]);
    size_t pos = 0;
    mr_value key, v;
    while (ok && mr_dict_next(p->kwargs, &pos, &key, &v)) {
        mr_value text = mr_to_str(rt, key);
        ok = text && mr_str_builder_text(&b, ", ") && mr_str_builder_str(&b, text) &&
            mr_str_builder_char(&b, '=') &&
             mr_str_builder_repr(&b, v);
        mr_decref(rt, text);
    }
    ok = ok && mr_str_builder_char(&b, ')');
    mr_repr_leave(rt, self);
    if (ok)
        return mr_str_builder_take(&b);
    mr_str_builder_finish(&b);
    return MR_NULL;
}

/* (type, (function,), (function, args, kwargs, __dict__ or None)) */
static mr_value partial_reduce(ARGS)
{
    partial *p = (partial *)mr_obj(self);
    mr_value dict = mr_instance_dict(rt, mr_obj(self));
    if (!dict)
        return MR_NULL;
    mr_value state = mr_tuple_pack(rt, 4, p->function, p->args, p->kwargs,
                                   mr_as_dict(dict)->length ? dict : MR_NONE);
    mr_decref(rt, dict);
    return state ? mr_reduce_as(rt, self, mr_tuple_pack(rt, 1, p->function), state) : MR_NULL;
}

static mr_value partial_setstate(ARGS)
{
    partial *p = (partial *)mr_obj(self);
    mr_tuple *t = mr_is_tuple(args[0]) ? mr_as_tuple(args[0]) : NULL;
    if (!t || t->length != 4 || !mr_callable(rt, t->items[0]) || !mr_is_tuple(t->items[1]) ||
        (t->items[2] != MR_NONE && !mr_is_dict(t->items[2])))
        return mr_raise(rt, rt->exc.TypeError, "invalid partial state");
    mr_value tuple = mr_tuple_from(rt, t->items[1]);
    mr_value kwargs = !tuple ? MR_NULL : t->items[2] == MR_NONE ? mr_dict_new(rt)
        : mr_dict_copy(rt, t->items[2]);
    if (!kwargs) {
        mr_decref(rt, tuple);
        return MR_NULL;
    }
    mr_replace(rt, &p->function, mr_incref(t->items[0]));
    mr_replace(rt, &p->args, tuple);
    mr_replace(rt, &p->kwargs, kwargs);
    if (t->items[3] != MR_NONE) {
        mr_value dict = mr_instance_dict(rt, mr_obj(self));
        bool ok = dict && mr_dict_update(rt, dict, t->items[3]);
        mr_decref(rt, dict);
        if (!ok)
            return MR_NULL;
    }
    return MR_NONE;
}

static const mr_method_def partial_methods[] = {
    MR_REDUCE(partial_reduce),
    MR_SETSTATE(partial_setstate),
    MR_CLASS_GETITEM,
    MR_METHODS_END,
};
static const mr_member_def partial_members[] = {
    {"func", offsetof(partial, function), MR_MEMBER_READONLY, "the callable"},
    {"args", offsetof(partial, args), MR_MEMBER_READONLY, "positional arguments of every call"},
    {"keywords", offsetof(partial, kwargs), MR_MEMBER_READONLY, "keyword arguments of every call"},
    {NULL, 0, 0, NULL},
};
static const mr_getset_def partial_getsets[] = {MR_DICT_GETSET, {NULL, NULL, NULL, NULL, NULL}};
static const mr_type_spec partial_spec = {
    .name = "functools.partial",
    .doc = "partial(func, *args, **keywords)\n\nfunc with some of its arguments given in advance.",
    .basic_size = sizeof(partial),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_DICT |
             MR_TYPE_IMMUTABLE,
    .layout = &partial_layout,
    .slots = {.new_ = partial_new, .repr = partial_repr, .call = partial_call},
    .methods = partial_methods,
    .getsets = partial_getsets,
    .members = partial_members,
};

/* ---- cmp_to_key ---- */

typedef struct key {
    mr_object head;
    mr_value compare, object; /* object MR_NULL: the function cmp_to_key returned */
} key;
MR_FIELDS_LAYOUT(key, 2);

static mr_value key_call(ARGS)
{
    mr_value in[1];
    if (!mr_bind(rt, "K(obj)", args, nargs, kwnames, in))
        return MR_NULL;
    mr_value fields[2] = {mr_incref(((key *)mr_obj(self))->compare), mr_incref(in[0])};
    return mr_fields_new(rt, mr_type_of(rt, self), fields, 2);
}

static mr_value key_richcompare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if (mr_type_of(rt, a) != mr_type_of(rt, b))
        return mr_raise(rt, rt->exc.TypeError, "other argument must be K instance");
    key *x = (key *)mr_obj(a), *y = (key *)mr_obj(b);
    if (!x->object || !y->object)
        return mr_raise(rt, rt->exc.AttributeError, "object");
    mr_value answer = mr_call2(rt, x->compare, x->object, y->object);
    if (!answer)
        return MR_NULL;
    mr_value out = mr_compare(rt, answer, mr_small_int(0), op);
    mr_decref(rt, answer);
    return out;
}

static const mr_member_def key_members[] = {
    {"obj", offsetof(key, object), 0, "what the key stands for"},
    {NULL, 0, 0, NULL},
};
static const mr_type_spec key_spec = {
    .name = "functools.KeyWrapper",
    .basic_size = sizeof(key),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,
    .layout = &key_layout,
    .slots = {.call = key_call, .richcompare = key_richcompare},
    .members = key_members,
};

static mr_value cmp_to_key(ARGS)
{
    mr_value in[1];
    if (!mr_bind(rt, "cmp_to_key(mycmp)", args, nargs, kwnames, in))
        return MR_NULL;
    mr_value type = mr_import_attr(rt, "_functools", "_KeyWrapper");
    if (!type)
        return MR_NULL;
    mr_value out = mr_fields_new(rt, (mr_type *)mr_obj(type), (mr_value[]){mr_incref(in[0])}, 1);
    mr_decref(rt, type);
    return out;
}

/* ---- reduce ---- */

static mr_value reduce(ARGS)
{
    if (!mr_arity(rt, "reduce", nargs, kwnames, 2, 3))
        return MR_NULL;
    mr_walk w;
    if (!mr_walk_begin(rt, &w, args[1])) {
        if (mr_error_catch(rt, rt->exc.TypeError))
            mr_raise(rt, rt->exc.TypeError, "reduce() arg 2 must support iteration");
        return MR_NULL;
    }
    mr_value result = nargs > 2 ? mr_incref(args[2]) : mr_walk_next(rt, &w), v;
    if (!result && !mr_error(rt))
        mr_raise(rt, rt->exc.TypeError, "reduce() of empty iterable with no initial value");
    while (result && (v = mr_walk_next(rt, &w))) {
        mr_value pair[2] = {result, v};
        mr_value next = mr_call(rt, args[0], pair, 2, MR_NULL);
        mr_decref(rt, result);
        mr_decref(rt, v);
        result = next;
    }
    mr_walk_end(rt, &w);
    if (result && mr_error(rt))
        mr_clear(rt, &result);
    return result;
}

/* ---- the module ---- */

static const mr_method_def functions[] = {
    {"reduce", reduce, MR_ARGS_ANY,
     "reduce(function, iterable[, initial], /)\n\nCombines all items by a function of two, from "
     "left to right."},
    {"cmp_to_key", cmp_to_key, MR_ARGS_ANY,
     "cmp_to_key($module, /, mycmp)\n--\n\nA key function for sorting that orders as mycmp(a, b) "
     "says."},
    MR_METHODS_END,
};

static bool setup(mr_runtime *rt, mr_value module)
{
    mr_type *key_type = mr_type_from_spec(rt, &key_spec, NULL);
    return mr_module_add_type(rt, module, &partial_spec, NULL) &&
           mr_module_add_type(rt, module, &mr_lru_cache_spec, NULL) && key_type &&
           mr_module_add(rt, module, "_KeyWrapper", mr_incref(mr_from(key_type))) &&
           mr_module_add(rt, module, "_kwd_mark", mr_call0(rt, mr_from(rt->types.object)));
}

const mr_module_spec mr_module__functools = {
    .name = "_functools",
    .doc = "Tools that operate on functions.",
    .functions = functions,
    .setup = setup,
};
