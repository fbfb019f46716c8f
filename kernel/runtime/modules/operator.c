/*
 * operator.c - the module _operator: operators as functions, and itemgetter,
 * attrgetter, methodcaller.
 */
#include "modules/fields.h"
#include "types/bytes.h"

#define ARGS mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs, mr_value kwnames

/* ---- operators ---- */

#define BINARY(name, op)                                                                           \
    static mr_value op_##name(ARGS)                                                                \
    {                                                                                              \
        return mr_arity(rt, #name, nargs, kwnames, 2, 2) ? mr_binary_op(rt, op, args[0], args[1]) \
            : MR_NULL; \
    }
BINARY(add, MR_OP_ADD)
BINARY(sub, MR_OP_SUBTRACT)
BINARY(mul, MR_OP_MULTIPLY)
BINARY(matmul, MR_OP_MATRIX_MULTIPLY)
BINARY(truediv, MR_OP_TRUE_DIVIDE)
BINARY(floordiv, MR_OP_FLOOR_DIVIDE)
BINARY(mod, MR_OP_REMAINDER)
BINARY(pow, MR_OP_POWER)
BINARY(lshift, MR_OP_LSHIFT)
BINARY(rshift, MR_OP_RSHIFT)
BINARY(and_, MR_OP_AND)
BINARY(or_, MR_OP_OR)
BINARY(xor, MR_OP_XOR)

#define INPLACE(name, op)                                                                          \
    static mr_value op_##name(ARGS)                                                                \
    {                                                                                              \
        return mr_arity(rt, #name, nargs, kwnames, 2, 2) ? mr_inplace_op(rt, op, args[0], args[1]) \
            : MR_NULL; \
    }
INPLACE(iadd, MR_OP_ADD)
INPLACE(isub, MR_OP_SUBTRACT)
INPLACE(imul, MR_OP_MULTIPLY)
INPLACE(imatmul, MR_OP_MATRIX_MULTIPLY)
INPLACE(itruediv, MR_OP_TRUE_DIVIDE)
INPLACE(ifloordiv, MR_OP_FLOOR_DIVIDE)
INPLACE(imod, MR_OP_REMAINDER)
INPLACE(ipow, MR_OP_POWER)
INPLACE(ilshift, MR_OP_LSHIFT)
INPLACE(irshift, MR_OP_RSHIFT)
INPLACE(iand, MR_OP_AND)
INPLACE(ior, MR_OP_OR)
INPLACE(ixor, MR_OP_XOR)

#define COMPARE(name, op)                                                                          \
    static mr_value op_##name(ARGS)                                                                \
    {                                                                                              \
        return mr_arity(rt, #name, nargs, kwnames, 2, 2) ? mr_compare(rt, args[0], args[1], op) \
            : MR_NULL; \
    }
COMPARE(lt, MR_LT)
COMPARE(le, MR_LE)
COMPARE(eq, MR_EQ)
COMPARE(ne, MR_NE)
COMPARE(ge, MR_GE)
COMPARE(gt, MR_GT)

static mr_value op_neg(ARGS) { return mr_unary_op(rt, MR_OP_NEGATIVE, args[0]); }
static mr_value op_pos(ARGS) { return mr_unary_op(rt, MR_OP_POSITIVE, args[0]); }
static mr_value op_invert(ARGS) { return mr_unary_op(rt, MR_OP_INVERT, args[0]); }
static mr_value op_abs(ARGS) { return mr_absolute(rt, args[0]); }
static mr_value op_index(ARGS) { return mr_index(rt, args[0]); }

static mr_value op_truth(ARGS)
{
    int yes = mr_truth(rt, args[0]);
    return yes < 0 ? MR_NULL : mr_bool(yes);
}

static mr_value op_not(ARGS)
{
    int yes = mr_truth(rt, args[0]);
    return yes < 0 ? MR_NULL : mr_bool(!yes);
}

static mr_value op_is(ARGS)
{
    return mr_arity(rt, "is_", nargs, kwnames, 2, 2) ? mr_bool(args[0] == args[1]) : MR_NULL;
}

static mr_value op_is_not(ARGS)
{
    return mr_arity(rt, "is_not", nargs, kwnames, 2, 2) ? mr_bool(args[0] != args[1]) : MR_NULL;
}

static bool is_sequence(mr_runtime *rt, mr_value v)
{
    mr_slots *s = &mr_type_of(rt, v)->slots;
    return s->getitem && !mr_is_dict(v);
}

static mr_value concat(mr_runtime *rt, const mr_value *args, bool inplace)
{
    mr_slots *slots = &mr_type_of(rt, args[0])->slots;
    if (inplace && slots->inplace_concat)
        return slots->inplace_concat(rt, args[0], args[1]);
    if (slots->concat)
        return slots->concat(rt, args[0], args[1]);
    if (!is_sequence(rt, args[0]) || !is_sequence(rt, args[1]))
        return mr_raise(rt, rt->exc.TypeError, "'%T' object can't be concatenated", args[0]);
    return inplace ? mr_inplace_op(rt, MR_OP_ADD, args[0], args[1])
        : mr_binary_op(rt, MR_OP_ADD, args[0], args[1]);
}

static mr_value op_concat(ARGS)
{
    return mr_arity(rt, "concat", nargs, kwnames, 2, 2) ? concat(rt, args, false) : MR_NULL;
}
static mr_value op_iconcat(ARGS)
{
    return mr_arity(rt, "iconcat", nargs, kwnames, 2, 2) ? concat(rt, args, true) : MR_NULL;
}

static mr_value op_contains(ARGS)
{
    if (!mr_arity(rt, "contains", nargs, kwnames, 2, 2))
        return MR_NULL;
    int in = mr_contains(rt, args[0], args[1]);
    return in < 0 ? MR_NULL : mr_bool(in);
}

/* How often v occurs, or where first (-2: nowhere); -1 on error. */
static int64_t search(mr_runtime *rt, mr_value iterable, mr_value v, bool first)
{
    mr_walk w;
    if (!mr_walk_begin(rt, &w, iterable)) {
        if (mr_error_catch(rt, rt->exc.TypeError))
            mr_raise(rt, rt->exc.TypeError, "argument of type '%T' is not iterable", iterable);
        return -1;
    }
    int64_t place = 0, found = first ? -2 : 0;
    int equal = 0;
    mr_value x;
    while (equal >= 0 && (x = mr_walk_next(rt, &w))) {
        equal = mr_value_equal(rt, x, v);
        mr_decref(rt, x);
        if (equal > 0 && first) {
            found = place;
            break;
        }
        found += equal > 0;
        place++;
    }
    mr_walk_end(rt, &w);
    return mr_error(rt) ? -1 : found;
}

static mr_value op_count_of(ARGS)
{
    if (!mr_arity(rt, "countOf", nargs, kwnames, 2, 2))
        return MR_NULL;
    int64_t n = search(rt, args[0], args[1], false);
    return n < 0 ? MR_NULL : mr_small_int(n);
}

static mr_value op_index_of(ARGS)
{
    if (!mr_arity(rt, "indexOf", nargs, kwnames, 2, 2))
        return MR_NULL;
    int64_t n = search(rt, args[0], args[1], true);
    if (n == -2)
        return mr_raise(rt, rt->exc.ValueError, "sequence.index(x): x not in sequence");
    return n < 0 ? MR_NULL : mr_small_int(n);
}

static mr_value op_getitem(ARGS)
{
    return mr_arity(rt, "getitem", nargs, kwnames, 2, 2) ? mr_getitem(rt, args[0], args[1])
        : MR_NULL;
}

static mr_value op_setitem(ARGS)
{
    if (!mr_arity(rt, "setitem", nargs, kwnames, 3, 3) ||
        mr_setitem(rt, args[0], args[1], args[2]) < 0)
        return MR_NULL;
    return MR_NONE;
}

static mr_value op_delitem(ARGS)
{
    if (!mr_arity(rt, "delitem", nargs, kwnames, 2, 2) || mr_delitem(rt, args[0], args[1]) < 0)
        return MR_NULL;
    return MR_NONE;
}

static mr_value op_length_hint(ARGS)
{
    int64_t otherwise = 0;
    if (!mr_arity(rt, "length_hint", nargs, kwnames, 1, 2))
        return MR_NULL;
    if (nargs > 1) {
        if (!mr_is_integer(args[1]))
            return mr_raise(rt, rt->exc.TypeError,
                            "'%T' object cannot be interpreted as an integer", args[1]);
        if (!mr_to_int64(rt, args[1], &otherwise))
            return MR_NULL;
    }
    int64_t n = mr_length_hint(rt, args[0], otherwise);
    return n < 0 && mr_error(rt) ? MR_NULL : mr_int_from(rt, n);
}

static mr_value op_call(ARGS)
{
    if (nargs == 0)
        return mr_raise(rt, rt->exc.TypeError, "call expected at least 1 argument, got 0");
    return mr_call(rt, args[0], args + 1, nargs - 1, kwnames);
}

/* Takes the same time wherever the difference stands, so that nobody learns from it. */
static mr_value op_compare_digest(ARGS)
{
    if (!mr_arity(rt, "compare_digest", nargs, kwnames, 2, 2))
        return MR_NULL;
    const uint8_t *data[2];
    size_t length[2];
    mr_buffer views[2];
    bool text = mr_is_str(args[0]) && mr_is_str(args[1]);
    for (int i = 0; i < 2; i++) {
        if (text) {
            mr_str *s = mr_as_str(args[i]);
            if (!s->ascii)
                return mr_raise(rt, rt->exc.TypeError,
                                "comparing strings with non-ASCII characters is not supported");
            data[i] = s->data;
            length[i] = s->length;
            continue;
        }
        if (!mr_has_buffer(rt, args[i]))
            mr_raise(rt, rt->exc.TypeError,
                     "unsupported operand types(s) or combination of types: '%T' and '%T'",
                     args[0], args[1]);
        if (mr_error(rt) || mr_buffer_get(rt, args[i], &views[i], 0) < 0) {
            if (i)
                mr_buffer_release(rt, &views[0]);
            return MR_NULL;
        }
        data[i] = views[i].data;
        length[i] = views[i].length;
    }
    const uint8_t *left = length[0] == length[1] ? data[0] : data[1];
    volatile uint8_t different = length[0] != length[1];
    for (size_t i = 0; i < length[1]; i++)
        different |= left[i] ^ data[1][i];
    if (!text) {
        mr_buffer_release(rt, &views[0]);
        mr_buffer_release(rt, &views[1]);
    }
    return mr_bool(!different);
}

/* ---- itemgetter, attrgetter, methodcaller ---- */

typedef struct getter {
    mr_object head;
    mr_value keys; /* tuple: items; or for each attribute a tuple of the names between its dots */
    mr_value names; /* attrgetter: tuple of the names as given */
} getter;
MR_FIELDS_LAYOUT(getter, 2);

static mr_value itemgetter_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                               mr_value kwnames)
{
    if (!mr_no_keywords(rt, "itemgetter", kwnames))
        return MR_NULL;
    if (nargs == 0)
        return mr_raise(rt, rt->exc.TypeError, "itemgetter expected 1 argument, got 0");
    mr_value keys = mr_tuple_new(rt, args, nargs);
    return mr_fields_new(rt, type, &keys, 1);
}

static bool one_object(mr_runtime *rt, const char *name, size_t nargs, mr_value kwnames)
{
    return mr_no_keywords(rt, name, kwnames) && mr_arity(rt, name, nargs, MR_NULL, 1, 1);
}

static mr_value itemgetter_call(ARGS)
{
    mr_tuple *keys = mr_as_tuple(((getter *)mr_obj(self))->keys);
    if ((nargs != 1 || kwnames) && !one_object(rt, "itemgetter", nargs, kwnames))
        return MR_NULL;
    if (keys->length == 1)
        return mr_getitem(rt, args[0], keys->items[0]);
    mr_value out = mr_tuple_new(rt, NULL, keys->length);
    for (size_t i = 0; out && i < keys->length; i++) {
        mr_value v = mr_getitem(rt, args[0], keys->items[i]);
        if (!v)
            mr_clear(rt, &out);
        else
            mr_as_tuple(out)->items[i] = v;
    }
    return out;
}

/* "name(a, b, ...)" for a tuple of arguments. */
static mr_value call_repr(mr_runtime *rt, mr_value self, mr_value first, mr_value tuple,
                          mr_value kwargs)
{
    int again = mr_repr_enter(rt, self);
    if (again)
        return again > 0 ? mr_str_format(rt, "%N(...)", mr_type_of(rt, self)) : MR_NULL;
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    bool ok = mr_str_builder_text(&b, mr_type_of(rt, self)->name) && mr_str_builder_char(&b, '('),
        comma = false;
    if (first) {
        ok = ok && mr_str_builder_repr(&b, first);
        comma = true;
    }
    mr_tuple *t = mr_as_tuple(tuple);
    for (size_t i = 0; ok && i < t->length; i++, comma = true)
        ok = (!comma || mr_str_builder_text(&b, ", ")) && mr_str_builder_repr(&b, t->items[i]);
    size_t pos = 0;
    mr_value key, v;
    while (ok && kwargs && mr_dict_next(kwargs, &pos, &key, &v)) {
        ok = (!comma || mr_str_builder_text(&b, ", ")) && mr_str_builder_str(&b, key) &&
             mr_str_builder_char(&b, '=') && mr_str_builder_repr(&b, v);
        comma = true;
    }
    ok = ok && mr_str_builder_char(&b, ')');
    mr_repr_leave(rt, self);
    if (ok)
        return mr_str_builder_take(&b);
    mr_str_builder_finish(&b);
    return MR_NULL;
}

static mr_value itemgetter_repr(mr_runtime *rt, mr_value self)
{
    return call_repr(rt, self, MR_NULL, ((getter *)mr_obj(self))->keys, MR_NULL);
}

static mr_value itemgetter_reduce(ARGS)
{
    return mr_reduce_as(rt, self, mr_incref(((getter *)mr_obj(self))->keys), MR_NULL);
}

/* "a.b.c" as a tuple of interned names. */
static mr_value split_name(mr_runtime *rt, mr_value name)
{
    mr_value list = mr_list_new(rt, NULL, 0);
    mr_str *s = mr_as_str(name);
    size_t from = 0;
    for (size_t i = 0; list && i <= s->length; i++) {
        if (i < s->length && mr_str_at(s, i) != '.')
            continue;
        mr_value part = mr_str_substring(rt, name, from, i);
        part = part ? mr_str_intern(rt, part) : MR_NULL;
        if (!part || !mr_list_append_steal(rt, list, part))
            mr_clear(rt, &list);
        from = i + 1;
    }
    mr_value tuple = list ? mr_list_to_tuple(rt, list) : MR_NULL;
    mr_decref(rt, list);
    return tuple;
}

static mr_value attrgetter_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                               mr_value kwnames)
{
    if (!mr_no_keywords(rt, "attrgetter", kwnames))
        return MR_NULL;
    if (nargs == 0)
        return mr_raise(rt, rt->exc.TypeError, "attrgetter expected 1 argument, got 0");
    mr_value paths = mr_tuple_new(rt, NULL, nargs);
    for (size_t i = 0; paths && i < nargs; i++) {
        mr_value path = MR_NULL;
        if (mr_is_str(args[i]))
            path = split_name(rt, args[i]);
        else
            mr_raise(rt, rt->exc.TypeError, "attribute name must be a string");
        if (!path)
            mr_clear(rt, &paths);
        else
            mr_as_tuple(paths)->items[i] = path;
    }
    mr_value fields[2] = {paths, paths ? mr_tuple_new(rt, args, nargs) : MR_NULL};
    return mr_fields_new(rt, type, fields, 2);
}

static mr_value follow(mr_runtime *rt, mr_value v, mr_value path)
{
    mr_tuple *names = mr_as_tuple(path);
    mr_incref(v);
    for (size_t i = 0; v && i < names->length; i++) {
        mr_value next = mr_getattr(rt, v, names->items[i]);
        mr_decref(rt, v);
        v = next;
    }
    return v;
}

static mr_value attrgetter_call(ARGS)
{
    mr_tuple *paths = mr_as_tuple(((getter *)mr_obj(self))->keys);
    if ((nargs != 1 || kwnames) && !one_object(rt, "attrgetter", nargs, kwnames))
        return MR_NULL;
    if (paths->length == 1)
        return follow(rt, args[0], paths->items[0]);
    mr_value out = mr_tuple_new(rt, NULL, paths->length);
    for (size_t i = 0; out && i < paths->length; i++) {
        mr_value v = follow(rt, args[0], paths->items[i]);
        if (!v)
            mr_clear(rt, &out);
        else
            mr_as_tuple(out)->items[i] = v;
    }
    return out;
}

static mr_value attrgetter_repr(mr_runtime *rt, mr_value self)
{
    return call_repr(rt, self, MR_NULL, ((getter *)mr_obj(self))->names, MR_NULL);
}

static mr_value attrgetter_reduce(ARGS)
{
    return mr_reduce_as(rt, self, mr_incref(((getter *)mr_obj(self))->names), MR_NULL);
}

typedef struct caller {
    mr_object head;
    mr_value name, args, kwargs; /* str, tuple, dict */
} caller;
MR_FIELDS_LAYOUT(caller, 3);

static mr_value caller_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    if (nargs == 0)
        return mr_raise(rt, rt->exc.TypeError,
                        "methodcaller needs at least one argument, the method name");
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "method name must be a string");
    mr_value kwargs = mr_dict_new(rt);
    for (size_t i = 0; kwargs && kwnames && i < mr_as_tuple(kwnames)->length; i++)
        if (!mr_dict_set(rt, kwargs, mr_as_tuple(kwnames)->items[i], args[nargs + i]))
            mr_clear(rt, &kwargs);
    mr_value fields[3] = {mr_str_intern(rt, mr_incref(args[0])),
                          mr_tuple_new(rt, args + 1, nargs - 1), kwargs};
    return mr_fields_new(rt, type, fields, 3);
}

static mr_value caller_call(ARGS)
{
    caller *c = (caller *)mr_obj(self);
    if ((nargs != 1 || kwnames) && !one_object(rt, "methodcaller", nargs, kwnames))
        return MR_NULL;
    mr_tuple *t = mr_as_tuple(c->args);
    if (mr_as_dict(c->kwargs)->length == 0)
        return mr_call_method(rt, args[0], c->name, t->items, t->length);
    mr_value method = mr_getattr(rt, args[0], c->name);
    mr_value out = method ? mr_call_tuple(rt, method, c->args, c->kwargs) : MR_NULL;
    mr_decref(rt, method);
    return out;
}

static mr_value caller_repr(mr_runtime *rt, mr_value self)
{
    caller *c = (caller *)mr_obj(self);
    return call_repr(rt, self, c->name, c->args, c->kwargs);
}

/* With keyword arguments by way of functools.partial, as only that can pass them on. */
static mr_value caller_reduce(ARGS)
{
    caller *c = (caller *)mr_obj(self);
    mr_tuple *t = mr_as_tuple(c->args);
    mr_value all = mr_tuple_new(rt, NULL, t->length + 1);
    if (!all)
        return MR_NULL;
    mr_as_tuple(all)->items[0] = mr_incref(c->name);
    for (size_t i = 0; i < t->length; i++)
        mr_as_tuple(all)->items[i + 1] = mr_incref(t->items[i]);
    if (mr_as_dict(c->kwargs)->length == 0)
        return mr_reduce_as(rt, self, all, MR_NULL);
    mr_decref(rt, all);
    mr_value partial = mr_import_attr(rt, "functools", "partial"),
        type = mr_from(mr_type_of(rt, self)), out = MR_NULL;
    mr_value head = partial ? mr_tuple_pack(rt, 2, type, c->name) : MR_NULL;
    mr_value made = head ? mr_call_tuple(rt, partial, head, c->kwargs) : MR_NULL;
    if (made)
        out = mr_tuple_pack(rt, 2, made, c->args);
    mr_decref(rt, partial);
    mr_decref(rt, head);
    mr_decref(rt, made);
    return out;
}

#define GETTER_SPEC(variable, type_name, type_doc, prefix, struct_type, field_layout)              \
    static const mr_method_def prefix##_methods[] = {MR_REDUCE(prefix##_reduce), MR_METHODS_END};  \
    static const mr_type_spec variable = {                                                         \
        .name = type_name,                                                                         \
        .doc = type_doc,                                                                           \
        .basic_size = sizeof(struct_type),                                                         \
        .kind = MR_KIND_OTHER,                                                                     \
        .flags = MR_TYPE_TRACKED | MR_TYPE_IMMUTABLE,                                              \
        .layout = &field_layout,                                                                   \
        .slots = {.new_ = prefix##_new, .repr = prefix##_repr, .call = prefix##_call},             \
        .methods = prefix##_methods,                                                               \
    }
GETTER_SPEC(itemgetter_spec, "operator.itemgetter",
            "itemgetter(item, ...)\n\nA function of x that gives x[item], or the tuple of several "
            "items.", itemgetter,
            getter, getter_layout);
GETTER_SPEC(attrgetter_spec, "operator.attrgetter",
            "attrgetter(attr, ...)\n\nA function of x that gives x.attr, or the tuple of several; "
            "attr may have dots.",
            attrgetter, getter, getter_layout);
GETTER_SPEC(caller_spec, "operator.methodcaller",
            "methodcaller(name, ...)\n\nA function of x that gives x.name(...).", caller, caller,
                caller_layout);

/* ---- the module ---- */

#define TWO(name, text) {#name, op_##name, MR_ARGS_ANY, \
                         #name "($module, a, b, /)\n--\n\nSame as " text "."}
#define ONE(name, text) {#name, op_##name, MR_ARGS_ONE, \
                         #name "($module, a, /)\n--\n\nSame as " text "."}
static const mr_method_def functions[] = {
    {"truth", op_truth, MR_ARGS_ONE, "truth($module, a, /)\n--\n\nIs a true?"},
    {"not_", op_not, MR_ARGS_ONE, "not_($module, a, /)\n--\n\nSame as not a."},
    {"is_", op_is, MR_ARGS_ANY, "is_($module, a, b, /)\n--\n\nSame as a is b."},
    {"is_not", op_is_not, MR_ARGS_ANY, "is_not($module, a, b, /)\n--\n\nSame as a is not b."},
    TWO(add, "a + b"),
    TWO(sub, "a - b"),
    TWO(mul, "a * b"),
    TWO(matmul, "a @ b"),
    TWO(truediv, "a / b"),
    TWO(floordiv, "a // b"),
    TWO(mod, "a % b"),
    TWO(pow, "a ** b"),
    TWO(lshift, "a << b"),
    TWO(rshift, "a >> b"),
    TWO(and_, "a & b"),
    TWO(or_, "a | b"),
    TWO(xor, "a ^ b"),
    TWO(iadd, "a += b"),
    TWO(isub, "a -= b"),
    TWO(imul, "a *= b"),
    TWO(imatmul, "a @= b"),
    TWO(itruediv, "a /= b"),
    TWO(ifloordiv, "a //= b"),
    TWO(imod, "a %= b"),
    TWO(ipow, "a **= b"),
    TWO(ilshift, "a <<= b"),
    TWO(irshift, "a >>= b"),
    TWO(iand, "a &= b"),
    TWO(ior, "a |= b"),
    TWO(ixor, "a ^= b"),
    TWO(lt, "a < b"),
    TWO(le, "a <= b"),
    TWO(eq, "a == b"),
    TWO(ne, "a != b"),
    TWO(gt, "a > b"),
    TWO(ge, "a >= b"),
    ONE(neg, "-a"),
    ONE(pos, "+a"),
    ONE(invert, "~a"),
    {"inv", op_invert, MR_ARGS_ONE, "inv($module, a, /)\n--\n\nSame as ~a."},
    ONE(abs, "abs(a)"),
    ONE(index, "a.__index__()"),
    TWO(concat, "a + b, for sequences"),
    TWO(iconcat, "a += b, for sequences"),
    TWO(contains, "b in a"),
    {"countOf", op_count_of, MR_ARGS_ANY,
     "countOf($module, a, b, /)\n--\n\nHow often b occurs in a."},
    {"indexOf", op_index_of, MR_ARGS_ANY,
     "indexOf($module, a, b, /)\n--\n\nWhere b first occurs in a."},
    TWO(getitem, "a[b]"),
    {"setitem", op_setitem, MR_ARGS_ANY, "setitem($module, a, b, c, /)\n--\n\nSame as a[b] = c."},
    TWO(delitem, "del a[b]"),
    {"length_hint", op_length_hint, MR_ARGS_ANY,
     "length_hint($module, obj, default=0, /)\n--\n\nAn estimate of len(obj), or the default."},
    {"call", op_call, MR_ARGS_ANY,
     "call($module, obj, /, *args, **kwargs)\n--\n\nSame as obj(*args, **kwargs)."},
    {"_compare_digest", op_compare_digest, MR_ARGS_ANY,
     "_compare_digest($module, a, b, /)\n--\n\nAre two ASCII strings or bytes equal? In time that "
     "tells nothing else."},
    MR_METHODS_END,
};

static bool setup(mr_runtime *rt, mr_value module)
{
    return mr_module_add_type(rt, module, &itemgetter_spec, NULL) &&
           mr_module_add_type(rt, module, &attrgetter_spec, NULL) &&
           mr_module_add_type(rt, module, &caller_spec, NULL);
}

const mr_module_spec mr_module__operator = {
    .name = "_operator",
    .doc = "Operators as functions.",
    .functions = functions,
    .setup = setup,
};
