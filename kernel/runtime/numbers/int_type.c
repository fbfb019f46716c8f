/*
 * int_type.c - the types int and bool.
 */
#include <math.h>
#include <stdlib.h>

#include "core/init.h"
#include "core/runtime.h"
#include "numbers/numbers.h"
#include "text/format.h"
#include "types/abstract.h"
#include "types/bytes.h"
#include "types/containers.h"
#include "types/str.h"

#define BOTH(a, b)                                                                                 \
    if (!mr_is_integer(a) || !mr_is_integer(b))                                                    \
        return MR_NOT_IMPLEMENTED

#define BINARY(name)                                                                               \
    static mr_value int_##name(mr_runtime *rt, mr_value a, mr_value b)                             \
    {                                                                                              \
        BOTH(a, b);                                                                                \
        return mr_int_##name(rt, a, b);                                                            \
    }
BINARY(add)
BINARY(subtract)
BINARY(multiply)
BINARY(floor_divide)
BINARY(true_divide)
BINARY(remainder)
BINARY(lshift)
BINARY(rshift)
BINARY(and)
BINARY(or)
BINARY(xor)

static mr_value int_divmod(mr_runtime *rt, mr_value a, mr_value b)
{
    BOTH(a, b);
    mr_value pair = mr_tuple_new(rt, NULL, 2);
    if (!pair)
        return MR_NULL;
    mr_tuple *t = mr_as_tuple(pair);
    t->items[0] = mr_int_floor_divide(rt, a, b);
    t->items[1] = t->items[0] ? mr_int_remainder(rt, a, b) : MR_NULL;
    if (!t->items[1])
        mr_clear(rt, &pair);
    return pair;
}

static mr_value int_power(mr_runtime *rt, mr_value a, mr_value b, mr_value m)
{
    BOTH(a, b);
    if (m != MR_NONE && !mr_is_integer(m))
        return MR_NOT_IMPLEMENTED;
    return mr_int_power(rt, a, b, m);
}

static mr_value int_negative(mr_runtime *rt, mr_value a) { return mr_int_negate(rt, a); }
static mr_value int_positive(mr_runtime *rt, mr_value a) { return mr_int_exact(rt, a); }
static mr_value int_absolute(mr_runtime *rt, mr_value a)
{
    return mr_int_sign(a) < 0 ? mr_int_negate(rt, a) : mr_int_exact(rt, a);
}
static int int_boolean(mr_runtime *rt, mr_value a) { return mr_int_sign(a) != 0; }
static mr_value int_invert(mr_runtime *rt, mr_value a)
{
    mr_value plus = mr_int_add(rt, a, mr_small_int(1));
    mr_value v = plus ? mr_int_negate(rt, plus) : MR_NULL;
    mr_decref(rt, plus);
    return v;
}
static mr_value int_float(mr_runtime *rt, mr_value a)
{
    double d = mr_int_to_double(rt, a);
    return mr_error(rt) ? MR_NULL : mr_float(d);
}
static mr_value int_repr(mr_runtime *rt, mr_value a) { return mr_int_to_str(rt, a, 10, false); }
static int64_t int_hash(mr_runtime *rt, mr_value a) { return mr_int_hash(a); }

static mr_value int_compare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    BOTH(a, b);
    int order = mr_int_compare(a, b);
    switch (op) {
    case MR_LT: return mr_bool(order < 0);
    case MR_LE: return mr_bool(order <= 0);
    case MR_EQ: return mr_bool(order == 0);
    case MR_NE: return mr_bool(order != 0);
    case MR_GT: return mr_bool(order > 0);
    default: return mr_bool(order >= 0);
    }
}

/* ---- construction ---- */

/* An exact int of what __int__, __index__ or __trunc__ gave; steals. */
static mr_value checked(mr_runtime *rt, mr_value v, const char *method)
{
    if (!v)
        return MR_NULL;
    if (!mr_is_integer(v)) {
        mr_raise(rt, rt->exc.TypeError, "%s returned non-int (type %T)", method, v);
        mr_decref(rt, v);
        return MR_NULL;
    }
    if (mr_is_bool(v) || mr_is_int(v) || !(mr_obj(v)->flags & MR_FLAG_SUBCLASS))
        return v == MR_TRUE || v == MR_FALSE ? mr_small_int(v == MR_TRUE) : v;
    mr_value exact = MR_NULL;
    if (mr_warn(rt, rt->exc.DeprecationWarning, 1,
                "%s returned non-int (type %T).  The ability to return an instance of a strict "
                "subclass of int is "
                "deprecated, and may not be supported in a future version of Python.",
                method, v) == 0)
        exact = mr_int_exact(rt, v);
    mr_decref(rt, v);
    return exact;
}

static mr_value from_text(mr_runtime *rt, mr_value v, int base)
{
    if (mr_is_str(v)) {
        size_t length;
        char *text = mr_number_text(rt, v, &length);
        if (!text)
            return MR_NULL;
        mr_value n = mr_int_parse(rt, text, length, base);
        free(text);
        if (!n && mr_error_catch(rt, rt->exc.ValueError)) {
            size_t digits = mr_as_str(v)->length;
            if (rt->int_max_str_digits && digits > (size_t)rt->int_max_str_digits && base == 10)
                return mr_raise(
                    rt, rt->exc.ValueError,
                    "Exceeds the limit (%d digits) for integer string conversion: value has %zu "
                    "digits; use sys.set_int_max_str_digits() to increase the limit",
                    rt->int_max_str_digits, digits);
            return mr_raise(rt, rt->exc.ValueError,
                            "invalid literal for int() with base %d: %.200R", base, v);
        }
        return n;
    }
    mr_buffer view;
    if (mr_buffer_get(rt, v, &view, 0) < 0)
        return MR_NULL;
    mr_value n = mr_int_parse(rt, view.data, view.length, base);
    mr_buffer_release(rt, &view);
    if (!n && mr_error_catch(rt, rt->exc.ValueError))
        return mr_raise(rt, rt->exc.ValueError, "invalid literal for int() with base %d: %.200R",
                        base, v);
    return n;
}

mr_value mr_number_int(mr_runtime *rt, mr_value v)
{
    if (mr_is_integer(v) && !(mr_is_object(v) && mr_obj(v)->flags & MR_FLAG_SUBCLASS))
        return mr_int_exact(rt, v);
    if (mr_is_float(v))
        return mr_int_from_double(rt, mr_float_value(v));
    mr_type *type = mr_type_of(rt, v);
    if (type->slots.int_)
        return checked(rt, type->slots.int_(rt, v), "__int__");
    if (type->slots.index)
        return checked(rt, type->slots.index(rt, v), "__index__");
    mr_value trunc = mr_lookup_special(rt, v, MR_NAME(rt, __trunc__));
    if (trunc) {
        mr_value result = MR_NULL;
        if (mr_warn(rt, rt->exc.DeprecationWarning, 1,
                    "The delegation of int() to __trunc__ is deprecated.") == 0)
            result = mr_call0(rt, trunc);
        mr_decref(rt, trunc);
        if (!result || mr_is_integer(result))
            return checked(rt, result, "__trunc__");
        mr_value n = mr_type_of(rt, result)->slots.index ? mr_index(rt, result) : MR_NULL;
        if (!n && !mr_error(rt))
            mr_raise(rt, rt->exc.TypeError, "__trunc__ returned non-Integral (type %T)", result);
        mr_decref(rt, result);
        return n;
    }
    if (mr_error(rt))
        return MR_NULL;
    if (mr_is_str(v) || mr_has_buffer(rt, v))
        return from_text(rt, v, 10);
    return mr_raise(
        rt, rt->exc.TypeError,
        "int() argument must be a string, a bytes-like object or a real number, not '%T'", v);
}

static mr_value int_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                        mr_value kwnames)
{
    mr_value out[2];
    mr_value n;
    if (!mr_bind(rt, "int(x=, /, base=)", args, nargs, kwnames, out))
        return MR_NULL;
    if (!out[0]) {
        if (out[1])
            return mr_raise(rt, rt->exc.TypeError, "int() missing string argument");
        n = mr_small_int(0);
    } else if (!out[1]) {
        n = mr_number_int(rt, out[0]);
    } else {
        int64_t base;
        if (!mr_to_index_clamped(rt, out[1], &base))
            return MR_NULL;
        if (base != 0 && (base < 2 || base > 36))
            return mr_raise(rt, rt->exc.ValueError, "int() base must be >= 2 and <= 36, or 0");
        if (!mr_is_str(out[0]) && !mr_is_bytes(out[0]) && !mr_is_bytearray(out[0]))
            return mr_raise(rt, rt->exc.TypeError,
                            "int() can't convert non-string with explicit base");
        n = from_text(rt, out[0], (int)base);
    }
    if (!n || type == rt->types.int_)
        return n;
    mr_value v = mr_int_subclass(rt, type, n);
    mr_decref(rt, n);
    return v;
}

/* ---- methods ---- */

#define METHOD(name)                                                                              \
    static mr_value int_##name(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs, \
                               mr_value kwnames)

METHOD(same) { return mr_int_exact(rt, self); }

METHOD(bit_length)
{
    mr_mpz_room room;
    return mr_small_int(mr_int_sign(self) ? (int64_t)mpz_sizeinbase(mr_int_mpz(self, &room), 2)
                                          : 0);
}

METHOD(bit_count)
{
    mr_value n = int_absolute(rt, self);
    if (!n)
        return MR_NULL;
    mr_mpz_room room;
    int64_t count = (int64_t)mpz_popcount(mr_int_mpz(n, &room));
    mr_decref(rt, n);
    return mr_small_int(count);
}

METHOD(as_integer_ratio)
{
    mr_value n = mr_int_exact(rt, self);
    mr_value pair = n ? mr_tuple_pack(rt, 2, n, mr_small_int(1)) : MR_NULL;
    mr_decref(rt, n);
    return pair;
}

static bool byte_order(mr_runtime *rt, mr_value v, bool *big)
{
    *big = true;
    if (!v)
        return true;
    if (!mr_is_str(v)) {
        mr_raise(rt, rt->exc.TypeError, "to_bytes() argument 'byteorder' must be str, not %T", v);
        return false;
    }
    *big = mr_str_is(v, "big");
    if (!*big && !mr_str_is(v, "little")) {
        mr_raise(rt, rt->exc.ValueError, "byteorder must be either 'little' or 'big'");
        return false;
    }
    return true;
}

METHOD(to_bytes)
{
    mr_value out[3];
    int64_t length = 1;
    bool big;
    if (!mr_bind(rt, "to_bytes(length=, byteorder=, *, signed=)", args, nargs, kwnames, out) ||
        (out[0] && !mr_to_int64(rt, out[0], &length)) || !byte_order(rt, out[1], &big))
        return MR_NULL;
    if (length < 0)
        return mr_raise(rt, rt->exc.ValueError, "length argument must be non-negative");
    int is_signed = out[2] ? mr_truth(rt, out[2]) : 0;
    mr_value bytes = is_signed < 0 ? MR_NULL : mr_bytes_new(rt, NULL, (size_t)length);
    if (bytes &&
        !mr_int_to_bytes(rt, self, mr_as_bytes(bytes)->data, (size_t)length, big, is_signed))
        mr_clear(rt, &bytes);
    return bytes;
}

METHOD(from_bytes)
{
    mr_value out[3];
    bool big;
    if (!mr_bind(rt, "from_bytes(bytes, byteorder=, *, signed=)", args, nargs, kwnames, out) ||
        !byte_order(rt, out[1], &big))
        return MR_NULL;
    int is_signed = out[2] ? mr_truth(rt, out[2]) : 0;
    if (is_signed < 0)
        return MR_NULL;
    if (mr_is_str(out[0]))
        return mr_raise(rt, rt->exc.TypeError, "cannot convert 'str' object to bytes");
    mr_value bytes = mr_is_bytes(out[0]) ? mr_incref(out[0])
                                         : mr_call1(rt, mr_from(rt->types.bytes), out[0]);
    if (!bytes)
        return MR_NULL;
    mr_value n =
        mr_int_from_bytes(rt, mr_as_bytes(bytes)->data, mr_as_bytes(bytes)->length, big, is_signed);
    mr_decref(rt, bytes);
    if (n && self != mr_from(rt->types.int_))
        mr_replace(rt, &n, mr_call1(rt, self, n));
    return n;
}

mr_value mr_int_round(mr_runtime *rt, mr_value v, mr_value ndigits)
{
    int64_t places;
    if (!mr_to_index_clamped(rt, ndigits, &places))
        return MR_NULL;
    if (places >= 0)
        return mr_int_exact(rt, v);
    mr_mpz_room room;
    mpz_srcptr n = mr_int_mpz(v, &room);
    if (-places > (int64_t)mpz_sizeinbase(n, 10) + 1)
        return mr_small_int(0);
    mpz_t unit, q, r;
    mpz_init(q);
    mpz_init(r);
    mpz_init(unit);
    mpz_ui_pow_ui(unit, 10, (unsigned long)-places);
    mpz_fdiv_qr(q, r, n, unit);
    mpz_mul_ui(r, r, 2);
    int order = mpz_cmp(r, unit);
    if (order > 0 || (order == 0 && mpz_odd_p(q)))
        mpz_add_ui(q, q, 1);
    mpz_mul(q, q, unit);
    mpz_clear(unit);
    mpz_clear(r);
    return mr_int_take(rt, q);
}

METHOD(round)
{
    if (!mr_arity(rt, "__round__", nargs, kwnames, 0, 1))
        return MR_NULL;
    return nargs == 0 || args[0] == MR_NONE ? mr_int_exact(rt, self)
                                            : mr_int_round(rt, self, args[0]);
}

METHOD(format)
{
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "__format__() argument must be str, not %T",
                        args[0]);
    return mr_format_int(rt, self, args[0]);
}

METHOD(getnewargs)
{
    mr_value n = mr_int_exact(rt, self);
    mr_value tuple = n ? mr_tuple_pack(rt, 1, n) : MR_NULL;
    mr_decref(rt, n);
    return tuple;
}

static mr_value get_real(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_int_exact(rt, self);
}
static mr_value get_zero(mr_runtime *rt, mr_value self, void *closure) { return mr_small_int(0); }
static mr_value get_one(mr_runtime *rt, mr_value self, void *closure) { return mr_small_int(1); }

static const mr_method_def int_methods[] = {
    {"conjugate", int_same, MR_ARGS_NONE, "The number itself."},
    {"bit_length", int_bit_length, MR_ARGS_NONE, "Number of bits of the absolute value."},
    {"bit_count", int_bit_count, MR_ARGS_NONE, "Number of ones in the absolute value."},
    {"to_bytes", int_to_bytes, MR_ARGS_ANY, "The number as bytes."},
    {"from_bytes", int_from_bytes, MR_CLASS_METHOD, "The number that the bytes represent."},
    {"as_integer_ratio", int_as_integer_ratio, MR_ARGS_NONE, "The number and 1."},
    {"__trunc__", int_same, MR_ARGS_NONE, NULL},
    {"__floor__", int_same, MR_ARGS_NONE, NULL},
    {"__ceil__", int_same, MR_ARGS_NONE, NULL},
    {"__round__", int_round, MR_ARGS_ANY, NULL},
    {"__getnewargs__", int_getnewargs, MR_ARGS_NONE, NULL},
    {"__format__", int_format, MR_ARGS_ONE, NULL},
    {0},
};

static const mr_getset_def int_getsets[] = {
    {.name = "real", .get = get_real},
    {.name = "imag", .get = get_zero},
    {.name = "numerator", .get = get_real},
    {.name = "denominator", .get = get_one},
    {0},
};

static const mr_type_spec int_spec = {
    .name = "int",
    .doc = "int([x]) -> integer\nint(x, base=10) -> integer",
    .basic_size = sizeof(mr_bigint),
    .kind = MR_KIND_INT,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_MATCH_SELF,
    .layout = &mr_int_layout,
    .slots = {.new_ = int_new, .repr = int_repr, .hash = int_hash, .richcompare = int_compare,
                  .add = int_add, .subtract = int_subtract, .multiply = int_multiply,
              .floor_divide = int_floor_divide, .true_divide = int_true_divide,
              .remainder = int_remainder, .divmod = int_divmod, .power = int_power,
              .negative = int_negative, .positive = int_positive, .absolute = int_absolute,
              .boolean = int_boolean, .invert = int_invert, .lshift = int_lshift,
              .rshift = int_rshift, .and_ = int_and, .or_ = int_or, .xor_ = int_xor,
              .int_ = int_positive, .float_ = int_float, .index = int_positive},
    .methods = int_methods,
    .getsets = int_getsets,
};

/* ---- bool ---- */

static mr_value bool_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    if (kwnames && mr_as_tuple(kwnames)->length > 0)
        return mr_raise(rt, rt->exc.TypeError, "bool() takes no keyword arguments");
    if (!mr_arity(rt, "bool", nargs, kwnames, 0, 1))
        return MR_NULL;
    int truth = nargs ? mr_truth(rt, args[0]) : 0;
    return truth < 0 ? MR_NULL : mr_bool(truth);
}

static mr_value bool_repr(mr_runtime *rt, mr_value v)
{
    return mr_str_from(rt, v == MR_TRUE ? "True" : "False");
}

#define BOOL_OP(name, op)                                                                          \
    static mr_value bool_##name(mr_runtime *rt, mr_value a, mr_value b)                            \
    {                                                                                              \
        if (mr_is_bool(a) && mr_is_bool(b))                                                        \
            return mr_bool((a == MR_TRUE) op (b == MR_TRUE));                                      \
        return int_##name(rt, a, b);                                                               \
    }
BOOL_OP(and, &)
BOOL_OP(or, |)
BOOL_OP(xor, ^)

static const mr_type_spec bool_spec = {
    .name = "bool",
    .doc = "bool(x) -> bool",
    .basic_size = sizeof(mr_bigint),
    .kind = MR_KIND_INT,
    .flags = MR_TYPE_MATCH_SELF,
    .layout = &mr_int_layout,
    .slots =
        {.new_ = bool_new, .repr = bool_repr, .and_ = bool_and, .or_ = bool_or, .xor_ = bool_xor},
};

bool mr_numbers_types_init(mr_runtime *rt)
{
    mr_int_memory_init();
    return mr_type_ready(rt, rt->types.int_, &int_spec, NULL) &&
           mr_type_ready(rt, rt->types.bool_, &bool_spec, rt->types.int_) &&
           mr_float_types_init(rt) && mr_complex_types_init(rt);
}
