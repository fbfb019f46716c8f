/*
 * format.c - see format.h.
 */
#include "text/format.h"

#include <ctype.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "core/runtime.h"
#include "numbers/numbers.h"
#include "types/abstract.h"
#include "types/str.h"

struct spec {
    uint32_t fill;
    char align;      /* < > = ^, or 0 */
    char sign;       /* + - space, or 0 */
    bool z, alternate, fill_given;
    int64_t width, precision; /* -1: not given */
    char grouping;   /* , _ or 0 */
    uint32_t type;   /* 0: not given */
};

static bool is_align(uint32_t c) { return c == '<' || c == '>' || c == '=' || c == '^'; }

/* Reads digits at *i; -1 when there are none, -2 with ValueError set when they are too many. */
static int64_t read_number(mr_runtime *rt, const mr_str *s, size_t *i)
{
    int64_t n = -1;
    for (; *i < s->length && mr_str_at(s, *i) < 0x80 && isdigit((int)mr_str_at(s, *i)); ++*i) {
        if (__builtin_mul_overflow(n < 0 ? 0 : n, 10, &n) ||
            __builtin_add_overflow(n, (int64_t)(mr_str_at(s, *i) - '0'), &n)) {
            mr_raise(rt, rt->exc.ValueError, "Too many decimal digits in format string");
            return -2;
        }
    }
    return n;
}

static bool parse_spec(mr_runtime *rt, mr_value text, struct spec *out, mr_value v,
                       char default_align)
{
    const mr_str *s = mr_as_str(text);
    size_t i = 0, n = s->length;
    *out = (struct spec){.fill = ' ', .align = default_align, .width = -1, .precision = -1};
    bool align_given = false;
    if (n >= 2 && is_align(mr_str_at(s, 1))) {
        out->fill = mr_str_at(s, 0);
        out->align = (char)mr_str_at(s, 1);
        out->fill_given = align_given = true;
        i = 2;
    } else if (n >= 1 && is_align(mr_str_at(s, 0))) {
        out->align = (char)mr_str_at(s, 0);
        align_given = true;
        i = 1;
    }
#define AT(c) (i < n && mr_str_at(s, i) == (c))
    if (AT('+') || AT('-') || AT(' '))
        out->sign = (char)mr_str_at(s, i++);
    if (AT('z')) {
        out->z = true;
        i++;
    }
    if (AT('#')) {
        out->alternate = true;
        i++;
    }
    if (!out->fill_given && AT('0')) {
        out->fill = '0';
        if (!align_given && default_align == '>')
            out->align = '=';
        i++;
    }
    if ((out->width = read_number(rt, s, &i)) == -2)
        return false;
    for (int k = 0; k < 2; k++) {
        if (!AT(',') && !AT('_'))
            break;
        char c = (char)mr_str_at(s, i++);
        if (out->grouping) {
            if (out->grouping == c)
                mr_raise(rt, rt->exc.ValueError, "Cannot specify '%c' with '%c'.", c, c);
            else
                mr_raise(rt, rt->exc.ValueError, "Cannot specify both ',' and '_'.");
            return false;
        }
        out->grouping = c;
    }
    if (AT('.')) {
        i++;
        out->precision = read_number(rt, s, &i);
        if (out->precision == -2)
            return false;
        if (out->precision == -1) {
            mr_raise(rt, rt->exc.ValueError, "Format specifier missing precision");
            return false;
        }
    }
#undef AT
    if (n - i > 1) {
        mr_raise(rt, rt->exc.ValueError, "Invalid format specifier '%V' for object of type '%T'",
                 text, v);
        return false;
    }
    if (n - i == 1)
        out->type = mr_str_at(s, i);
    if (out->grouping) {
        uint32_t t = out->type;
        bool ok = t == 0 || (t < 0x80 && strchr("defgEGF%", (int)t));
        ok |= out->grouping == '_' && t < 0x80 && strchr("boxX", (int)t);
        if (!ok) {
            if (t > 32 && t < 128)
                mr_raise(rt, rt->exc.ValueError, "Cannot specify '%c' with '%c'.", out->grouping,
                         (int)t);
            else
                mr_raise(rt, rt->exc.ValueError, "Cannot specify '%c' with '\\x%x'.", out->grouping,
                         t);
            return false;
        }
    }
    return true;
}

static mr_value unknown_type(mr_runtime *rt, uint32_t type, mr_value v)
{
    if (type > 32 && type < 128)
        return mr_raise(rt, rt->exc.ValueError, "Unknown format code '%c' for object of type '%T'",
                        (int)type, v);
    return mr_raise(rt, rt->exc.ValueError, "Unknown format code '\\x%x' for object of type '%T'",
                    type, v);
}

/* Puts text of `length` code points into its field. `lead` code points (sign
 * and prefix) stay before the fill when aligned by '='. */
static mr_value pad(mr_runtime *rt, const struct spec *spec, mr_value text, size_t lead)
{
    int64_t length = (int64_t)mr_as_str(text)->length, room = spec->width - length;
    if (room <= 0)
        return mr_incref(text);
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    int64_t before = spec->align == '>' ? room : spec->align == '^' ? room / 2 : 0;
    mr_str_builder_fill(&b, spec->fill, (size_t)before);
    mr_str_builder_slice(&b, text, 0, lead);
    if (spec->align == '=')
        mr_str_builder_fill(&b, spec->fill, (size_t)room);
    mr_str_builder_slice(&b, text, lead, (size_t)length);
    if (spec->align == '<' || spec->align == '^')
        mr_str_builder_fill(&b, spec->fill, (size_t)(room - before));
    return mr_str_builder_take(&b);
}

mr_value mr_format_str(mr_runtime *rt, mr_value v, mr_value text)
{
    struct spec spec;
    if (mr_as_str(text)->length == 0)
        return mr_to_str(rt, v);
    if (!parse_spec(rt, text, &spec, v, '<'))
        return MR_NULL;
    if (spec.type && spec.type != 's')
        return unknown_type(rt, spec.type, v);
    if (spec.sign)
        return mr_raise(rt, rt->exc.ValueError,
                        spec.sign == ' ' ? "Space not allowed in string format specifier"
                                         : "Sign not allowed in string format specifier");
    if (spec.z)
        return mr_raise(rt, rt->exc.ValueError,
                        "Negative zero coercion (z) not allowed in string format specifier");
    if (spec.alternate)
        return mr_raise(rt, rt->exc.ValueError,
                        "Alternate form (#) not allowed in string format specifier");
    if (spec.grouping)
        return mr_raise(rt, rt->exc.ValueError, "Cannot specify '%c' with 's'.", spec.grouping);
    if (spec.align == '=')
        return mr_raise(rt, rt->exc.ValueError,
                        "'=' alignment not allowed in string format specifier");
    size_t length = mr_as_str(v)->length;
    if (spec.precision >= 0 && (size_t)spec.precision < length)
        length = (size_t)spec.precision;
    mr_value cut = mr_str_substring(rt, v, 0, length);
    mr_value result = cut ? pad(rt, &spec, cut, 0) : MR_NULL;
    mr_decref(rt, cut);
    return result;
}

/* Sign, prefix, digits with separators, rest (point and what follows), zeros
 * for '=' filled with 0 as far as the width asks. */
static mr_value assemble(mr_runtime *rt, const struct spec *spec, bool negative, const char *prefix,
                         const char *digits, size_t count, const char *rest, size_t rest_length)
{
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    size_t lead = strlen(prefix);
    char sign = negative ? '-' : spec->sign == '+' ? '+' : spec->sign == ' ' ? ' ' : 0;
    if (sign) {
        mr_str_builder_char(&b, (uint8_t)sign);
        lead++;
    }
    mr_str_builder_text(&b, prefix);
    size_t group = !spec->grouping                                                      ? 0
                   : spec->type < 0x80 && spec->type && strchr("boxX", (int)spec->type) ? 4
                                                                                        : 3;
    size_t zeros = 0;
    if (group && spec->fill == '0' && spec->align == '=' && spec->width > 0) {
        /* As many zeros as make the grouped digits reach the width. */
        while ((int64_t)(lead + count + zeros + (count + zeros - 1) / group + rest_length) <
               spec->width)
            zeros++;
    }
    for (size_t i = 0; i < count + zeros; i++) {
        if (group && i > 0 && (count + zeros - i) % group == 0)
            mr_str_builder_char(&b, (uint8_t)spec->grouping);
        mr_str_builder_char(&b, i < zeros ? '0' : (uint8_t)digits[i - zeros]);
    }
    mr_str_builder_utf8(&b, rest, rest_length);
    mr_value text = mr_str_builder_take(&b);
    if (!text)
        return MR_NULL;
    mr_value result = pad(rt, spec, text, lead);
    mr_decref(rt, text);
    return result;
}

static mr_value format_double(mr_runtime *rt, double d, const struct spec *spec)
{
    char code = spec->type ? (char)spec->type : 'r';
    if (spec->precision > INT_MAX)
        return mr_raise(rt, rt->exc.ValueError, "precision too big");
    int precision = spec->precision >= 0 ? (int)spec->precision : 6;
    if (!spec->type && spec->precision >= 0)
        code = 'g';
    size_t length;
    char *text = mr_double_format(fabs(d), code, precision, spec->alternate, false, &length);
    if (!text)
        return mr_raise_no_memory(rt);
    bool negative = signbit(d) && !isnan(d);
    if (negative && spec->z) {
        bool nonzero = false;
        for (size_t i = 0; i < length && text[i] != 'e' && text[i] != 'E'; i++)
            nonzero |= text[i] >= '1' && text[i] <= '9';
        negative = nonzero || isinf(d);
    }
    /* Without a type the text is to show that it is a float. */
    if (!spec->type && spec->precision >= 0 && isfinite(d)) {
        char *e = memchr(text, 'e', length);
        if (!memchr(text, '.', length) && !e) {
            char *grown = realloc(text, length + 3);
            if (!grown) {
                free(text);
                return mr_raise_no_memory(rt);
            }
            text = grown;
            memcpy(text + length, ".0", 3);
            length += 2;
            if (length - 2 > (size_t)spec->precision ||
                (length - 2 == (size_t)spec->precision && spec->precision > 0)) {
                /* As many digits before the point as the precision has: exponent form. */
                free(text);
                char *exp_text = mr_double_format(fabs(d), 'e', precision > 0 ? precision - 1 : 0,
                                                  spec->alternate, false, &length);
                if (!exp_text)
                    return mr_raise_no_memory(rt);
                text = exp_text;
                char *at = memchr(text, 'e', length), *last = at;
                while (memchr(text, '.', (size_t)(at - text)) && last[-1] == '0')
                    last--;
                if (last[-1] == '.')
                    last--;
                memmove(last, at, strlen(at) + 1);
                length = strlen(text);
            }
        }
    }
    size_t count = 0;
    while (count < length && isdigit((unsigned char)text[count]))
        count++;
    mr_value result = assemble(rt, spec, negative, "", text, count, text + count, length - count);
    free(text);
    return result;
}

mr_value mr_format_float(mr_runtime *rt, mr_value v, mr_value text)
{
    struct spec spec;
    if (mr_as_str(text)->length == 0)
        return mr_to_str(rt, v);
    if (!parse_spec(rt, text, &spec, v, '>'))
        return MR_NULL;
    if (spec.type && !(spec.type < 0x80 && strchr("eEfFgGn%", (int)spec.type)))
        return unknown_type(rt, spec.type, v);
    return format_double(rt, mr_real_value(v), &spec);
}

mr_value mr_format_int(mr_runtime *rt, mr_value v, mr_value text)
{
    struct spec spec;
    if (mr_as_str(text)->length == 0)
        return mr_to_str(rt, v);
    if (!parse_spec(rt, text, &spec, v, '>'))
        return MR_NULL;
    if (spec.type && spec.type < 0x80 && strchr("eEfFgG%", (int)spec.type)) {
        double d = mr_int_to_double(rt, v);
        return mr_error(rt) ? MR_NULL : format_double(rt, d, &spec);
    }
    if (spec.type && !(spec.type < 0x80 && strchr("bcdnoxX", (int)spec.type)))
        return unknown_type(rt, spec.type, v);
    if (spec.precision >= 0)
        return mr_raise(rt, rt->exc.ValueError,
                        "Precision not allowed in integer format specifier");
    if (spec.z)
        return mr_raise(rt, rt->exc.ValueError,
                        "Negative zero coercion (z) not allowed in format specifier with integer");
    if (spec.type == 'c') {
        if (spec.sign)
            return mr_raise(rt, rt->exc.ValueError,
                            "Sign not allowed with integer format specifier 'c'");
        if (spec.alternate)
            return mr_raise(rt, rt->exc.ValueError,
                            "Alternate form (#) not allowed with integer format specifier 'c'");
        int overflow;
        int64_t c = mr_int_value(v, &overflow);
        if (overflow || c < 0 || c > 0x10ffff)
            return mr_raise(rt, rt->exc.OverflowError, "%%c arg not in range(0x110000)");
        mr_value one = mr_str_char(rt, (uint32_t)c);
        mr_value result = one ? pad(rt, &spec, one, 0) : MR_NULL;
        mr_decref(rt, one);
        return result;
    }
    int base = spec.type == 'b'                       ? 2
               : spec.type == 'o'                     ? 8
               : spec.type == 'x' || spec.type == 'X' ? 16
                                                      : 10;
    const char *prefix = !spec.alternate ? "" : spec.type == 'b' ? "0b" : spec.type == 'o' ? "0o"
                         : spec.type == 'x' ? "0x" : spec.type == 'X' ? "0X" : "";
    mr_value plain = mr_int_to_str(rt, v, base, false);
    if (!plain)
        return MR_NULL;
    mr_str *s = mr_as_str(plain); /* ASCII */
    bool negative = s->data[0] == '-';
    size_t count = s->length - negative;
    char *digits = malloc(count + 1);
    mr_value result = MR_NULL;
    if (digits) {
        memcpy(digits, s->data + negative, count + 1);
        for (size_t i = 0; spec.type == 'X' && i < count; i++)
            digits[i] = (char)toupper((unsigned char)digits[i]);
        result = assemble(rt, &spec, negative, prefix, digits, count, "", 0);
    } else {
        mr_raise_no_memory(rt);
    }
    free(digits);
    mr_decref(rt, plain);
    return result;
}

mr_value mr_format_complex(mr_runtime *rt, mr_value v, mr_value text)
{
    struct spec spec;
    if (mr_as_str(text)->length == 0)
        return mr_to_str(rt, v);
    if (!parse_spec(rt, text, &spec, v, '>'))
        return MR_NULL;
    if (spec.type && !(spec.type < 0x80 && strchr("eEfFgGn", (int)spec.type)))
        return unknown_type(rt, spec.type, v);
    if (spec.fill == '0')
        return mr_raise(rt, rt->exc.ValueError,
                        "Zero padding is not allowed in complex format specifier");
    if (spec.align == '=')
        return mr_raise(rt, rt->exc.ValueError,
                        "'=' alignment flag is not allowed in complex format specifier");
    const mr_complex *z = (const mr_complex *)mr_obj(v);
    struct spec part = spec;
    part.width = -1;
    bool plain = !spec.type;
    size_t length;
    bool real = !plain || z->real != 0 || signbit(z->real);
    mr_value a = real ? MR_NULL : mr_incref(rt->empty_str), b = MR_NULL, joined = MR_NULL;
    if (plain && spec.precision < 0) {
        char *re = mr_double_format(z->real, 'r', 0, false, spec.sign == '+', &length);
        if (re && real)
            a = mr_str_new(rt, re, length);
        free(re);
        char *im = mr_double_format(z->imag, 'r', 0, false, real || spec.sign == '+', &length);
        /* Within a complex number, 1.0 is written 1. */
        if (im)
            b = mr_str_new(rt, im,
                           length > 2 && !strcmp(im + length - 2, ".0") ? length - 2 : length);
        free(im);
        if (a && real && mr_as_str(a)->length > 2 &&
            mr_str_at(mr_as_str(a), mr_as_str(a)->length - 2) == '.' &&
            mr_str_at(mr_as_str(a), mr_as_str(a)->length - 1) == '0')
            mr_replace(rt, &a, mr_str_substring(rt, a, 0, mr_as_str(a)->length - 2));
    } else {
        if (plain)
            part.type = 'g';
        if (real)
            a = format_double(rt, z->real, &part);
        if (real)
            part.sign = '+';
        b = a ? format_double(rt, z->imag, &part) : MR_NULL;
    }
    if (a && b)
        joined = mr_str_format(rt, plain && real ? "(%V%Vj)" : "%V%Vj", a, b);
    mr_decref(rt, a);
    mr_decref(rt, b);
    mr_value result = joined ? pad(rt, &spec, joined, 0) : MR_NULL;
    mr_decref(rt, joined);
    return result;
}
