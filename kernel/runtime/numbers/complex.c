/*
 * complex.c - the type complex.
 */
#include <complex.h>
#undef complex /* the type is spelt _Complex here: rt->types.complex is ours */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>

#include "core/runtime.h"
#include "numbers/numbers.h"
#include "text/format.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/str.h"

static mr_complex *as_complex(mr_value v) { return (mr_complex *)mr_obj(v); }

mr_value mr_complex_new(mr_runtime *rt, double real, double imag)
{
    mr_complex *z = mr_object_new(rt, rt->types.complex, sizeof *z, false);
    if (!z)
        return MR_NULL;
    z->real = real;
    z->imag = imag;
    return mr_from(z);
}

static mr_value from_c(mr_runtime *rt, double _Complex z)
{
    return mr_complex_new(rt, creal(z), cimag(z));
}

static int operand(mr_runtime *rt, mr_value v, double _Complex *out)
{
    if (mr_has_kind(v, MR_KIND_COMPLEX))
        *out = CMPLX(as_complex(v)->real, as_complex(v)->imag);
    else if (mr_is_real_float(v))
        *out = mr_real_value(v);
    else if (mr_is_integer(v))
        *out = mr_int_to_double(rt, v);
    else
        return 0;
    return mr_error(rt) ? -1 : 1;
}

#define OPERANDS(a, b)              \
    double _Complex x, y;           \
    int known = operand(rt, a, &x); \
    if (known > 0)                  \
        known = operand(rt, b, &y); \
    if (known <= 0)                 \
    return known < 0 ? MR_NULL : MR_NOT_IMPLEMENTED

static mr_value complex_add(mr_runtime *rt, mr_value a, mr_value b)
{
    OPERANDS(a, b);
    return mr_complex_new(rt, creal(x) + creal(y), cimag(x) + cimag(y));
}
static mr_value complex_subtract(mr_runtime *rt, mr_value a, mr_value b)
{
    OPERANDS(a, b);
    return mr_complex_new(rt, creal(x) - creal(y), cimag(x) - cimag(y));
}

/* The plain formula, without C's corrections for infinities. */
static double _Complex product(double _Complex x, double _Complex y)
{
    return CMPLX(creal(x) * creal(y) - cimag(x) * cimag(y),
                 creal(x) * cimag(y) + cimag(x) * creal(y));
}
static mr_value complex_multiply(mr_runtime *rt, mr_value a, mr_value b)
{
    OPERANDS(a, b);
    return from_c(rt, product(x, y));
}

/* Smith's method (1962): scale by the larger part of the divisor. */
static bool quotient(double _Complex x, double _Complex y, double _Complex *out)
{
    double a = creal(x), b = cimag(x), c = creal(y), d = cimag(y);
    if (fabs(c) >= fabs(d)) {
        if (c == 0)
            return false;
        double ratio = d / c, scale = c + d * ratio;
        *out = CMPLX((a + b * ratio) / scale, (b - a * ratio) / scale);
    } else if (fabs(d) >= fabs(c)) {
        double ratio = c / d, scale = c * ratio + d;
        *out = CMPLX((a * ratio + b) / scale, (b * ratio - a) / scale);
    } else {
        *out = CMPLX(NAN, NAN);
    }
    return true;
}
static mr_value complex_true_divide(mr_runtime *rt, mr_value a, mr_value b)
{
    OPERANDS(a, b);
    double _Complex q;
    if (!quotient(x, y, &q))
        return mr_raise(rt, rt->exc.ZeroDivisionError, "complex division by zero");
    return from_c(rt, q);
}

static double _Complex integer_power(double _Complex x, int64_t n)
{
    double _Complex result = 1, base = x;
    for (uint64_t left = n < 0 ? -(uint64_t)n : (uint64_t)n; left; left >>= 1) {
        if (left & 1)
            result = product(result, base);
        base = product(base, base);
    }
    return result;
}

static mr_value complex_power(mr_runtime *rt, mr_value a, mr_value b, mr_value m)
{
    if (m != MR_NONE)
        return mr_raise(rt, rt->exc.ValueError, "complex modulo");
    OPERANDS(a, b);
    double _Complex z;
    double n = creal(y);
    if (y == 0) {
        z = 1;
    } else if (x == 0) {
        if (cimag(y) != 0 || creal(y) < 0)
            return mr_raise(rt, rt->exc.ZeroDivisionError, "0.0 to a negative or complex power");
        z = 0;
    } else if (cimag(y) == 0 && n == floor(n) && fabs(n) <= 100) {
        z = integer_power(x, (int64_t)n);
        if (n < 0)
            quotient(1, z, &z);
    } else {
        double length = pow(hypot(creal(x), cimag(x)), creal(y)), angle = atan2(cimag(x), creal(x));
        double phase = angle * creal(y);
        if (cimag(y) != 0) {
            length *= exp(-angle * cimag(y));
            phase += cimag(y) * log(hypot(creal(x), cimag(x)));
        }
        z = CMPLX(length * cos(phase), length * sin(phase));
    }
    if (!isfinite(creal(z)) && isfinite(creal(x)) && isfinite(cimag(x)) && isfinite(n))
        return mr_raise(rt, rt->exc.OverflowError, "complex exponentiation");
    return from_c(rt, z);
}

static mr_value complex_negative(mr_runtime *rt, mr_value a)
{
    return mr_complex_new(rt, -as_complex(a)->real, -as_complex(a)->imag);
}
static mr_value complex_positive(mr_runtime *rt, mr_value a)
{
    return mr_complex_new(rt, as_complex(a)->real, as_complex(a)->imag);
}
static mr_value complex_absolute(mr_runtime *rt, mr_value a)
{
    double d = hypot(as_complex(a)->real, as_complex(a)->imag);
    if (isinf(d) && isfinite(as_complex(a)->real) && isfinite(as_complex(a)->imag))
        return mr_raise(rt, rt->exc.OverflowError, "absolute value too large");
    return mr_float(d);
}
static int complex_boolean(mr_runtime *rt, mr_value a)
{
    return as_complex(a)->real != 0 || as_complex(a)->imag != 0;
}

static int64_t complex_hash(mr_runtime *rt, mr_value a)
{
    uint64_t real = (uint64_t)mr_double_hash(as_complex(a)->real),
             imag = (uint64_t)mr_double_hash(as_complex(a)->imag);
    int64_t hash = (int64_t)(real + 1000003u * imag);
    return hash == -1 ? -2 : hash;
}

static mr_value complex_compare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if (op != MR_EQ && op != MR_NE)
        return MR_NOT_IMPLEMENTED;
    const mr_complex *x = as_complex(a);
    bool equal;
    if (mr_has_kind(b, MR_KIND_COMPLEX)) {
        equal = x->real == as_complex(b)->real && x->imag == as_complex(b)->imag;
    } else if (mr_is_integer(b) || mr_is_real_float(b)) {
        int same = x->imag == 0 ? mr_equal(rt, mr_float(x->real), b) : 0;
        if (same < 0)
            return MR_NULL;
        equal = same;
    } else {
        return MR_NOT_IMPLEMENTED;
    }
    return mr_bool(equal == (op == MR_EQ));
}

static mr_value complex_repr(mr_runtime *rt, mr_value a)
{
    mr_value text = mr_str_from(rt, "<1");
    mr_value v = text ? mr_format_complex(rt, a, text) : MR_NULL;
    mr_decref(rt, text);
    return v;
}

/* ---- construction ---- */

/* Reads one float of the text at *p; false when there is none. */
static bool read_double(const char **p, double *out)
{
    const char *start = *p, *q = start + (*start == '+' || *start == '-');
    if (isalpha((unsigned char)*q) && *q != 'j' && *q != 'J') {
        while (isalpha((unsigned char)*q) && *q != 'j' && *q != 'J')
            q++;
    } else {
        while (isdigit((unsigned char)*q) || *q == '.' || *q == '_' ||
               ((*q == 'e' || *q == 'E') && q > start &&
                (isdigit((unsigned char)q[1]) ||
                 ((q[1] == '+' || q[1] == '-') && isdigit((unsigned char)q[2])))) ||
               ((*q == '+' || *q == '-') && (q[-1] == 'e' || q[-1] == 'E') && q > start + 1))
            q++;
    }
    if (q == start || !mr_double_parse(start, (size_t)(q - start), out))
        return false;
    *p = q;
    return true;
}

static bool parse_complex(const char *p, double *real, double *imag)
{
    *real = *imag = 0;
    while (isspace((unsigned char)*p))
        p++;
    bool bracket = *p == '(';
    if (bracket) {
        p++;
        while (isspace((unsigned char)*p))
            p++;
    }
    double first = 0, second = 0;
    bool has_first = read_double(&p, &first);
    if (has_first && (*p == '+' || *p == '-')) {
        if (!read_double(&p, &second)) {
            second = *p == '-' ? -1 : 1;
            p++;
        }
        if (*p != 'j' && *p != 'J')
            return false;
        p++;
        *real = first;
        *imag = second;
    } else if (has_first && *p != 'j' && *p != 'J') {
        *real = first;
    } else {
        if (!has_first) {
            first = *p == '-' ? -1 : 1;
            if (*p == '+' || *p == '-')
                p++;
        }
        if (*p != 'j' && *p != 'J')
            return false;
        p++;
        *imag = first;
    }
    while (isspace((unsigned char)*p))
        p++;
    if (bracket) {
        if (*p++ != ')')
            return false;
        while (isspace((unsigned char)*p))
            p++;
    }
    return *p == '\0';
}

/* complex(v) of an argument that is no str, with __complex__ asked first. */
static bool convert(mr_runtime *rt, mr_value v, double _Complex *out, const char *expected)
{
    int known = operand(rt, v, out);
    if (known)
        return known > 0;
    mr_value method = mr_lookup_special(rt, v, MR_NAME(rt, __complex__));
    if (method) {
        mr_value z = mr_call0(rt, method);
        mr_decref(rt, method);
        if (!z)
            return false;
        bool ok = mr_has_kind(z, MR_KIND_COMPLEX);
        if (ok)
            *out = CMPLX(as_complex(z)->real, as_complex(z)->imag);
        else
            mr_raise(rt, rt->exc.TypeError, "__complex__ returned non-complex (type %T)", z);
        mr_decref(rt, z);
        return ok;
    }
    mr_type *type = mr_type_of(rt, v);
    double d;
    if (mr_error(rt))
        return false;
    if (!type->slots.float_ && !type->slots.index) {
        mr_raise(rt, rt->exc.TypeError, expected, v);
        return false;
    }
    if (!mr_to_double(rt, v, &d))
        return false;
    *out = d;
    return true;
}

static mr_value complex_make(mr_runtime *rt, mr_type *type, double real, double imag)
{
    if (type == rt->types.complex)
        return mr_complex_new(rt, real, imag);
    mr_value v = mr_type_alloc(rt, type);
    if (v) {
        as_complex(v)->real = real;
        as_complex(v)->imag = imag;
    }
    return mr_type_track(rt, v);
}

static mr_value complex_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    mr_value out[2];
    if (!mr_bind(rt, "complex(real=, imag=)", args, nargs, kwnames, out))
        return MR_NULL;
    if (out[0] && mr_is_str(out[0])) {
        if (out[1])
            return mr_raise(rt, rt->exc.TypeError,
                            "complex() can't take second arg if first is a string");
        size_t length;
        double real, imag;
        char *text = mr_number_text(rt, out[0], &length);
        if (!text)
            return MR_NULL;
        bool ok = strlen(text) == length && parse_complex(text, &real, &imag);
        free(text);
        return ok ? complex_make(rt, type, real, imag)
                  : mr_raise(rt, rt->exc.ValueError, "complex() arg is a malformed string");
    }
    if (out[1] && mr_is_str(out[1]))
        return mr_raise(rt, rt->exc.TypeError, "complex() second arg can't be a string");
    double _Complex x = 0, y = 0;
    if (out[0] && !out[1] && mr_is_exact(out[0], MR_KIND_COMPLEX) && type == rt->types.complex)
        return mr_incref(out[0]);
    if (out[0] &&
        !convert(rt, out[0], &x, "complex() first argument must be a string or a number, not '%T'"))
        return MR_NULL;
    if (out[1] && !convert(rt, out[1], &y, "complex() second argument must be a number, not '%T'"))
        return MR_NULL;
    double real = creal(x), imag = out[1] ? creal(y) : cimag(x);
    if (out[1] && mr_has_kind(out[1], MR_KIND_COMPLEX))
        real -= cimag(y);
    if (out[1] && out[0] && mr_has_kind(out[0], MR_KIND_COMPLEX))
        imag += cimag(x);
    return complex_make(rt, type, real, imag);
}

/* ---- methods ---- */

static mr_value complex_conjugate(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                  mr_value kwnames)
{
    return mr_complex_new(rt, as_complex(self)->real, -as_complex(self)->imag);
}
static mr_value complex_self(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    return complex_positive(rt, self);
}
static mr_value complex_getnewargs(mr_runtime *rt, mr_value self, const mr_value *args,
                                   size_t nargs, mr_value kwnames)
{
    return mr_tuple_pack(rt, 2, mr_float(as_complex(self)->real), mr_float(as_complex(self)->imag));
}
static mr_value complex_format(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                               mr_value kwnames)
{
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "__format__() argument must be str, not %T",
                        args[0]);
    return mr_format_complex(rt, self, args[0]);
}
static mr_value get_real(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_float(as_complex(self)->real);
}
static mr_value get_imag(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_float(as_complex(self)->imag);
}

static int set_part(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    return mr_fail(rt, rt->exc.AttributeError, "readonly attribute");
}

static const mr_method_def complex_methods[] = {
    {"conjugate", complex_conjugate, MR_ARGS_NONE, "The conjugate."},
    {"__complex__", complex_self, MR_ARGS_NONE, NULL},
    {"__getnewargs__", complex_getnewargs, MR_ARGS_NONE, NULL},
    {"__format__", complex_format, MR_ARGS_ONE, NULL},
    {0},
};

static const mr_getset_def complex_getsets[] = {
    {.name = "real", .get = get_real, .set = set_part},
    {.name = "imag", .get = get_imag, .set = set_part},
    {0},
};

static const mr_layout complex_layout = {0};

static const mr_type_spec complex_spec = {
    .name = "complex",
    .doc = "complex(real=0, imag=0)\n--\n\nA complex number.",
    .basic_size = sizeof(mr_complex),
    .kind = MR_KIND_COMPLEX,
    .flags = MR_TYPE_BASETYPE,
    .layout = &complex_layout,
    .slots = {.new_ = complex_new, .repr = complex_repr, .hash = complex_hash,
        .richcompare = complex_compare, .add = complex_add, .subtract = complex_subtract,
              .multiply = complex_multiply, .true_divide = complex_true_divide,
              .power = complex_power, .negative = complex_negative, .positive = complex_positive,
              .absolute = complex_absolute, .boolean = complex_boolean},
    .methods = complex_methods,
    .getsets = complex_getsets,
};

bool mr_complex_types_init(mr_runtime *rt)
{
    return mr_type_ready(rt, rt->types.complex, &complex_spec, NULL);
}
