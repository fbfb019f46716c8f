/*
 * dtype.c - the type dtype: one object for each kind of item.
 */
#include "numpy/ndarray.h"

static const struct {
    const char *code, *character; /* as struct and the buffer protocol write it; as "<i8" */
    char kind;
    uint8_t number;
} facts[NP_DTYPES] = {
    [NP_BOOL] = {"?", "|b1", 'b', 0},     [NP_INT8] = {"b", "|i1", 'i', 1},
    [NP_UINT8] = {"B", "|u1", 'u', 2},    [NP_INT16] = {"h", "<i2", 'i', 3},
    [NP_UINT16] = {"H", "<u2", 'u', 4},   [NP_INT32] = {"i", "<i4", 'i', 5},
    [NP_UINT32] = {"I", "<u4", 'u', 6},   [NP_INT64] = {"l", "<i8", 'i', 7},
    [NP_UINT64] = {"L", "<u8", 'u', 8},   [NP_FLOAT32] = {"f", "<f4", 'f', 11},
    [NP_FLOAT64] = {"d", "<f8", 'f', 12},
};

char np_kind(enum np_dtype d) { return facts[d].kind; }
const char *np_code(enum np_dtype d) { return facts[d].code; }

static enum np_dtype dtype_of_name(const char *name)
{
    static const struct {
        const char *name;
        enum np_dtype dtype;
    } more[] = {
        {"int", NP_INT64}, {"float", NP_FLOAT64}, {"double", NP_FLOAT64}, {"single", NP_FLOAT32},
        {"uint", NP_UINT64}, {"bool_", NP_BOOL}, {"bool8", NP_BOOL}, {"int_", NP_INT64},
        {"float_", NP_FLOAT64}, {"byte", NP_INT8}, {"ubyte", NP_UINT8}, {"short", NP_INT16},
        {"ushort", NP_UINT16}, {"intc", NP_INT32}, {"uintc", NP_UINT32}, {"long", NP_INT64},
        {"longlong", NP_INT64}, {"ulonglong", NP_UINT64}, {"intp", NP_INT64}, {"uintp", NP_UINT64},
        {"q", NP_INT64}, {"Q", NP_UINT64}, {"p", NP_INT64}, {"P", NP_UINT64}, {"b1", NP_BOOL},
    };
    for (int d = 0; d < NP_DTYPES; d++) {
        if (!strcmp(name, np_name((enum np_dtype)d)) || !strcmp(name, facts[d].code) ||
            !strcmp(name, facts[d].character) || !strcmp(name, facts[d].character + 1))
            return (enum np_dtype)d;
        if (name[0] == '=' && !strcmp(name + 1, facts[d].character + 1))
            return (enum np_dtype)d;
    }
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        if (!strcmp(name, more[i].name))
            return more[i].dtype;
    }
    return NP_NO_DTYPE;
}

/* NP_NO_DTYPE without an exception when it is none. */
static enum np_dtype find_dtype(mr_runtime *rt, mr_value v)
{
    struct np_state *np = rt->numpy;
    if (mr_is_object(v) && mr_type_of(rt, v) == np->dtype)
        return ((np_dtype_object *)mr_obj(v))->dtype;
    if (mr_is_str(v)) {
        char *owned;
        const char *text = mr_str_utf8(rt, v, NULL, &owned);
        enum np_dtype d = text ? dtype_of_name(text) : NP_NO_DTYPE;
        free(owned);
        mr_error_clear(rt);
        return d;
    }
    if (v == MR_NONE || v == mr_from(rt->types.float_))
        return NP_FLOAT64;
    if (v == mr_from(rt->types.int_))
        return NP_INT64;
    if (v == mr_from(rt->types.bool_))
        return NP_BOOL;
    for (int d = 0; d < NP_DTYPES; d++) {
        if (v == mr_from(np->scalars[d]))
            return (enum np_dtype)d;
    }
    return NP_NO_DTYPE;
}

enum np_dtype np_dtype_of(mr_runtime *rt, mr_value v)
{
    enum np_dtype d = find_dtype(rt, v);
    if (d != NP_NO_DTYPE)
        return d;
    static const char *const others[] = {
        "complex", "complex64", "complex128", "object",      "O",          "str",     "U", "S",
        "bytes",   "float16",   "datetime64", "timedelta64", "longdouble", "float128"};
    bool other = v == mr_from(rt->types.complex) || v == mr_from(rt->types.str) ||
                 v == mr_from(rt->types.bytes) || v == mr_from(rt->types.object);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        other |= mr_is_str(v) && mr_str_is(v, others[i]);
    if (other) {
        mr_raise(rt, rt->exc.TypeError,
                 "Memoir's numpy has arrays of bool, integers, float32 and float64 only, not of %V",
                 v);
        return NP_NO_DTYPE;
    }
    if (mr_is_str(v))
        mr_raise(rt, rt->exc.TypeError, "data type %R not understood", v);
    else
        mr_raise(rt, rt->exc.TypeError, "Cannot interpret '%S' as a data type", v);
    return NP_NO_DTYPE;
}

bool np_dtype_argument(mr_runtime *rt, mr_value v, enum np_dtype otherwise, enum np_dtype *out)
{
    *out = otherwise;
    if (!v || v == MR_NONE)
        return true;
    *out = np_dtype_of(rt, v);
    return *out != NP_NO_DTYPE;
}

/* ---- the type ---- */

static enum np_dtype self_dtype(mr_value self) { return ((np_dtype_object *)mr_obj(self))->dtype; }

static mr_value dtype_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    mr_value in[3];
    if (!mr_bind(rt, "dtype(dtype, align=, copy=)", args, nargs, kwnames, in))
        return MR_NULL;
    enum np_dtype d = np_dtype_of(rt, in[0]);
    return d == NP_NO_DTYPE ? MR_NULL : np_dtype_value(rt, d);
}

static mr_value dtype_repr(mr_runtime *rt, mr_value self)
{
    return mr_str_format(rt, "dtype('%s')", np_name(self_dtype(self)));
}
static mr_value dtype_str(mr_runtime *rt, mr_value self)
{
    return mr_str_from(rt, np_name(self_dtype(self)));
}
static int64_t dtype_hash(mr_runtime *rt, mr_value self)
{
    return 7919 + (int64_t)self_dtype(self);
}

static mr_value dtype_compare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    enum np_dtype d = find_dtype(rt, b);
    bool same = d == self_dtype(a);
    if (op == MR_EQ || op == MR_NE)
        return mr_bool(same == (op == MR_EQ));
    return MR_NOT_IMPLEMENTED;
}

static mr_value get_name(mr_runtime *rt, mr_value self, void *closure)
{
    return dtype_str(rt, self);
}
static mr_value get_kind(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_str_char(rt, (uint32_t)facts[self_dtype(self)].kind);
}
static mr_value get_char(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_str_from(rt, facts[self_dtype(self)].code);
}
static mr_value get_str(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_str_from(rt, facts[self_dtype(self)].character);
}
static mr_value get_num(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_small_int(facts[self_dtype(self)].number);
}
static mr_value get_itemsize(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_small_int((int64_t)np_size(self_dtype(self)));
}
static mr_value get_type(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_incref(mr_from(rt->numpy->scalars[self_dtype(self)]));
}
static mr_value get_byteorder(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_str_from(rt, np_size(self_dtype(self)) == 1 ? "|" : "=");
}
static mr_value get_none(mr_runtime *rt, mr_value self, void *closure) { return MR_NONE; }
static mr_value get_shape(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_incref(rt->empty_tuple);
}
static mr_value get_zero(mr_runtime *rt, mr_value self, void *closure) { return mr_small_int(0); }
static mr_value get_self(mr_runtime *rt, mr_value self, void *closure) { return mr_incref(self); }
static mr_value get_true(mr_runtime *rt, mr_value self, void *closure) { return MR_TRUE; }
static mr_value get_false(mr_runtime *rt, mr_value self, void *closure) { return MR_FALSE; }

static mr_value m_reduce(NP_ARGS)
{
    mr_value name = get_str(rt, self, NULL),
             arguments = name ? mr_tuple_pack(rt, 1, name) : MR_NULL, out = MR_NULL;
    if (arguments)
        out = mr_tuple_pack(rt, 2, mr_from(rt->numpy->dtype), arguments);
    mr_decref(rt, name);
    mr_decref(rt, arguments);
    return out;
}

static const mr_method_def methods[] = {
    {"__reduce__", m_reduce, MR_ARGS_NONE, NULL},
    NP_METHODS_END,
};

static const mr_getset_def getsets[] = {
    {"name", get_name, NULL, "\"int64\"", NULL},
    {"kind", get_kind, NULL, "b, i, u or f", NULL},
    {"char", get_char, NULL, "the code of the struct module", NULL},
    {"str", get_str, NULL, "\"<i8\"", NULL},
    {"descr", get_str, NULL, NULL, NULL},
    {"num", get_num, NULL, NULL, NULL},
    {"itemsize", get_itemsize, NULL, "bytes of an item", NULL},
    {"alignment", get_itemsize, NULL, NULL, NULL},
    {"type", get_type, NULL, "the type of its scalars", NULL},
    {"byteorder", get_byteorder, NULL, NULL, NULL},
    {"names", get_none, NULL, NULL, NULL},
    {"fields", get_none, NULL, NULL, NULL},
    {"subdtype", get_none, NULL, NULL, NULL},
    {"shape", get_shape, NULL, NULL, NULL},
    {"ndim", get_zero, NULL, NULL, NULL},
    {"base", get_self, NULL, NULL, NULL},
    {"isnative", get_true, NULL, NULL, NULL},
    {"hasobject", get_false, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static void no_dealloc(mr_runtime *rt, mr_object *self) {}
static void no_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg) {}
static const mr_layout dtype_layout = {.dealloc = no_dealloc, .traverse = no_traverse};

const mr_type_spec np_dtype_spec = {
    .name = "numpy.dtype",
    .doc = "dtype(x)\n\nThe kind of an array's items, found by a name, a type or a dtype.",
    .basic_size = sizeof(np_dtype_object),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_IMMUTABLE,
    .layout = &dtype_layout,
    .slots = {.new_ = dtype_new,
              .repr = dtype_repr,
              .str = dtype_str,
              .hash = dtype_hash,
              .richcompare = dtype_compare},
    .methods = methods,
    .getsets = getsets,
};

bool np_dtypes_setup(mr_runtime *rt, mr_value module)
{
    struct np_state *np = rt->numpy;
    np->dtype = mr_module_add_type(rt, module, &np_dtype_spec, NULL);
    if (!np->dtype)
        return false;
    for (int d = 0; d < NP_DTYPES; d++) {
        np_dtype_object *o = mr_object_new(rt, np->dtype, sizeof *o, false);
        if (!o)
            return false;
        o->dtype = (enum np_dtype)d;
        np->dtypes[d] = mr_from(o);
    }
    return true;
}
