/*
 * scalar.c - the types of single items: numpy.int64, numpy.float64, ...
 *
 * numpy.float64 is a subclass of float, too. Operators are those of arrays
 * without dimensions, with short cuts for float64 and int64.
 */
#include <fenv.h>
#include <math.h>

#include "numbers/numbers.h"
#include "numpy/ndarray.h"
#include "text/format.h"
#include "types/model.h"

static enum np_dtype dtype_of(mr_runtime *rt, mr_value self) { return np_scalar_dtype(rt, self); }

/* The item as the dtype stores it. */
static enum np_dtype stored(mr_runtime *rt, mr_value self, char item[8])
{
    enum np_dtype d = dtype_of(rt, self);
    np_store(rt, d, item, self);
    return d;
}

static mr_value python_value(mr_runtime *rt, mr_value self)
{
    char item[8];
    enum np_dtype d = stored(rt, self, item);
    return np_python_item(rt, d, item);
}

/* ---- operators ---- */

/* The operand as a double when both are float64, float, or small int: what needs no dtypes. */
static bool plain_double(mr_runtime *rt, mr_value v, double *out, bool *is_float64)
{
    if (mr_is_float(v)) {
        *out = mr_float_value(v);
    } else if (mr_is_int(v)) {
        *out = (double)mr_small_int_value(v);
    } else if (mr_is_object(v) && mr_type_of(rt, v) == rt->numpy->scalars[NP_FLOAT64]) {
        *out = mr_real_value(v);
        *is_float64 = true;
    } else {
        return false;
    }
    return true;
}

static mr_value binary(mr_runtime *rt, enum np_op op, mr_value a, mr_value b)
{
    double x, y, r;
    bool is_float64 = false;
    if (op <= NP_DIVIDE && plain_double(rt, a, &x, &is_float64) &&
        plain_double(rt, b, &y, &is_float64) && is_float64) {
        feclearexcept(FE_ALL_EXCEPT);
        switch (op) {
        case NP_ADD: r = x + y; break;
        case NP_SUBTRACT: r = x - y; break;
        case NP_MULTIPLY: r = x * y; break;
        default: r = x / y; break;
        }
        if (!isfinite(r) && !np_float_errors(rt, "scalar ", np_op_name(op)))
            return MR_NULL;
        return np_item(rt, NP_FLOAT64, &r);
    }
    return np_operator(rt, op, a, b);
}

#define OPERATOR(name, op)                                                \
    static mr_value scalar_##name(mr_runtime *rt, mr_value a, mr_value b) \
    {                                                                     \
        return binary(rt, op, a, b);                                      \
    }
OPERATOR(add, NP_ADD)
OPERATOR(subtract, NP_SUBTRACT)

/* An integer times a sequence repeats the sequence: that is left to it. */
static mr_value scalar_multiply(mr_runtime *rt, mr_value a, mr_value b)
{
    bool first = np_scalar_dtype(rt, a) != NP_NO_DTYPE;
    mr_value number = first ? a : b, other = first ? b : a;
    bool sequence = mr_is_list(other) || mr_is_tuple(other) || mr_is_str(other) ||
                    mr_has_kind(other, MR_KIND_BYTES);
    if (sequence && mr_type_of(rt, number)->slots.index)
        return MR_NOT_IMPLEMENTED;
    return binary(rt, NP_MULTIPLY, a, b);
}
OPERATOR(true_divide, NP_DIVIDE)
OPERATOR(floor_divide, NP_FLOOR_DIVIDE)
OPERATOR(remainder, NP_REMAINDER)
OPERATOR(and, NP_AND)
OPERATOR(or, NP_OR)
OPERATOR(xor, NP_XOR)
OPERATOR(lshift, NP_LEFT_SHIFT)
OPERATOR(rshift, NP_RIGHT_SHIFT)

static mr_value scalar_matmul(mr_runtime *rt, mr_value a, mr_value b)
{
    return np_is_array(rt, a) || np_is_array(rt, b) ? np_matmul(rt, a, b) : MR_NOT_IMPLEMENTED;
}

static mr_value scalar_power(mr_runtime *rt, mr_value a, mr_value b, mr_value modulus)
{
    return modulus == MR_NONE ? binary(rt, NP_POWER, a, b) : MR_NOT_IMPLEMENTED;
}

static mr_value scalar_divmod(mr_runtime *rt, mr_value a, mr_value b)
{
    mr_value q = binary(rt, NP_FLOOR_DIVIDE, a, b);
    if (!q || q == MR_NOT_IMPLEMENTED)
        return q;
    mr_value r = binary(rt, NP_REMAINDER, a, b), pair = r ? mr_tuple_pack(rt, 2, q, r) : MR_NULL;
    mr_decref(rt, q);
    mr_decref(rt, r);
    return pair;
}

static mr_value scalar_negative(mr_runtime *rt, mr_value a)
{
    return np_unary(rt, NP_NEGATIVE, a, MR_NULL);
}
static mr_value scalar_positive(mr_runtime *rt, mr_value a) { return mr_incref(a); }
static mr_value scalar_absolute(mr_runtime *rt, mr_value a)
{
    return np_unary(rt, NP_ABSOLUTE, a, MR_NULL);
}
static mr_value scalar_invert(mr_runtime *rt, mr_value a)
{
    return np_unary(rt, NP_INVERT, a, MR_NULL);
}

static int scalar_boolean(mr_runtime *rt, mr_value a)
{
    char item[8];
    uint8_t truth;
    enum np_dtype d = stored(rt, a, item);
    np_cast(NP_BOOL, (char *)&truth, 1, d, item, 0, 1);
    return truth;
}

static mr_value scalar_float(mr_runtime *rt, mr_value a)
{
    char item[8];
    double x;
    enum np_dtype d = stored(rt, a, item);
    np_cast(NP_FLOAT64, (char *)&x, 8, d, item, 0, 1);
    return mr_float(x);
}

static mr_value scalar_int(mr_runtime *rt, mr_value a)
{
    char item[8];
    enum np_dtype d = stored(rt, a, item);
    if (np_is_float(d)) {
        mr_value x = scalar_float(rt, a);
        return mr_int_from_double(rt, mr_float_value(x));
    }
    if (d == NP_BOOL)
        return mr_small_int(item[0]);
    return np_python_item(rt, d, item);
}

static int64_t scalar_hash(mr_runtime *rt, mr_value a)
{
    uint64_t hash;
    mr_value v = dtype_of(rt, a) == NP_BOOL ? scalar_int(rt, a) : python_value(rt, a);
    int64_t result = v && mr_hash(rt, v, &hash) == 0 ? (int64_t)hash : -1;
    mr_decref(rt, v);
    return result;
}

static mr_value scalar_compare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    static const enum np_op ops[] = {NP_LESS,      NP_LESS_EQUAL, NP_EQUAL,
                                     NP_NOT_EQUAL, NP_GREATER,    NP_GREATER_EQUAL};
    if (mr_is_int(b) && !np_is_float(dtype_of(rt, a)) && !np_is_unsigned(dtype_of(rt, a))) {
        int64_t x = ((np_scalar *)mr_obj(a))->i, y = mr_small_int_value(b);
        bool results[] = {x < y, x <= y, x == y, x != y, x > y, x >= y};
        uint8_t r = results[op];
        return np_item(rt, NP_BOOL, &r);
    }
    mr_value v = np_operator(rt, ops[op], a, b);
    return v;
}

static mr_value scalar_str(mr_runtime *rt, mr_value self)
{
    char item[8];
    enum np_dtype d = stored(rt, self, item);
    return np_item_text(rt, d, item);
}

/* ---- methods ---- */

static mr_value m_item(NP_ARGS) { return python_value(rt, self); }

static mr_value m_format(NP_ARGS)
{
    mr_value v = dtype_of(rt, self) == NP_BOOL ? scalar_str(rt, self) : python_value(rt, self);
    mr_value text = v ? mr_format(rt, v, args[0]) : MR_NULL;
    mr_decref(rt, v);
    return text;
}

static mr_value m_round(NP_ARGS)
{
    mr_value in[1];
    int64_t digits = 0;
    char item[8];
    if (!mr_bind(rt, "__round__(ndigits=)", args, nargs, kwnames, in))
        return MR_NULL;
    enum np_dtype d = stored(rt, self, item);
    bool whole = !in[0] || in[0] == MR_NONE;
    if (!whole && !mr_to_int64(rt, in[0], &digits))
        return MR_NULL;
    if (!np_is_float(d))
        return mr_incref(self);
    double x;
    np_cast(NP_FLOAT64, (char *)&x, 8, d, item, 0, 1);
    if (whole)
        return mr_int_from_double(rt, rint(x));
    x = np_rounded(x, digits);
    np_cast(d, item, 0, NP_FLOAT64, (char *)&x, 0, 1);
    return np_item(rt, d, item);
}

static mr_value m_reduce(NP_ARGS)
{
    mr_value v = python_value(rt, self), arguments = v ? mr_tuple_pack(rt, 1, v) : MR_NULL,
             out = MR_NULL;
    if (arguments)
        out = mr_tuple_pack(rt, 2, mr_from(mr_type_of(rt, self)), arguments);
    mr_decref(rt, v);
    mr_decref(rt, arguments);
    return out;
}

/* What arrays have and scalars are asked for: by way of an array without dimensions. */
static mr_value by_array(mr_runtime *rt, mr_value self, const char *name, const mr_value *args,
                         size_t nargs, mr_value kwnames)
{
    mr_value a = np_from(rt, self, NP_NO_DTYPE),
             method = a ? mr_getattr_text(rt, a, name) : MR_NULL;
    mr_value v = method ? mr_call(rt, method, args, nargs, kwnames) : MR_NULL;
    mr_decref(rt, method);
    mr_decref(rt, a);
    return v && np_is_array(rt, v) && np_as(v)->ndim == 0 ? np_unwrap(rt, v) : v;
}
#define BY_ARRAY(name)                                                                             \
    static mr_value m_##name(NP_ARGS) { return by_array(rt, self, #name, args, nargs, kwnames); }
BY_ARRAY(sum)
BY_ARRAY(mean)
BY_ARRAY(min)
BY_ARRAY(max)
BY_ARRAY(std)
BY_ARRAY(var)
BY_ARRAY(prod)
BY_ARRAY(all)
BY_ARRAY(any)
BY_ARRAY(astype)
BY_ARRAY(reshape)
BY_ARRAY(ravel)
BY_ARRAY(flatten)
BY_ARRAY(tobytes)
static mr_value m_round_array(NP_ARGS) { return by_array(rt, self, "round", args, nargs, kwnames); }
BY_ARRAY(clip)

static mr_value m_same(NP_ARGS) { return mr_incref(self); }

static const mr_method_def methods[] = {
    {"item", m_item, MR_ARGS_ANY, "The number as Python's own."},
    {"tolist", m_item, MR_ARGS_NONE, "The number as Python's own."},
    {"__format__", m_format, MR_ARGS_ONE, NULL},
    {"__round__", m_round, MR_ARGS_ANY, NULL},
    {"__reduce__", m_reduce, MR_ARGS_NONE, NULL},
    {"conjugate", m_same, MR_ARGS_NONE, NULL},
    {"copy", m_same, MR_ARGS_NONE, NULL},
    {"__copy__", m_same, MR_ARGS_NONE, NULL},
    {"__deepcopy__", m_same, MR_ARGS_ONE, NULL},
    {"sum", m_sum, MR_ARGS_ANY, NULL},
    {"mean", m_mean, MR_ARGS_ANY, NULL},
    {"min", m_min, MR_ARGS_ANY, NULL},
    {"max", m_max, MR_ARGS_ANY, NULL},
    {"std", m_std, MR_ARGS_ANY, NULL},
    {"var", m_var, MR_ARGS_ANY, NULL},
    {"prod", m_prod, MR_ARGS_ANY, NULL},
    {"all", m_all, MR_ARGS_ANY, NULL},
    {"any", m_any, MR_ARGS_ANY, NULL},
    {"astype", m_astype, MR_ARGS_ANY, NULL},
    {"reshape", m_reshape, MR_ARGS_ANY, NULL},
    {"ravel", m_ravel, MR_ARGS_ANY, NULL},
    {"flatten", m_flatten, MR_ARGS_ANY, NULL},
    {"tobytes", m_tobytes, MR_ARGS_ANY, NULL},
    {"round", m_round_array, MR_ARGS_ANY, NULL},
    {"clip", m_clip, MR_ARGS_ANY, NULL},
    NP_METHODS_END,
};

static mr_value get_dtype(mr_runtime *rt, mr_value self, void *closure)
{
    return np_dtype_value(rt, dtype_of(rt, self));
}
static mr_value get_itemsize(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_small_int((int64_t)np_size(dtype_of(rt, self)));
}
static mr_value get_shape(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_incref(rt->empty_tuple);
}
static mr_value get_zero(mr_runtime *rt, mr_value self, void *closure) { return mr_small_int(0); }
static mr_value get_one(mr_runtime *rt, mr_value self, void *closure) { return mr_small_int(1); }
static mr_value get_self(mr_runtime *rt, mr_value self, void *closure) { return mr_incref(self); }
static mr_value get_imag(mr_runtime *rt, mr_value self, void *closure)
{
    uint64_t zero = 0;
    return np_item(rt, dtype_of(rt, self), &zero);
}

static const mr_getset_def getsets[] = {
    {"dtype", get_dtype, NULL, NULL, NULL},
    {"itemsize", get_itemsize, NULL, NULL, NULL},
    {"nbytes", get_itemsize, NULL, NULL, NULL},
    {"shape", get_shape, NULL, NULL, NULL},
    {"strides", get_shape, NULL, NULL, NULL},
    {"ndim", get_zero, NULL, NULL, NULL},
    {"size", get_one, NULL, NULL, NULL},
    {"T", get_self, NULL, NULL, NULL},
    {"real", get_self, NULL, NULL, NULL},
    {"imag", get_imag, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

/* ---- the types ---- */

static void scalar_dealloc(mr_runtime *rt, mr_object *self) {}
static void scalar_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg) {}
static const mr_layout scalar_layout = {.dealloc = scalar_dealloc, .traverse = scalar_traverse};

static mr_value scalar_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    mr_value in[1];
    char item[8] = {0};
    if (!mr_bind(rt, "scalar(value=, /)", args, nargs, kwnames, in))
        return MR_NULL;
    enum np_dtype d = NP_NO_DTYPE;
    for (int i = 0; i < NP_DTYPES; i++) {
        if (type == rt->numpy->scalars[i])
            d = (enum np_dtype)i;
    }
    if (d == NP_NO_DTYPE)
        return mr_raise(rt, rt->exc.TypeError, "cannot create '%N' instances", type);
    if (in[0] &&
        (mr_is_list(in[0]) || mr_is_tuple(in[0]) || (np_is_array(rt, in[0]) && np_as(in[0])->ndim)))
        return np_from(rt, in[0], d);
    return !in[0] || np_store(rt, d, item, in[0]) ? np_item(rt, d, item) : MR_NULL;
}

#define SLOTS                                                                                      \
    .new_ = scalar_new, .repr = scalar_str, .str = scalar_str, .hash = scalar_hash,                \
    .richcompare = scalar_compare, .add = scalar_add, .subtract = scalar_subtract,                 \
    .multiply = scalar_multiply, .true_divide = scalar_true_divide,                                \
    .floor_divide = scalar_floor_divide, .remainder = scalar_remainder, .divmod = scalar_divmod,   \
    .power = scalar_power, .matrix_multiply = scalar_matmul, .and_ = scalar_and, .or_ = scalar_or, \
    .xor_ = scalar_xor, .lshift = scalar_lshift, .rshift = scalar_rshift,                          \
    .negative = scalar_negative, .positive = scalar_positive, .absolute = scalar_absolute,         \
    .invert = scalar_invert, .boolean = scalar_boolean, .int_ = scalar_int, .float_ = scalar_float

#define SPEC(type_name, struct_type, type_kind, ...)                                        \
    {                                                                                       \
        .name = "numpy." type_name, .basic_size = sizeof(struct_type), .kind = type_kind,   \
        .flags = MR_TYPE_IMMUTABLE, .layout = &scalar_layout, .slots = {SLOTS __VA_ARGS__}, \
        .methods = methods, .getsets = getsets,                                             \
    }
static const mr_type_spec scalar_specs[NP_DTYPES] = {
    [NP_BOOL] = SPEC("bool_", np_scalar, MR_KIND_OTHER),
    [NP_INT8] = SPEC("int8", np_scalar, MR_KIND_OTHER, , .index = scalar_int),
    [NP_UINT8] = SPEC("uint8", np_scalar, MR_KIND_OTHER, , .index = scalar_int),
    [NP_INT16] = SPEC("int16", np_scalar, MR_KIND_OTHER, , .index = scalar_int),
    [NP_UINT16] = SPEC("uint16", np_scalar, MR_KIND_OTHER, , .index = scalar_int),
    [NP_INT32] = SPEC("int32", np_scalar, MR_KIND_OTHER, , .index = scalar_int),
    [NP_UINT32] = SPEC("uint32", np_scalar, MR_KIND_OTHER, , .index = scalar_int),
    [NP_INT64] = SPEC("int64", np_scalar, MR_KIND_OTHER, , .index = scalar_int),
    [NP_UINT64] = SPEC("uint64", np_scalar, MR_KIND_OTHER, , .index = scalar_int),
    [NP_FLOAT32] = SPEC("float32", np_scalar, MR_KIND_OTHER),
    [NP_FLOAT64] = SPEC("float64", mr_float_object, MR_KIND_FLOAT),
};

#define ABSTRACT(variable, type_name, type_doc)      \
    static const mr_type_spec variable = {           \
        .name = "numpy." type_name,                  \
        .doc = type_doc,                             \
        .basic_size = sizeof(np_scalar),             \
        .kind = MR_KIND_OTHER,                       \
        .flags = MR_TYPE_IMMUTABLE | MR_TYPE_NO_NEW, \
        .layout = &scalar_layout,                    \
    }
ABSTRACT(generic_spec, "generic", "What all scalars are.");
ABSTRACT(number_spec, "number", "Numbers.");
ABSTRACT(integer_spec, "integer", "Integers.");
ABSTRACT(signed_spec, "signedinteger", "Integers with a sign.");
ABSTRACT(unsigned_spec, "unsignedinteger", "Integers without a sign.");
ABSTRACT(inexact_spec, "inexact", "Numbers that are rounded.");
ABSTRACT(floating_spec, "floating", "Floating-point numbers.");

/* numpy.float64 stands in two lines: of numpy's scalars, and of float. */
static bool join_float(mr_runtime *rt, mr_type *type)
{
    struct np_state *np = rt->numpy;
    mr_value bases = mr_tuple_pack(rt, 2, mr_from(np->floating), mr_from(rt->types.float_));
    mr_value mro = mr_tuple_pack(rt, 7, mr_from(type), mr_from(np->floating), mr_from(np->inexact),
                                 mr_from(np->number), mr_from(np->generic),
                                 mr_from(rt->types.float_), mr_from(rt->types.object));
    if (!bases || !mro || !mr_subclass_add(rt, np->floating, type)) {
        mr_decref(rt, bases);
        mr_decref(rt, mro);
        return false;
    }
    mr_replace(rt, &type->bases, bases);
    mr_replace(rt, &type->mro, mro);
    mr_type_changed(rt, type);
    return true;
}

bool np_scalars_setup(mr_runtime *rt, mr_value module)
{
    static const struct {
        const char *name;
        enum np_dtype dtype;
    } aliases[] = {
        {"byte", NP_INT8},      {"ubyte", NP_UINT8},    {"short", NP_INT16},
        {"ushort", NP_UINT16},  {"intc", NP_INT32},     {"uintc", NP_UINT32},
        {"int_", NP_INT64},     {"uint", NP_UINT64},    {"intp", NP_INT64},
        {"uintp", NP_UINT64},   {"longlong", NP_INT64}, {"ulonglong", NP_UINT64},
        {"single", NP_FLOAT32}, {"double", NP_FLOAT64}, {"float_", NP_FLOAT64},
        {"bool8", NP_BOOL},
    };
    struct np_state *np = rt->numpy;
    if (!(np->generic = mr_module_add_type(rt, module, &generic_spec, NULL)) ||
        !(np->number = mr_module_add_type(rt, module, &number_spec, np->generic)) ||
        !(np->integer = mr_module_add_type(rt, module, &integer_spec, np->number)) ||
        !(np->signed_integer = mr_module_add_type(rt, module, &signed_spec, np->integer)) ||
        !(np->unsigned_integer = mr_module_add_type(rt, module, &unsigned_spec, np->integer)) ||
        !(np->inexact = mr_module_add_type(rt, module, &inexact_spec, np->number)) ||
        !(np->floating = mr_module_add_type(rt, module, &floating_spec, np->inexact)))
        return false;
    for (int d = 0; d < NP_DTYPES; d++) {
        mr_type *base = d == NP_BOOL                       ? np->generic
                        : d == NP_FLOAT32                  ? np->floating
                        : d == NP_FLOAT64                  ? rt->types.float_
                        : np_is_unsigned((enum np_dtype)d) ? np->unsigned_integer
                                                           : np->signed_integer;
        np->scalars[d] = mr_module_add_type(rt, module, &scalar_specs[d], base);
        if (!np->scalars[d])
            return false;
    }
    if (!join_float(rt, np->scalars[NP_FLOAT64]))
        return false;
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        if (!mr_module_add(rt, module, aliases[i].name,
                           mr_incref(mr_from(np->scalars[aliases[i].dtype]))))
            return false;
    }
    return true;
}
