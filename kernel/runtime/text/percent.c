/*
 * percent.c - "format % args" of str.
 */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>

#include "core/runtime.h"
#include "numbers/numbers.h"
#include "text/bytes.h"
#include "text/text.h"
#include "types/abstract.h"
#include "types/containers.h"

struct percent {
    mr_runtime *rt;
    const mr_str *format;
    size_t at;
    mr_value args;    /* the right operand */
    size_t next;      /* of a tuple; args itself counts as one */
    bool used_mapping;
    mr_str_builder out;
    /* the conversion being read */
    bool left, plus, space, alternate, zero;
    int64_t width, precision;
    mr_value owned;   /* value looked up in a mapping */
    bool bytes;       /* bytes % args: the text is Latin-1, %s and %b want bytes */
};

static uint32_t peek(struct percent *p)
{
    return p->at < p->format->length ? mr_str_at(p->format, p->at) : 0;
}

/* Borrowed; MR_NULL with TypeError set when there are no more. */
static mr_value next_argument(struct percent *p)
{
    if (p->owned)
        return p->owned;
    if (mr_is_tuple(p->args)) {
        if (p->next < mr_as_tuple(p->args)->length)
            return mr_as_tuple(p->args)->items[p->next++];
    } else if (p->next == 0) {
        p->next = 1;
        return p->args;
    }
    return mr_raise(p->rt, p->rt->exc.TypeError, "not enough arguments for format string");
}

static bool read_key(struct percent *p)
{
    mr_runtime *rt = p->rt;
    size_t from = ++p->at;
    for (int depth = 1; depth > 0; p->at++) {
        if (p->at == p->format->length) {
            mr_raise(rt, rt->exc.ValueError, "incomplete format key");
            return false;
        }
        uint32_t c = peek(p);
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
    bool mapping =
        mr_type_of(rt, p->args)->slots.getitem && !mr_is_tuple(p->args) && !mr_is_str(p->args);
    if (!mapping) {
        mr_raise(rt, rt->exc.TypeError, "format requires a mapping");
        return false;
    }
    mr_value key = mr_str_substring(rt, mr_from(p->format), from, p->at - 1);
    p->used_mapping = true;
    p->owned = key ? mr_getitem(rt, p->args, key) : MR_NULL;
    mr_decref(rt, key);
    return p->owned != MR_NULL;
}

/* A number, or "*" for the next argument. */
static bool read_size(struct percent *p, int64_t *out, const char *what)
{
    mr_runtime *rt = p->rt;
    if (peek(p) == '*') {
        p->at++;
        mr_value v = next_argument(p);
        if (!v)
            return false;
        if (!mr_is_integer(v)) {
            mr_raise(rt, rt->exc.TypeError, "* wants int");
            return false;
        }
        int overflow;
        *out = mr_int_value(v, &overflow);
        if (!overflow && (what[0] == 'w' || *out == (int32_t)*out))
            return true;
        mr_raise(rt, rt->exc.OverflowError, "Python int too large to convert to C %s",
                 what[0] == 'w' ? "ssize_t" : "int");
        return false;
    }
    *out = 0;
    bool any = false;
    for (; peek(p) < 0x80 && isdigit((int)peek(p)); p->at++) {
        any = true;
        if (__builtin_mul_overflow(*out, 10, out) ||
            __builtin_add_overflow(*out, (int64_t)(peek(p) - '0'), out) ||
            (what[0] == 'p' && *out > INT32_MAX)) {
            mr_raise(rt, rt->exc.ValueError, "%s too big", what);
            return false;
        }
    }
    if (!any && what[0] == 'w')
        *out = -1;
    return true;
}

static void add_field(struct percent *p, mr_value text, size_t lead)
{
    int64_t length = (int64_t)mr_as_str(text)->length,
            room = p->width > length ? p->width - length : 0;
    if (!p->left && !p->zero)
        mr_str_builder_fill(&p->out, ' ', (size_t)room);
    mr_str_builder_slice(&p->out, text, 0, lead);
    if (!p->left && p->zero)
        mr_str_builder_fill(&p->out, '0', (size_t)room);
    mr_str_builder_slice(&p->out, text, lead, (size_t)length);
    if (p->left)
        mr_str_builder_fill(&p->out, ' ', (size_t)room);
}

static bool add_text(struct percent *p, mr_value text)
{
    if (!text)
        return false;
    if (p->precision >= 0 && (size_t)p->precision < mr_as_str(text)->length)
        mr_replace(p->rt, &text, mr_str_substring(p->rt, text, 0, (size_t)p->precision));
    p->zero = false;
    if (text)
        add_field(p, text, 0);
    mr_decref(p->rt, text);
    return text != MR_NULL;
}

static mr_value as_integer(struct percent *p, mr_value v, char code)
{
    mr_runtime *rt = p->rt;
    if (mr_is_integer(v))
        return mr_int_exact(rt, v);
    bool whole = code == 'x' || code == 'X' || code == 'o';
    mr_type *type = mr_type_of(rt, v);
    mr_value n = MR_NULL;
    if (type->slots.index)
        n = mr_index(rt, v);
    else if (!whole && (mr_is_real_float(v) || type->slots.int_))
        n = mr_number_int(rt, v);
    if (n || (mr_error(rt) && !mr_error_is(rt, rt->exc.TypeError)))
        return n;
    mr_error_clear(rt);
    return mr_raise(rt, rt->exc.TypeError,
                    whole ? "%%%c format: an integer is required, not %T"
                          : "%%%c format: a real number is required, not %T",
                    code, v);
}

static bool add_integer(struct percent *p, mr_value v, char code)
{
    mr_runtime *rt = p->rt;
    mr_value n = as_integer(p, v, code);
    if (!n)
        return false;
    int base = code == 'x' || code == 'X' ? 16 : code == 'o' ? 8 : 10;
    mr_value plain = mr_int_to_str(rt, n, base, false);
    bool negative = mr_int_sign(n) < 0;
    mr_decref(rt, n);
    if (!plain)
        return false;
    const mr_str *digits = mr_as_str(plain);
    size_t count = digits->length - negative;
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    size_t lead = 0;
    if (negative || p->plus || p->space) {
        mr_str_builder_char(&b, negative ? '-' : p->plus ? '+' : ' ');
        lead = 1;
    }
    if (p->alternate && base != 10) {
        mr_str_builder_char(&b, '0');
        mr_str_builder_char(&b, (uint8_t)code);
        lead += 2;
    }
    if ((int64_t)count < p->precision)
        mr_str_builder_fill(&b, '0', (size_t)p->precision - count);
    for (size_t i = negative; i < digits->length; i++) {
        uint32_t c = mr_str_at(digits, i);
        mr_str_builder_char(&b, code == 'X' && c >= 'a' ? c - 32 : c);
    }
    mr_decref(rt, plain);
    mr_value text = mr_str_builder_take(&b);
    if (text)
        add_field(p, text, lead);
    mr_decref(rt, text);
    return text != MR_NULL;
}

static bool add_float(struct percent *p, mr_value v, char code)
{
    mr_runtime *rt = p->rt;
    double d;
    if (!mr_to_double(rt, v, &d))
        return false;
    size_t length;
    char *text = mr_double_format(d, code, p->precision < 0 ? 6 : (int)p->precision, p->alternate,
                                  p->plus, &length);
    if (!text) {
        mr_raise_no_memory(rt);
        return false;
    }
    bool sign = text[0] == '-' || text[0] == '+';
    mr_value s = mr_str_new(rt, text, length);
    free(text);
    if (s && !sign && p->space)
        mr_replace(rt, &s, mr_str_format(rt, " %V", s));
    if (!s)
        return false;
    if (!isfinite(d))
        p->zero = false;
    add_field(p, s, sign || p->space);
    mr_decref(rt, s);
    return true;
}

static bool add_character(struct percent *p, mr_value v)
{
    mr_runtime *rt = p->rt;
    p->precision = -1;
    if (mr_is_str(v)) {
        if (mr_as_str(v)->length == 1)
            return add_text(p, mr_incref(v));
    } else if (mr_is_integer(v) || mr_type_of(rt, v)->slots.index) {
        mr_value n = mr_index(rt, v);
        if (!n)
            return false;
        int overflow;
        int64_t c = mr_int_value(n, &overflow);
        mr_decref(rt, n);
        if (overflow || c < 0 || c > 0x10ffff) {
            mr_raise(rt, rt->exc.OverflowError, "%%c arg not in range(0x110000)");
            return false;
        }
        return add_text(p, mr_str_char(rt, (uint32_t)c));
    }
    mr_raise(rt, rt->exc.TypeError, "%%c requires int or char");
    return false;
}

/* %s and %b of bytes formatting. */
static bool add_bytes(struct percent *p, mr_value v)
{
    mr_runtime *rt = p->rt;
    mr_value owned = MR_NULL;
    if (!mr_has_buffer(rt, v)) {
        mr_value method = mr_lookup_special(rt, v, MR_NAME(rt, __bytes__));
        if (!method) {
            if (!mr_error(rt))
                mr_raise(rt, rt->exc.TypeError,
                         "%%b requires a bytes-like object, or an object that implements "
                         "__bytes__, not '%T'",
                         v);
            return false;
        }
        v = owned = mr_call0(rt, method);
        mr_decref(rt, method);
        if (!owned)
            return false;
    }
    mr_buffer view;
    mr_value text = MR_NULL;
    if (mr_buffer_get(rt, v, &view, 0) == 0) {
        text = mr_str_latin1(rt, view.data, view.length);
        mr_buffer_release(rt, &view);
    }
    mr_decref(rt, owned);
    return add_text(p, text);
}

static bool add_byte(struct percent *p, mr_value v)
{
    mr_runtime *rt = p->rt;
    if ((mr_is_bytes(v) || mr_is_bytearray(v)) && mr_bytes_span(v).length == 1)
        return add_bytes(p, v);
    if (!mr_is_integer(v) && !mr_type_of(rt, v)->slots.index) {
        mr_raise(rt, rt->exc.TypeError, "%%c requires an integer in range(256) or a single byte");
        return false;
    }
    int byte = mr_byte_value(rt, v, "%c arg not in range(256)");
    if (byte < 0) {
        if (mr_error_catch(rt, rt->exc.ValueError))
            mr_raise(rt, rt->exc.OverflowError, "%%c arg not in range(256)");
        return false;
    }
    return add_text(p, mr_str_char(rt, (uint32_t)byte));
}

/* Most conversions are "%s" of a str or "%d" of a small int, with nothing in between: done here,
 * or left alone. */
static bool convert_plain(struct percent *p)
{
    uint32_t code = peek(p);
    if ((code != 's' && code != 'd') || p->bytes || !mr_is_tuple(p->args) ||
        p->next >= mr_as_tuple(p->args)->length)
        return false;
    mr_value v = mr_as_tuple(p->args)->items[p->next];
    if (code == 's' && mr_is_exact(v, MR_KIND_STR))
        mr_str_builder_str(&p->out, v);
    else if (mr_is_int(v))
        mr_str_builder_repr(&p->out, v);
    else
        return false;
    p->next++;
    p->at++;
    return true;
}

/* One conversion, from behind its "%". */
static bool convert(struct percent *p)
{
    mr_runtime *rt = p->rt;
    p->left = p->plus = p->space = p->alternate = p->zero = false;
    p->width = p->precision = -1;
    if (peek(p) == '(' && p->at < p->format->length && !read_key(p))
        return false;
    for (;; p->at++) {
        uint32_t c = peek(p);
        if (c == '-')
            p->left = true;
        else if (c == '+')
            p->plus = true;
        else if (c == ' ')
            p->space = true;
        else if (c == '#')
            p->alternate = true;
        else if (c == '0')
            p->zero = true;
        else
            break;
    }
    if (!read_size(p, &p->width, "width"))
        return false;
    if (p->width < -1) {
        p->left = true;
        p->width = -p->width;
    }
    if (peek(p) == '.') {
        p->at++;
        if (!read_size(p, &p->precision, "precision"))
            return false;
        if (p->precision < 0)
            p->precision = 0;
    }
    while (peek(p) == 'h' || peek(p) == 'l' || peek(p) == 'L')
        p->at++;
    if (p->at >= p->format->length) {
        mr_raise(rt, rt->exc.ValueError, "incomplete format");
        return false;
    }
    uint32_t code = peek(p);
    if (code == '%') {
        p->at++;
        return mr_str_builder_char(&p->out, '%');
    }
    if (p->left)
        p->zero = false;
    mr_value v = next_argument(p);
    if (!v)
        return false;
    size_t at = p->at++;
    if (p->bytes && (code == 's' || code == 'b'))
        return add_bytes(p, v);
    if (p->bytes && code == 'c')
        return add_byte(p, v);
    switch (p->bytes && code == 'r' ? 'a' : code) {
    case 's': return add_text(p, mr_to_str(rt, v));
    case 'r': return add_text(p, mr_repr(rt, v));
    case 'a': return add_text(p, mr_ascii(rt, v));
    case 'd':
    case 'i':
    case 'u': return add_integer(p, v, code == 'd' ? 'd' : (char)code);
    case 'o':
    case 'x':
    case 'X': return add_integer(p, v, (char)code);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G': return add_float(p, v, (char)code);
    case 'c': return add_character(p, v);
    default:
        mr_raise(rt, rt->exc.ValueError, "unsupported format character '%c' (0x%x) at index %zu",
                 code > 31 && code < 127 ? (int)code : '?', code, at);
        return false;
    }
}

/* Where the next "%" is, or the end. */
static size_t next_sign(const mr_str *s, size_t from)
{
    if (s->width == 1) {
        const uint8_t *sign = memchr(s->data + from, '%', s->length - from);
        return sign ? (size_t)(sign - s->data) : s->length;
    }
    while (from < s->length && mr_str_at(s, from) != '%')
        from++;
    return from;
}

static mr_value format_percent(mr_runtime *rt, mr_value format, mr_value args, bool bytes)
{
    struct percent p = {.rt = rt, .format = mr_as_str(format), .args = args, .bytes = bytes};
    mr_str_builder_init(&p.out, rt);
    bool ok = true;
    while (ok && p.at < p.format->length) {
        size_t from = p.at;
        p.at = next_sign(p.format, from);
        mr_str_builder_slice(&p.out, format, from, p.at);
        if (p.at < p.format->length) {
            p.at++;
            if (!convert_plain(&p)) {
                ok = convert(&p);
                mr_clear(rt, &p.owned);
            }
        }
    }
    bool left_over = mr_is_tuple(args)
                         ? p.next < mr_as_tuple(args)->length
                         : p.next == 0 && !p.used_mapping &&
                               (mr_is_str(args) || !mr_type_of(rt, args)->slots.getitem);
    if (ok && left_over && !p.out.failed) {
        mr_raise(rt, rt->exc.TypeError, "not all arguments converted during %s formatting",
                 bytes ? "bytes" : "string");
        ok = false;
    }
    if (!ok) {
        mr_str_builder_finish(&p.out);
        return MR_NULL;
    }
    return mr_str_builder_take(&p.out);
}

mr_value mr_str_percent(mr_runtime *rt, mr_value format, mr_value args)
{
    return format_percent(rt, format, args, false);
}

mr_value mr_str_percent_bytes(mr_runtime *rt, mr_value format, mr_value args)
{
    return format_percent(rt, format, args, true);
}
