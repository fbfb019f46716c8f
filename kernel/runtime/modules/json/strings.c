/*
 * strings.c - JSON strings, from and to str.
 */
#include <stdio.h>

#include "modules/json/json.h"

mr_value mr_json_error(mr_runtime *rt, const char *message, mr_value text, size_t position)
{
    mr_value type = mr_import_attr(rt, "json.decoder", "JSONDecodeError");
    mr_value what = type ? mr_str_from(rt, message) : MR_NULL;
    mr_value args[] = {what, text, mr_small_int((int64_t)position)};
    mr_value error = what ? mr_call(rt, type, args, 3, MR_NULL) : MR_NULL;
    if (error)
        mr_raise_exception(rt, error);
    mr_decref(rt, error);
    mr_decref(rt, what);
    mr_decref(rt, type);
    return MR_NULL;
}

/* Four hexadecimal digits at `at`; false: they are not. */
static bool read_hex(const mr_str *s, size_t at, uint32_t *out)
{
    *out = 0;
    for (size_t i = at; i < at + 4; i++) {
        uint32_t c = mr_str_at(s, i), digit;
        if (c >= '0' && c <= '9')
            digit = c - '0';
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
            digit = (c | 0x20) - 'a' + 10;
        else
            return false;
        *out = *out << 4 | digit;
    }
    return true;
}

/* What \u at `at` (of the digits) stands for, with a second \u when the two are a surrogate pair.
 * False with an exception set. */
static bool read_unicode(mr_runtime *rt, mr_value text, size_t at, uint32_t *out, size_t *next)
{
    const mr_str *s = mr_as_str(text);
    uint32_t low;
    if (at + 4 >= s->length || !read_hex(s, at, out)) {
        mr_json_error(rt, "Invalid \\uXXXX escape", text, at - 1);
        return false;
    }
    *next = at + 4;
    if ((*out & 0xfffffc00) != 0xd800 || at + 10 >= s->length || mr_str_at(s, at + 4) != '\\' ||
        mr_str_at(s, at + 5) != 'u')
        return true;
    if (!read_hex(s, at + 6, &low)) {
        mr_json_error(rt, "Invalid \\uXXXX escape", text, at + 5);
        return false;
    }
    if ((low & 0xfffffc00) == 0xdc00) {
        *out = 0x10000 + ((*out & 0x3ff) << 10) + (low & 0x3ff);
        *next = at + 10;
    }
    return true;
}

static uint32_t simple_escape(uint32_t c)
{
    switch (c) {
    case '"':
    case '\\':
    case '/': return c;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return 0;
    }
}

/* The next quote or backslash, or the first control character that is not allowed, or the end. */
static size_t plain_end(const mr_str *s, size_t i, bool strict)
{
    if (s->width == 1) {
        while (i < s->length && s->data[i] != '"' && s->data[i] != '\\' &&
               (s->data[i] > 0x1f || !strict))
            i++;
        return i;
    }
    for (; i < s->length; i++) {
        uint32_t c = mr_str_at(s, i);
        if (c == '"' || c == '\\' || (c <= 0x1f && strict))
            break;
    }
    return i;
}

mr_value mr_json_read_string(mr_runtime *rt, mr_value text, size_t from, bool strict, size_t *next)
{
    const mr_str *s = mr_as_str(text);
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    for (size_t i = from;;) {
        size_t end = plain_end(s, i, strict);
        uint32_t c = end < s->length ? mr_str_at(s, end) : 0;
        if (c == '"' && i == from) { /* no escapes: the usual case */
            *next = end + 1;
            return mr_str_substring(rt, text, from, end);
        }
        mr_str_builder_slice(&b, text, i, end);
        if (c == '"') {
            *next = end + 1;
            return mr_str_builder_take(&b);
        }
        if (end < s->length && c != '\\') {
            mr_json_error(rt, "Invalid control character at", text, end);
            break;
        }
        if (end + 1 >= s->length) {
            mr_json_error(rt, "Unterminated string starting at", text, from - 1);
            break;
        }
        c = mr_str_at(s, end + 1);
        i = end + 2;
        uint32_t out = simple_escape(c);
        if (c == 'u') {
            if (!read_unicode(rt, text, i, &out, &i))
                break;
        } else if (!out) {
            mr_json_error(rt, "Invalid \\escape", text, end);
            break;
        }
        mr_str_builder_char(&b, out);
    }
    mr_str_builder_finish(&b);
    return MR_NULL;
}

mr_value mr_json_scanstring(ARGS)
{
    if (kwnames && mr_as_tuple(kwnames)->length)
        return mr_raise(rt, rt->exc.TypeError, "scanstring() takes no keyword arguments");
    if (nargs < 2 || nargs > 3)
        return mr_raise(rt, rt->exc.TypeError, "scanstring() takes at %s arguments (%zu given)",
                        nargs < 2 ? "least 2" : "most 3", nargs);
    int64_t from;
    size_t next = 0;
    if (!mr_to_int64(rt, args[1], &from))
        return MR_NULL;
    int strict = nargs > 2 ? mr_truth(rt, args[2]) : 1;
    if (strict < 0)
        return MR_NULL;
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "first argument must be a string, not %T", args[0]);
    if (from < 0 || (size_t)from > mr_as_str(args[0])->length)
        return mr_raise(rt, rt->exc.ValueError, "end is out of bounds");
    mr_value s = mr_json_read_string(rt, args[0], (size_t)from, strict, &next);
    mr_value out = s ? mr_tuple_pack(rt, 2, s, mr_small_int((int64_t)next)) : MR_NULL;
    mr_decref(rt, s);
    return out;
}

/* ---- to JSON ---- */

static bool needs_escape(uint32_t c, bool ascii)
{
    return c < ' ' || c == '"' || c == '\\' || (ascii && c > '~');
}

static void write_u(mr_str_builder *b, uint32_t c)
{
    char text[7];
    snprintf(text, sizeof text, "\\u%04x", (unsigned)c & 0xffff);
    mr_str_builder_utf8(b, text, 6);
}

static void write_escape(mr_str_builder *b, uint32_t c)
{
    static const char short_ones[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    for (const char *p = short_ones; *p; p += 2)
        if ((uint32_t)*p == c) {
            mr_str_builder_char(b, '\\');
            mr_str_builder_char(b, (uint32_t)p[1]);
            return;
        }
    if (c > 0xffff) {
        write_u(b, 0xd800 + ((c - 0x10000) >> 10));
        c = 0xdc00 + ((c - 0x10000) & 0x3ff);
    }
    write_u(b, c);
}

bool mr_json_write_string(mr_str_builder *b, mr_value text, bool ascii)
{
    const mr_str *s = mr_as_str(text);
    mr_str_builder_char(b, '"');
    for (size_t i = 0; i < s->length;) {
        size_t from = i;
        while (i < s->length && !needs_escape(mr_str_at(s, i), ascii))
            i++;
        mr_str_builder_slice(b, text, from, i);
        for (; i < s->length && needs_escape(mr_str_at(s, i), ascii); i++)
            write_escape(b, mr_str_at(s, i));
    }
    return mr_str_builder_char(b, '"');
}

static mr_value encode(mr_runtime *rt, mr_value s, bool ascii)
{
    if (!mr_is_str(s))
        return mr_raise(rt, rt->exc.TypeError, "first argument must be a string, not %T", s);
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    mr_json_write_string(&b, s, ascii);
    return mr_str_builder_take(&b);
}

mr_value mr_json_encode_basestring(ARGS) { return encode(rt, args[0], false); }
mr_value mr_json_encode_basestring_ascii(ARGS) { return encode(rt, args[0], true); }
