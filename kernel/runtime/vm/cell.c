/*
 * cell.c - cells, which hold variables shared with inner functions, and bound
 * methods.
 */
#include "core/runtime.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/str.h"
#include "vm/private.h"

mr_value mr_cell_new(mr_runtime *rt, mr_value v)
{
    mr_cell *cell = mr_object_new(rt, rt->types.cell, sizeof *cell, true);
    if (!cell)
        return MR_NULL;
    cell->value = mr_incref(v);
    mr_gc_track(rt, &cell->head);
    return mr_from(cell);
}

static mr_cell *as_cell(mr_value v) { return (mr_cell *)mr_obj(v); }

static void cell_clear(mr_runtime *rt, mr_object *self) { mr_clear(rt, &((mr_cell *)self)->value); }

static void cell_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    visit(rt, ((mr_cell *)self)->value, arg);
}

static const mr_layout cell_layout = {
    .dealloc = cell_clear,
    .traverse = cell_traverse,
    .clear = cell_clear,
};

static mr_value cell_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    if (!mr_arity(rt, "cell", nargs, kwnames, 0, 1))
        return MR_NULL;
    return mr_cell_new(rt, nargs ? args[0] : MR_NULL);
}

static mr_value cell_repr(mr_runtime *rt, mr_value self)
{
    mr_value v = as_cell(self)->value;
    if (!v)
        return mr_str_format(rt, "<cell at 0x%lx: empty>", (unsigned long)self);
    return mr_str_format(rt, "<cell at 0x%lx: %T object at 0x%lx>", (unsigned long)self, v,
                         (unsigned long)v);
}

static mr_value cell_compare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if (!mr_has_kind(a, MR_KIND_CELL) || !mr_has_kind(b, MR_KIND_CELL))
        return MR_NOT_IMPLEMENTED;
    mr_value x = as_cell(a)->value, y = as_cell(b)->value;
    if (x && y)
        return mr_compare(rt, x, y, op);
    /* an empty cell is less than a full one */
    return mr_compare(rt, mr_small_int(x != MR_NULL), mr_small_int(y != MR_NULL), op);
}

static mr_value cell_get_contents(mr_runtime *rt, mr_value self, void *closure)
{
    if (!as_cell(self)->value)
        return mr_raise(rt, rt->exc.ValueError, "Cell is empty");
    return mr_incref(as_cell(self)->value);
}

static int cell_set_contents(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    mr_replace(rt, &as_cell(self)->value, mr_incref(v));
    return 0;
}

static const mr_getset_def cell_getsets[] = {
    {"cell_contents", cell_get_contents, cell_set_contents, NULL, NULL},
    {0},
};

const mr_type_spec mr_cell_spec = {
    .name = "cell",
    .basic_size = sizeof(mr_cell),
    .kind = MR_KIND_CELL,
    .flags = MR_TYPE_TRACKED | MR_TYPE_IMMUTABLE,
    .layout = &cell_layout,
    .slots = {.new_ = cell_new, .repr = cell_repr, .richcompare = cell_compare},
    .getsets = cell_getsets,
};

/* ---- bound methods ---- */

mr_value mr_method_new(mr_runtime *rt, mr_value func, mr_value self)
{
    mr_method *m = mr_object_new(rt, rt->types.method, sizeof *m, true);
    if (!m)
        return MR_NULL;
    m->func = mr_incref(func);
    m->self = mr_incref(self);
    mr_gc_track(rt, &m->head);
    return mr_from(m);
}

static mr_method *as_method(mr_value v) { return (mr_method *)mr_obj(v); }

static void method_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_clear(rt, &((mr_method *)self)->func);
    mr_clear(rt, &((mr_method *)self)->self);
}

static void method_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    visit(rt, ((mr_method *)self)->func, arg);
    visit(rt, ((mr_method *)self)->self, arg);
}

static const mr_layout method_layout = {.dealloc = method_dealloc, .traverse = method_traverse};

static mr_value method_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    if (!mr_arity(rt, "method", nargs, kwnames, 2, 2))
        return MR_NULL;
    if (!mr_callable(rt, args[0]))
        return mr_raise(rt, rt->exc.TypeError, "first argument must be callable");
    if (args[1] == MR_NONE)
        return mr_raise(rt, rt->exc.TypeError, "instance must not be None");
    return mr_method_new(rt, args[0], args[1]);
}

static mr_value method_call(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    mr_method *m = as_method(self);
    size_t all = nargs + (kwnames ? mr_as_tuple(kwnames)->length : 0);
    mr_value room[8];
    mr_value *values = room;
    if (all + 1 > sizeof room / sizeof *room) {
        values = mr_buf_new(rt, (all + 1) * sizeof *values);
        if (!values)
            return MR_NULL;
    }
    values[0] = m->self;
    if (all)
        memcpy(values + 1, args, all * sizeof *args);
    /* the call may drop the method that holds them */
    mr_value func = mr_incref(m->func), receiver = mr_incref(m->self);
    mr_value result = mr_call(rt, func, values, nargs + 1, kwnames);
    mr_decref(rt, func);
    mr_decref(rt, receiver);
    if (values != room)
        mr_buf_free(rt, values, (all + 1) * sizeof *values);
    return result;
}

static mr_value method_repr(mr_runtime *rt, mr_value self)
{
    mr_method *m = as_method(self);
    mr_value name = mr_getattr_optional(rt, m->func, MR_NAME(rt, __qualname__));
    if (!name && !mr_error(rt))
        name = mr_getattr_optional(rt, m->func, MR_NAME(rt, __name__));
    if (mr_error(rt))
        return MR_NULL;
    mr_value result;
    if (name && mr_is_str(name))
        result = mr_str_format(rt, "<bound method %V of %R>", name, m->self);
    else
        result = mr_str_format(rt, "<bound method ? of %R>", m->self);
    mr_decref(rt, name);
    return result;
}

static uint64_t pointer_hash(mr_value v)
{
    return mr_is_object(v) ? (v >> 4) | (v << 60) : v;
}

static int64_t method_hash(mr_runtime *rt, mr_value self)
{
    mr_method *m = as_method(self);
    uint64_t h;
    if (mr_hash(rt, m->func, &h) < 0)
        return -1;
    h ^= pointer_hash(m->self);
    return (int64_t)h == -1 ? -2 : (int64_t)h;
}

static mr_value method_compare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if ((op != MR_EQ && op != MR_NE) || !mr_has_kind(a, MR_KIND_METHOD) ||
        !mr_has_kind(b, MR_KIND_METHOD))
        return MR_NOT_IMPLEMENTED;
    int equal = mr_equal(rt, as_method(a)->func, as_method(b)->func);
    if (equal < 0)
        return MR_NULL;
    equal = equal && as_method(a)->self == as_method(b)->self;
    return mr_bool(equal == (op == MR_EQ));
}

static mr_value method_getattr(mr_runtime *rt, mr_value self, mr_value name)
{
    mr_value descr = mr_type_lookup(rt, mr_type_of(rt, self), name);
    if (descr)
        return mr_generic_getattr(rt, self, name);
    return mr_getattr(rt, as_method(self)->func, name);
}

static mr_value method_descr_get(mr_runtime *rt, mr_value self, mr_value obj, mr_value type)
{
    return mr_incref(self);
}

static mr_value method_doc(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_getattr(rt, as_method(self)->func, MR_NAME(rt, __doc__));
}

static mr_value method_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    mr_method *m = as_method(self);
    mr_value getattr = mr_dict_get_text(rt, rt->builtins, "getattr");
    mr_value name = mr_getattr(rt, m->func, MR_NAME(rt, __name__));
    if (!name || !getattr)
        return MR_NULL;
    mr_value pair = mr_tuple_pack(rt, 2, m->self, name);
    mr_decref(rt, name);
    if (!pair)
        return MR_NULL;
    mr_value result = mr_tuple_pack(rt, 2, getattr, pair);
    mr_decref(rt, pair);
    return result;
}

static const mr_method_def method_methods[] = {
    {"__reduce__", method_reduce, MR_ARGS_NONE, NULL},
    {0},
};

static const mr_getset_def method_getsets[] = {
    {"__doc__", method_doc, NULL, NULL, NULL},
    {0},
};

static const mr_member_def method_members[] = {
    {"__func__", offsetof(mr_method, func), MR_MEMBER_READONLY, NULL},
    {"__self__", offsetof(mr_method, self), MR_MEMBER_READONLY, NULL},
    {0},
};

const mr_type_spec mr_method_spec = {
    .name = "method",
    .doc = "Create a bound instance method object.",
    .basic_size = sizeof(mr_method),
    .kind = MR_KIND_METHOD,
    .flags = MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_IMMUTABLE,
    .layout = &method_layout,
    .slots = {
        .new_ = method_new,
        .repr = method_repr,
        .hash = method_hash,
        .call = method_call,
        .getattr = method_getattr,
        .richcompare = method_compare,
        .descr_get = method_descr_get,
    },
    .methods = method_methods,
    .getsets = method_getsets,
    .members = method_members,
};
