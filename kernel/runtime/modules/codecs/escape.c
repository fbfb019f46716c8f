/*
 * escape.c - the codecs of backslash escapes: unicode_escape,
 * raw_unicode_escape and escape (of bytes).
 */
#include <stdio.h>

#include "modules/codecs/codecs.h"

static mr_value unicode_escape_text(mr_runtime *rt, mr_value str, bool raw)
{
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    for (size_t i = 0; i < mr_as_str(str)->length; i++) {
        uint32_t c = mr_str_at(mr_as_str(str), i);
        char text[16];
        if (raw && c < 0x100)
            mr_str_builder_char(&b, c);
        else if (c == '\\' || c == '\n' || c == '\r' || c == '\t')
            mr_str_builder_text(&b, c == '\\'   ? "\\\\"
                                    : c == '\n' ? "\\n"
                                    : c == '\r' ? "\\r"
                                                : "\\t");
        else if (c >= 0x20 && c < 0x7f)
            mr_str_builder_char(&b, c);
        else {
            snprintf(text, sizeof text,
                     c < 0x100     ? "\\x%02x"
                     : c < 0x10000 ? "\\u%04x"
                                   : "\\U%08x",
                     c);
            mr_str_builder_text(&b, text);
        }
    }
    mr_value text = mr_str_builder_take(&b);
    mr_value bytes = text ? mr_encode_with(rt, text, MR_LATIN1, MR_NULL) : MR_NULL;
    mr_decref(rt, text);
    return bytes;
}

static mr_value encode(mr_runtime *rt, const char *name, const mr_value *args, size_t nargs,
                       mr_value kwnames, bool raw)
{
    if (!mr_arity(rt, name, nargs, kwnames, 1, 2))
        return MR_NULL;
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "%s() argument 1 must be str, not %T", name,
                        args[0]);
    return mr_codecs_pair(rt, unicode_escape_text(rt, args[0], raw), mr_as_str(args[0])->length);
}

NATIVE(unicode_escape_encode)
{
    return encode(rt, "unicode_escape_encode", args, nargs, kwnames, false);
}
NATIVE(raw_unicode_escape_encode)
{
    return encode(rt, "raw_unicode_escape_encode", args, nargs, kwnames, true);
}

static int hex_digit(uint8_t c)
{
    return c >= '0' && c <= '9'                 ? c - '0'
           : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                : -1;
}

/* Up to `most` hexadecimal digits at p; how many there are. */
static size_t read_hex(const uint8_t *p, size_t left, size_t most, uint32_t *out)
{
    size_t n = 0;
    *out = 0;
    while (n < most && n < left && hex_digit(p[n]) >= 0)
        *out = *out * 16 + (uint32_t)hex_digit(p[n++]);
    return n;
}

static uint32_t simple_escape(uint8_t c)
{
    static const char codes[] = "abfnrtv\\'\"", values[] = "\a\b\f\n\r\t\v\\'\"";
    const char *at = c ? strchr(codes, c) : NULL;
    return at ? (uint8_t)values[at - codes] : UINT32_MAX;
}

/* One escape at p, which is a backslash: its length, 0 with *bad and *reason. */
static size_t read_escape(const uint8_t *p, size_t left, bool raw, uint32_t *c, size_t *bad,
                          const char **reason)
{
    uint8_t code = left > 1 ? p[1] : 0;
    if (raw && code != 'u' && code != 'U') {
        *c = '\\';
        return 1;
    }
    if (left == 1) {
        *bad = 1;
        *reason = "\\ at end of string";
        return 0;
    }
    if (code == 'x' || code == 'u' || code == 'U') {
        size_t digits = code == 'x' ? 2 : code == 'u' ? 4 : 8;
        size_t n = read_hex(p + 2, left - 2, digits, c);
        if (n == digits && *c <= 0x10ffff)
            return 2 + n;
        *bad = 2 + n;
        *reason = n == digits ? "illegal Unicode character" : code == 'x' ? "truncated \\xXX escape"
                  : code == 'u' ? "truncated \\uXXXX escape" : "truncated \\UXXXXXXXX escape";
        return 0;
    }
    if (code == 'N') {
        const uint8_t *end = left > 2 && p[2] == '{' ? memchr(p, '}', left) : NULL;
        *bad = end ? (size_t)(end - p) + 1 : 2;
        *reason = end ? "unknown Unicode character name" : "malformed \\N character escape";
        return 0;
    }
    if (code >= '0' && code <= '7') {
        size_t n = 1;
        *c = 0;
        while (n < 4 && n < left && p[n] >= '0' && p[n] <= '7')
            *c = *c * 8 + (uint32_t)(p[n++] - '0');
        return n;
    }
    if (simple_escape(code) != UINT32_MAX) {
        *c = simple_escape(code);
        return 2;
    }
    *c = '\\';
    return 1;
}

static mr_value decode_text(mr_runtime *rt, const uint8_t *data, size_t n, mr_value errors,
                            bool final, bool raw, size_t *used)
{
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    size_t i = 0;
    while (i < n && !b.failed) {
        if (data[i] != '\\') {
            mr_str_builder_char(&b, data[i++]);
            continue;
        }
        if (i + 1 < n && data[i + 1] == '\n' && !raw) {
            i += 2;
            continue;
        }
        uint32_t c;
        size_t bad = 0;
        const char *reason = NULL;
        if (raw && !final && i + 1 == n)
            break;
        size_t length = read_escape(data + i, n - i, raw, &c, &bad, &reason);
        if (length) {
            mr_str_builder_char(&b, c);
            i += length;
            continue;
        }
        if (!final && i + bad == n)
            break;
        mr_raise_decode(rt, raw ? "rawunicodeescape" : "unicodeescape", data, n, i, i + bad,
                        reason);
        int64_t at = -1;
        if (errors && !mr_str_is(errors, "strict")) {
            mr_value exception = mr_error_take(rt), replacement = MR_NULL;
            at = mr_codec_handle(rt, errors, exception, n, &replacement);
            mr_decref(rt, exception);
            if (at >= 0 && mr_is_str(replacement))
                mr_str_builder_str(&b, replacement);
            if (at >= 0)
                mr_decref(rt, replacement);
        }
        if (at < 0)
            b.failed = true;
        else
            i = (size_t)at;
    }
    *used = i;
    return mr_str_builder_take(&b);
}

static mr_value decode(mr_runtime *rt, const char *name, const mr_value *args, size_t nargs,
                       mr_value kwnames, bool raw)
{
    if (!mr_arity(rt, name, nargs, kwnames, 1, 3))
        return MR_NULL;
    mr_value errors = nargs > 1 ? args[1] : MR_NULL, bytes = MR_NULL;
    int final = nargs > 2 ? mr_truth(rt, args[2]) : 1;
    if (final < 0 || !mr_codecs_errors(rt, name, &errors))
        return MR_NULL;
    if (mr_is_str(args[0]) && !(bytes = mr_encode_with(rt, args[0], MR_UTF8, MR_NULL)))
        return MR_NULL;
    mr_buffer view;
    size_t used = 0;
    mr_value text = MR_NULL;
    if (mr_buffer_get(rt, bytes ? bytes : args[0], &view, 0) == 0) {
        text = decode_text(rt, view.data, view.length, errors, final, raw, &used);
        mr_buffer_release(rt, &view);
    }
    mr_decref(rt, bytes);
    return mr_codecs_pair(rt, text, used);
}

NATIVE(unicode_escape_decode)
{
    return decode(rt, "unicode_escape_decode", args, nargs, kwnames, false);
}
NATIVE(raw_unicode_escape_decode)
{
    return decode(rt, "raw_unicode_escape_decode", args, nargs, kwnames, true);
}

NATIVE(escape_encode)
{
    if (!mr_arity(rt, "escape_encode", nargs, kwnames, 1, 2))
        return MR_NULL;
    if (!mr_is_bytes(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "escape_encode() argument 1 must be bytes, not %T",
                        args[0]);
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    for (size_t i = 0; i < mr_as_bytes(args[0])->length; i++) {
        uint8_t c = mr_as_bytes(args[0])->data[i];
        char text[8];
        snprintf(text, sizeof text,
                 c == '\\' || c == '\''  ? "\\%c"
                 : c == '\t'             ? "\\t"
                 : c == '\n'             ? "\\n"
                 : c == '\r'             ? "\\r"
                 : c < 0x20 || c >= 0x7f ? "\\x%02x"
                                         : "%c",
                 c);
        mr_str_builder_text(&b, text);
    }
    mr_value text = mr_str_builder_take(&b);
    mr_value bytes = text ? mr_encode_with(rt, text, MR_ASCII, MR_NULL) : MR_NULL;
    mr_decref(rt, text);
    return mr_codecs_pair(rt, bytes, mr_as_bytes(args[0])->length);
}

NATIVE(escape_decode)
{
    if (!mr_arity(rt, "escape_decode", nargs, kwnames, 1, 2))
        return MR_NULL;
    mr_value errors = nargs > 1 ? args[1] : MR_NULL, given = MR_NULL;
    mr_buffer view;
    if (!mr_codecs_errors(rt, "escape_decode", &errors) ||
        (mr_is_str(args[0]) && !(given = mr_encode_with(rt, args[0], MR_UTF8, MR_NULL))))
        return MR_NULL;
    if (mr_buffer_get(rt, given ? given : args[0], &view, 0) < 0) {
        mr_decref(rt, given);
        return MR_NULL;
    }
    const uint8_t *p = view.data;
    size_t n = view.length, out = 0;
    mr_value bytes = mr_bytearray_new(rt, NULL, n);
    for (size_t i = 0; bytes && i < n;) {
        uint8_t *to = ((mr_bytearray *)mr_obj(bytes))->data;
        if (p[i] != '\\') {
            to[out++] = p[i++];
            continue;
        }
        if (i + 1 < n && p[i + 1] == '\n') {
            i += 2;
            continue;
        }
        uint32_t c = 0;
        size_t length = 0, bad;
        const char *reason = NULL;
        if (i + 1 == n) {
            mr_raise(rt, rt->exc.ValueError, "Trailing \\ in string");
        } else if (p[i + 1] == 'u' || p[i + 1] == 'U' || p[i + 1] == 'N') {
            c = '\\';
            length = 1;
        } else if (!(length = read_escape(p + i, n - i, false, &c, &bad, &reason))) {
            if (errors && (mr_str_is(errors, "replace") || mr_str_is(errors, "ignore"))) {
                if (mr_str_is(errors, "replace"))
                    to[out++] = '?';
                i += bad;
                continue;
            }
            mr_raise(rt, rt->exc.ValueError, "invalid \\x escape at position %zu", i);
        }
        if (!length) {
            mr_clear(rt, &bytes);
            break;
        }
        to[out++] = (uint8_t)c;
        i += length;
    }
    mr_value result =
        bytes ? mr_bytes_new(rt, n ? ((mr_bytearray *)mr_obj(bytes))->data : (uint8_t *)"", out)
              : MR_NULL;
    mr_decref(rt, bytes);
    mr_buffer_release(rt, &view);
    mr_decref(rt, given);
    return mr_codecs_pair(rt, result, n);
}

#define F(name) {#name, name, MR_ARGS_ANY, NULL}
const mr_method_def mr_codecs_escape[] = {
    F(unicode_escape_encode),     F(unicode_escape_decode), F(raw_unicode_escape_encode),
    F(raw_unicode_escape_decode), F(escape_encode),         F(escape_decode),
    {NULL, NULL, 0, NULL}};
