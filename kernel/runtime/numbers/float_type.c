/*
 * float_type.c - the type float.
 */
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/runtime.h"
#include "numbers/numbers.h"
#include "text/format.h"
#include "types/abstract.h"
#include "types/bytes.h"
#include "types/containers.h"
#include "types/str.h"

/* The operand as a double: 1, or 0 when it is no number, -1 on error. */
static int operand(mr_runtime *rt, mr_value v, double *out)
{
    if (mr_is_real_float(v))
        *out = mr_real_value(v);
    else if (mr_is_integer(v))
        *out = mr_int_to_double(rt, v);
    else
        return 0;
    return mr_error(rt) ? -1 : 1;
}

#define OPERANDS(a, b)                                                                             \
    double x, y;                                                                                   \
    int known = operand(rt, a, &x);                                                                \
    if (known > 0)                                                                                 \
        known = operand(rt, b, &y);                                                                \
    if (known <= 0)                                                                                \
        return known < 0 ? MR_NULL : MR_NOT_IMPLEMENTED

static mr_value float_add(mr_runtime *rt, mr_value a, mr_value b)
{
    OPERANDS(a, b);
    return mr_float(x + y);
}
static mr_value float_subtract(mr_runtime *rt, mr_value a, mr_value b)
{
    OPERANDS(a, b);
    return mr_float(x - y);
}
static mr_value float_multiply(mr_runtime *rt, mr_value a, mr_value b)
{
    OPERANDS(a, b);
    return mr_float(x * y);
}
static mr_value float_true_divide(mr_runtime *rt, mr_value a, mr_value b)
{
    OPERANDS(a, b);
    if (y == 0)
        return mr_raise(rt, rt->exc.ZeroDivisionError, "float division by zero");
    return mr_float(x / y);
}

double mr_double_remainder(double a, double b, double *quotient)
{
    double r = fmod(a, b), q = (a - r) / b;
    if (r != 0) {
        if ((b < 0) != (r < 0)) {
            r += b;
            q -= 1;
        }
    } else {
        r = copysign(0, b);
    }
    if (q != 0) {
        double whole = floor(q);
        q = q - whole > 0.5 ? whole + 1 : whole;
    } else {
        q = copysign(0, a / b);
    }
    *quotient = q;
    return r;
}

static mr_value float_floor_divide(mr_runtime *rt, mr_value a, mr_value b)
{
    OPERANDS(a, b);
    if (y == 0)
        return mr_raise(rt, rt->exc.ZeroDivisionError, "float floor division by zero");
    double q;
    mr_double_remainder(x, y, &q);
    return mr_float(q);
}
static mr_value float_remainder(mr_runtime *rt, mr_value a, mr_value b)
{
    OPERANDS(a, b);
    if (y == 0)
        return mr_raise(rt, rt->exc.ZeroDivisionError, "float modulo");
    double q;
    return mr_float(mr_double_remainder(x, y, &q));
}
static mr_value float_divmod(mr_runtime *rt, mr_value a, mr_value b)
{
    OPERANDS(a, b);
    if (y == 0)
        return mr_raise(rt, rt->exc.ZeroDivisionError, "float divmod()");
    double q, r = mr_double_remainder(x, y, &q);
    return mr_tuple_pack(rt, 2, mr_float(q), mr_float(r));
}

static mr_value float_power(mr_runtime *rt, mr_value a, mr_value b, mr_value m)
{
    if (m != MR_NONE)
        return mr_raise(rt, rt->exc.TypeError,
                        "pow() 3rd argument not allowed unless all arguments are integers");
    OPERANDS(a, b);
    if (x == 0 && y < 0)
        return mr_raise(rt, rt->exc.ZeroDivisionError, "0.0 cannot be raised to a negative power");
    if (x < 0 && isfinite(x) && isfinite(y) && y != floor(y)) {
        mr_value z = mr_complex_new(rt, x, 0), w = mr_complex_new(rt, y, 0);
        mr_value v = z && w ? mr_power(rt, z, w, MR_NONE) : MR_NULL;
        mr_decref(rt, z);
        mr_decref(rt, w);
        return v;
    }
    double result = pow(x, y);
    if (isinf(result) && isfinite(x) && isfinite(y)) {
        mr_value args[2] = {mr_small_int(ERANGE), mr_str_from(rt, "Numerical result out of range")};
        mr_value exception =
            args[1] ? mr_call(rt, mr_from(rt->exc.OverflowError), args, 2, MR_NULL) : MR_NULL;
        if (exception)
            mr_raise_exception(rt, exception);
        mr_decref(rt, exception);
        mr_decref(rt, args[1]);
        return MR_NULL;
    }
    return mr_float(result);
}

static mr_value float_negative(mr_runtime *rt, mr_value a) { return mr_float(-mr_real_value(a)); }
static mr_value float_positive(mr_runtime *rt, mr_value a) { return mr_float(mr_real_value(a)); }
static mr_value float_absolute(mr_runtime *rt, mr_value a)
{
    return mr_float(fabs(mr_real_value(a)));
}
static int float_boolean(mr_runtime *rt, mr_value a) { return mr_real_value(a) != 0; }
static mr_value float_int(mr_runtime *rt, mr_value a)
{
    return mr_int_from_double(rt, mr_real_value(a));
}

static mr_value float_repr(mr_runtime *rt, mr_value a)
{
    char text[32];
    size_t n = mr_double_repr(mr_real_value(a), text);
    return mr_str_latin1(rt, (const uint8_t *)text, n);
}

static int64_t float_hash(mr_runtime *rt, mr_value a)
{
    double d = mr_real_value(a);
    if (!isnan(d))
        return mr_double_hash(d);
    /* Each nan its own: by identity where it is an object, else all alike. */
    return mr_is_object(a) ? (int64_t)(a >> 4) : 0;
}

/* Compares a double with an int exactly. */
static int compare_with_int(double d, mr_value n)
{
    if (isinf(d))
        return d < 0 ? -1 : 1;
    mr_mpz_room room;
    return -(mpz_cmp_d(mr_int_mpz(n, &room), d) > 0) + (mpz_cmp_d(mr_int_mpz(n, &room), d) < 0);
}

static mr_value float_compare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    double x = mr_real_value(a), y = 0;
    if (mr_is_real_float(b)) {
        y = mr_real_value(b);
    } else if (mr_is_integer(b)) {
        if (!isnan(x)) {
            x = compare_with_int(x, b);
            y = 0;
        }
    } else {
        return MR_NOT_IMPLEMENTED;
    }
    switch (op) {
    case MR_LT: return mr_bool(x < y);
    case MR_LE: return mr_bool(x <= y);
    case MR_EQ: return mr_bool(x == y);
    case MR_NE: return mr_bool(x != y);
    case MR_GT: return mr_bool(x > y);
    default: return mr_bool(x >= y);
    }
}

/* ---- construction ---- */

bool mr_to_double(mr_runtime *rt, mr_value v, double *out)
{
    if (mr_is_real_float(v)) {
        *out = mr_real_value(v);
        return true;
    }
    if (mr_is_integer(v)) {
        *out = mr_int_to_double(rt, v);
        return !mr_error(rt);
    }
    mr_type *type = mr_type_of(rt, v);
    if (type->slots.float_) {
        mr_value f = type->slots.float_(rt, v);
        if (!f)
            return false;
        bool ok = mr_is_real_float(f);
        if (ok)
            *out = mr_real_value(f);
        else
            mr_raise(rt, rt->exc.TypeError, "%T.__float__ returned non-float (type %T)", v, f);
        mr_decref(rt, f);
        return ok;
    }
    if (type->slots.index) {
        mr_value n = mr_index(rt, v);
        if (!n)
            return false;
        *out = mr_int_to_double(rt, n);
        mr_decref(rt, n);
        return !mr_error(rt);
    }
    mr_raise(rt, rt->exc.TypeError, "must be real number, not %T", v);
    return false;
}

mr_value mr_number_float(mr_runtime *rt, mr_value v)
{
    double d;
    if (mr_is_str(v)) {
        const mr_str *s = mr_as_str(v);
        size_t length = s->length;
        char *text = s->ascii ? NULL : mr_number_text(rt, v, &length);
        if (!text && !s->ascii)
            return MR_NULL;
        bool ok = mr_double_parse(text ? text : (const char *)s->data, length, &d);
        free(text);
        return ok ? mr_float(d)
                  : mr_raise(rt, rt->exc.ValueError, "could not convert string to float: %R", v);
    }
    mr_type *type = mr_type_of(rt, v);
    if (!mr_is_integer(v) && !type->slots.float_ && !type->slots.index) {
        if (!mr_has_buffer(rt, v))
            return mr_raise(rt, rt->exc.TypeError,
                            "float() argument must be a string or a real number, not '%T'", v);
        mr_buffer view;
        if (mr_buffer_get(rt, v, &view, 0) < 0)
            return MR_NULL;
        bool ok = mr_double_parse(view.data, view.length, &d);
        mr_buffer_release(rt, &view);
        return ok ? mr_float(d)
                  : mr_raise(rt, rt->exc.ValueError, "could not convert string to float: %R", v);
    }
    return mr_to_double(rt, v, &d) ? mr_float(d) : MR_NULL;
}

static mr_value float_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    mr_value x;
    if (!mr_bind(rt, "float(x=, /)", args, nargs, kwnames, &x))
        return MR_NULL;
    mr_value v = x ? mr_number_float(rt, x) : mr_float(0.0);
    if (!v || type == rt->types.float_)
        return v;
    mr_value o = mr_type_alloc(rt, type);
    if (o)
        ((mr_float_object *)mr_obj(o))->value = mr_float_value(v);
    return mr_type_track(rt, o);
}

/* ---- methods ---- */

#define METHOD(name)                                                                  \
    static mr_value float_##name(mr_runtime *rt, mr_value self, const mr_value *args, \
                                 size_t nargs, mr_value kwnames)

METHOD(same) { return mr_float(mr_real_value(self)); }
METHOD(trunc) { return mr_int_from_double(rt, mr_real_value(self)); }
METHOD(floor) { return mr_int_from_double(rt, floor(mr_real_value(self))); }
METHOD(ceil) { return mr_int_from_double(rt, ceil(mr_real_value(self))); }
METHOD(is_integer)
{
    double d = mr_real_value(self);
    return mr_bool(isfinite(d) && floor(d) == d);
}

METHOD(as_integer_ratio)
{
    double d = mr_real_value(self);
    if (isnan(d))
        return mr_raise(rt, rt->exc.ValueError, "cannot convert NaN to integer ratio");
    if (isinf(d))
        return mr_raise(rt, rt->exc.OverflowError, "cannot convert Infinity to integer ratio");
    mpq_t q;
    mpq_init(q);
    mpq_set_d(q, d);
    mr_value n = mr_int_from_mpz(rt, mpq_numref(q)), m = mr_int_from_mpz(rt, mpq_denref(q));
    mpq_clear(q);
    mr_value pair = n && m ? mr_tuple_pack(rt, 2, n, m) : MR_NULL;
    mr_decref(rt, n);
    mr_decref(rt, m);
    return pair;
}

METHOD(hex)
{
    double d = mr_real_value(self);
    if (!isfinite(d))
        return float_repr(rt, self);
    int e;
    double m = frexp(fabs(d), &e);
    if (d == 0)
        return mr_str_from(rt, signbit(d) ? "-0x0.0p+0" : "0x0.0p+0");
    int shift = e - 1 < -1022 ? -1022 - (e - 1) : 0; /* subnormal: the leading digit is 0 */
    m = ldexp(m, 1 - shift);
    e += shift - 1;
    char text[32];
    int lead = (int)m;
    uint64_t rest = (uint64_t)ldexp(m - lead, 52);
    snprintf(text, sizeof text, "%s0x%d.%013llxp%+d", d < 0 ? "-" : "", lead,
             (unsigned long long)rest, e);
    return mr_str_from(rt, text);
}

METHOD(fromhex)
{
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "fromhex() argument must be str, not %T", args[0]);
    size_t length;
    char *text = mr_number_text(rt, args[0], &length);
    if (!text)
        return MR_NULL;
    char *p = text, *end = text + length;
    while (p < end && isspace((unsigned char)*p))
        p++;
    while (end > p && isspace((unsigned char)end[-1]))
        *--end = '\0';
    double d = 0;
    bool ok = mr_double_parse(p, (size_t)(end - p), &d) && !isfinite(d) &&
              !isdigit((unsigned char)end[-1]);
    bool hex = !ok;
    if (hex) {
        char *digits = p + (*p == '-' || *p == '+');
        bool prefixed = digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X');
        char *with = malloc((size_t)(end - p) + 3), *stop;
        if (with) {
            sprintf(with, "%s0x%s", *p == '-' ? "-" : "", prefixed ? digits + 2 : digits);
            d = strtod(with, &stop);
            ok = *stop == '\0' && end > digits &&
                 (isxdigit((unsigned char)*digits) || *digits == '.');
            free(with);
        }
    }
    free(text);
    if (!ok)
        return mr_raise(rt, rt->exc.ValueError, "invalid hexadecimal floating-point string");
    if (isinf(d) && hex)
        return mr_raise(rt, rt->exc.OverflowError,
                        "hexadecimal value too large to represent as a float");
    return self == mr_from(rt->types.float_) ? mr_float(d) : mr_call1(rt, self, mr_float(d));
}

mr_value mr_double_round(mr_runtime *rt, double x, int64_t ndigits)
{
    if (!isfinite(x) || ndigits > 323 || x == 0)
        return mr_float(x);
    if (ndigits < -308)
        return mr_float(copysign(0, x));
    if (ndigits >= 0) {
        double rounded;
        if (mr_double_rounded(fabs(x), (int)ndigits, &rounded))
            return mr_float(copysign(rounded, x));
        char *text;
        if (asprintf(&text, "%.*f", (int)ndigits, x) < 0)
            return mr_raise_no_memory(rt);
        double d = strtod(text, NULL);
        free(text);
        return isinf(d)
                   ? mr_raise(rt, rt->exc.OverflowError, "rounded value too large to represent")
                   : mr_float(d);
    }
    double whole = trunc(fabs(x)), fraction = fabs(x) - whole;
    mpz_t n, unit, r;
    mpz_init_set_d(n, whole);
    mpz_init(unit);
    mpz_init(r);
    mpz_ui_pow_ui(unit, 10, (unsigned long)-ndigits);
    mpz_tdiv_qr(n, r, n, unit);
    mpz_mul_ui(r, r, 2);
    int order = mpz_cmp(r, unit);
    if (order > 0 || (order == 0 && (fraction > 0 || mpz_odd_p(n))))
        mpz_add_ui(n, n, 1);
    mpz_mul(n, n, unit);
    mr_value rounded = mr_int_take(rt, n);
    mpz_clear(unit);
    mpz_clear(r);
    double d = rounded ? mr_int_to_double(rt, rounded) : 0;
    mr_decref(rt, rounded);
    if (mr_error_catch(rt, rt->exc.OverflowError))
        return mr_raise(rt, rt->exc.OverflowError, "rounded value too large to represent");
    return mr_error(rt) ? MR_NULL : mr_float(copysign(d, x));
}

METHOD(round)
{
    if (!mr_arity(rt, "__round__", nargs, kwnames, 0, 1))
        return MR_NULL;
    double d = mr_real_value(self);
    if (nargs == 0 || args[0] == MR_NONE)
        return mr_int_from_double(rt, rint(d));
    int64_t ndigits;
    return mr_to_index_clamped(rt, args[0], &ndigits) ? mr_double_round(rt, d, ndigits) : MR_NULL;
}

METHOD(format)
{
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "__format__() argument must be str, not %T",
                        args[0]);
    return mr_format_float(rt, self, args[0]);
}

METHOD(getnewargs) { return mr_tuple_pack(rt, 1, mr_float(mr_real_value(self))); }

METHOD(getformat)
{
    if (!mr_is_str(args[0]) || (!mr_str_is(args[0], "double") && !mr_str_is(args[0], "float")))
        return mr_raise(rt, rt->exc.ValueError,
                        "__getformat__() argument 1 must be 'double' or 'float'");
    return mr_str_from(rt, "IEEE, little-endian");
}

static mr_value get_real(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_float(mr_real_value(self));
}
static mr_value get_imag(mr_runtime *rt, mr_value self, void *closure) { return mr_float(0.0); }

static const mr_method_def float_methods[] = {
    {"conjugate", float_same, MR_ARGS_NONE, "The number itself."},
    {"as_integer_ratio", float_as_integer_ratio, MR_ARGS_NONE,
     "Two integers whose ratio is the number."},
    {"is_integer", float_is_integer, MR_ARGS_NONE, "Is the number whole?"},
    {"hex", float_hex, MR_ARGS_NONE, "The number in hexadecimal."},
    {"fromhex", float_fromhex, MR_ARGS_ONE | MR_CLASS_METHOD,
     "The number that a hexadecimal text stands for."},
    {"__trunc__", float_trunc, MR_ARGS_NONE, NULL},
    {"__floor__", float_floor, MR_ARGS_NONE, NULL},
    {"__ceil__", float_ceil, MR_ARGS_NONE, NULL},
    {"__round__", float_round, MR_ARGS_ANY, NULL},
    {"__getnewargs__", float_getnewargs, MR_ARGS_NONE, NULL},
    {"__getformat__", float_getformat, MR_ARGS_ONE | MR_CLASS_METHOD, NULL},
    {"__format__", float_format, MR_ARGS_ONE, NULL},
    {0},
};

static const mr_getset_def float_getsets[] = {
    {.name = "real", .get = get_real},
    {.name = "imag", .get = get_imag},
    {0},
};

static const mr_layout float_layout = {0};

static const mr_type_spec float_spec = {
    .name = "float",
    .doc = "float(x=0, /)\n--\n\nA floating-point number.",
    .basic_size = sizeof(mr_float_object),
    .kind = MR_KIND_FLOAT,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_MATCH_SELF,
    .layout = &float_layout,
    .slots = {.new_ = float_new, .repr = float_repr, .hash = float_hash,
        .richcompare = float_compare, .add = float_add, .subtract = float_subtract,
              .multiply = float_multiply, .true_divide = float_true_divide,
              .floor_divide = float_floor_divide, .remainder = float_remainder,
              .divmod = float_divmod, .power = float_power, .negative = float_negative,
              .positive = float_positive, .absolute = float_absolute, .boolean = float_boolean,
              .int_ = float_int, .float_ = float_positive},
    .methods = float_methods,
    .getsets = float_getsets,
};

bool mr_float_types_init(mr_runtime *rt)
{
    return mr_type_ready(rt, rt->types.float_, &float_spec, NULL);
}
