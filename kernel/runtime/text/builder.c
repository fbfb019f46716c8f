/*
 * builder.c - strings made piece by piece, and mr_str_format.
 */
#include <stdarg.h>
#include <stdio.h>

#include "core/runtime.h"
#include "types/abstract.h"
#include "types/str.h"

void mr_str_builder_init(mr_str_builder *b, mr_runtime *rt)
{
    b->rt = rt;
    b->data = b->room;
    b->length = b->bytes = 0;
    b->capacity = sizeof b->room;
    b->width = 1;
    b->widest = 0;
    b->failed = false;
}

/* The long way of reserve(): a larger buffer, or wider code points. */
static bool grow(mr_str_builder *b, size_t n, uint32_t width)
{
    size_t capacity = b->length + n;
    if (capacity < b->length || capacity > SIZE_MAX / 16) {
        b->failed = true;
        mr_raise_no_memory(b->rt);
        return false;
    }
    if (capacity > b->capacity)
        capacity += capacity / 2 + 16;
    else
        capacity = b->capacity;
    size_t bytes = capacity * width;
    bool resize = width == b->width && b->bytes;
    uint8_t *data = resize ? mr_buf_resize(b->rt, b->data, b->bytes, bytes)
                           : mr_buf_new(b->rt, bytes);
    if (!data) {
        b->failed = true;
        return false;
    }
    if (!resize) {
        mr_str_copy(data, width, b->data, b->width, b->length);
        if (b->bytes)
            mr_buf_free(b->rt, b->data, b->bytes);
    }
    b->data = data;
    b->bytes = bytes;
    b->capacity = capacity;
    b->width = width;
    return true;
}

/* Makes room for n more code points of up to `widest`. */
static inline bool reserve(mr_str_builder *b, size_t n, uint32_t widest)
{
    if (__builtin_expect(b->failed, 0))
        return false;
    uint32_t width = widest < 0x100 ? 1 : widest < 0x10000 ? 2 : 4;
    b->widest |= widest;
    if (__builtin_expect(width > b->width, 0))
        return grow(b, n, width);
    return n <= b->capacity - b->length || grow(b, n, b->width);
}

bool mr_str_builder_char(mr_str_builder *b, uint32_t c)
{
    if (!reserve(b, 1, c))
        return false;
    switch (b->width) {
    case 1: b->data[b->length++] = (uint8_t)c; break;
    case 2: ((uint16_t *)(void *)b->data)[b->length++] = (uint16_t)c; break;
    default: ((uint32_t *)(void *)b->data)[b->length++] = c; break;
    }
    return true;
}

bool mr_str_builder_fill(mr_str_builder *b, uint32_t c, size_t count)
{
    if (!reserve(b, count, c))
        return false;
    if (b->width == 1) {
        memset(b->data + b->length, (int)c, count);
        b->length += count;
        return true;
    }
    while (count-- > 0)
        mr_str_builder_char(b, c);
    return true;
}

bool mr_str_builder_slice(mr_str_builder *b, mr_value v, size_t from, size_t to)
{
    const mr_str *s = mr_as_str(v);
    uint32_t widest = s->ascii        ? 0x7f
                      : s->width == 1 ? 0xff
                      : s->width == 2 ? 0xffff
                                      : 0x10ffff;
    if (!reserve(b, to - from, widest))
        return false;
    mr_str_copy(b->data + b->length * b->width, b->width, s->data + from * s->width, s->width,
                to - from);
    b->length += to - from;
    return true;
}

bool mr_str_builder_str(mr_str_builder *b, mr_value s)
{
    return mr_str_builder_slice(b, s, 0, mr_as_str(s)->length);
}

bool mr_str_builder_utf8(mr_str_builder *b, const char *utf8, size_t bytes)
{
    if (bytes == 0)
        return !b->failed;
    size_t ascii = 0;
    while (ascii < bytes && (uint8_t)utf8[ascii] < 0x80)
        ascii++;
    if (ascii == bytes && b->width == 1) {
        if (!reserve(b, bytes, 0x7f))
            return false;
        if (bytes > 0)
            memcpy(b->data + b->length, utf8, bytes);
        b->length += bytes;
        return true;
    }
    mr_value s = mr_str_new(b->rt, utf8, bytes);
    if (!s)
        b->failed = true;
    bool ok = s && mr_str_builder_str(b, s);
    mr_decref(b->rt, s);
    return ok;
}

bool mr_str_builder_text(mr_str_builder *b, const char *utf8_z)
{
    return mr_str_builder_utf8(b, utf8_z, strlen(utf8_z));
}

/* Adds an owned string, or takes its failure over. */
static bool add_owned(mr_str_builder *b, mr_value s)
{
    if (!s)
        b->failed = true;
    bool ok = s && mr_str_builder_str(b, s);
    mr_decref(b->rt, s);
    return ok;
}

/* A small int's digits, without a string for them. */
static bool add_int(mr_str_builder *b, int64_t n)
{
    char digits[24], *at = digits + sizeof digits;
    uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    do {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (n < 0)
        *--at = '-';
    return mr_str_builder_utf8(b, at, (size_t)(digits + sizeof digits - at));
}

bool mr_str_builder_repr(mr_str_builder *b, mr_value v)
{
    if (mr_poll_interrupt(b->rt) < 0) {
        b->failed = true;
        return false;
    }
    if (mr_is_int(v))
        return add_int(b, mr_small_int_value(v));
    return !b->failed && add_owned(b, mr_repr(b->rt, v));
}

void mr_str_builder_finish(mr_str_builder *b)
{
    if (b->bytes)
        mr_buf_free(b->rt, b->data, b->bytes);
    b->bytes = 0;
}

mr_value mr_str_builder_take(mr_str_builder *b)
{
    mr_value v = b->failed          ? MR_NULL
                 : b->widest < 0x80 ? mr_str_ascii(b->rt, b->data, b->length)
                                    : mr_str_narrow(b->rt, b->data, b->width, b->length);
    mr_str_builder_finish(b);
    return v;
}

/* ---- mr_str_format ---- */

static void add_value(mr_str_builder *b, char code, mr_value v, int precision)
{
    mr_runtime *rt = b->rt;
    mr_value s;
    if (code == 'R' || (code == 'V' && !mr_is_str(v)))
        s = mr_repr(rt, v);
    else
        s = code == 'S' ? mr_to_str(rt, v) : mr_incref(v);
    if (s && precision >= 0 && mr_as_str(s)->length > (size_t)precision)
        mr_replace(rt, &s, mr_str_substring(rt, s, 0, (size_t)precision));
    add_owned(b, s);
}

static void add_text(mr_str_builder *b, const char *text, int precision)
{
    size_t n = precision < 0 ? strlen(text) : strnlen(text, (size_t)precision);
    while (n > 0 && precision >= 0 && text[n] && ((uint8_t)text[n] & 0xc0) == 0x80)
        n--; /* not within a code point */
    mr_str_builder_utf8(b, text, n);
}

static void add_number(mr_str_builder *b, const char *spec, size_t spec_length, va_list *args)
{
    char format[32], text[400];
    char code = spec[spec_length - 1];
    int longs = 0;
    for (size_t i = 0; i < spec_length; i++)
        longs += spec[i] == 'l' ? 1 : spec[i] == 'z' ? 2 : 0;
    size_t n = 0;
    for (size_t i = 0; i + 1 < spec_length && n < sizeof format - 5; i++) {
        if (spec[i] != 'l' && spec[i] != 'z')
            format[n++] = spec[i];
    }
    if (code == 'f' || code == 'g') {
        format[n++] = code;
        format[n] = '\0';
        snprintf(text, sizeof text, format, va_arg(*args, double));
    } else {
        memcpy(format + n, "ll", 2);
        format[n + 2] = code;
        format[n + 3] = '\0';
        bool is_unsigned = code == 'u' || code == 'x';
        long long value = longs            ? va_arg(*args, long long)
                          : is_unsigned ? (long long)va_arg(*args, unsigned)
                                        : va_arg(*args, int);
        snprintf(text, sizeof text, format, value);
    }
    mr_str_builder_text(b, text);
}

mr_value mr_str_format_v(mr_runtime *rt, const char *format, va_list *args)
{
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    while (*format && !b.failed) {
        size_t plain = strcspn(format, "%");
        mr_str_builder_utf8(&b, format, plain);
        format += plain;
        if (!*format)
            break;
        const char *spec = format++;
        format += strspn(format, "-+ #0123456789");
        int precision = -1;
        if (*format == '.') {
            precision = 0;
            for (format++; *format >= '0' && *format <= '9'; format++)
                precision = precision * 10 + *format - '0';
        }
        format += strspn(format, "lz");
        char code = *format++;
        switch (code) {
        case '%': mr_str_builder_char(&b, '%'); break;
        case 's': add_text(&b, va_arg(*args, const char *), precision); break;
        case 'c': mr_str_builder_char(&b, (uint32_t)va_arg(*args, int)); break;
        case 'V':
        case 'R':
        case 'S': add_value(&b, code, va_arg(*args, mr_value), precision); break;
        case 'T': add_text(&b, mr_type_of(rt, va_arg(*args, mr_value))->name, precision); break;
        case 'N': add_text(&b, va_arg(*args, mr_type *)->name, precision); break;
        default: add_number(&b, spec, (size_t)(format - spec), args); break;
        }
    }
    return mr_str_builder_take(&b);
}

mr_value mr_str_format(mr_runtime *rt, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    mr_value v = mr_str_format_v(rt, format, &args);
    va_end(args);
    return v;
}
