/*
 * codecs.c - text to bytes and back: UTF-8, UTF-16, UTF-32, Latin-1, ASCII,
 * with the error handlers; everything else through the codecs module.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/runtime.h"
#include "text/codecs.h"
#include "text/text.h"
#include "text/unicode_error.h"
#include "types/abstract.h"
#include "types/bytes.h"
#include "types/containers.h"
#include "types/int.h"

/* ---- names ---- */

enum mr_codec mr_codec_of(const char *name, size_t length)
{
    static const struct {
        const char *name;
        enum mr_codec codec;
    } known[] = {
        {"utf8", MR_UTF8},       {"u8", MR_UTF8},         {"cp65001", MR_UTF8},
        {"ascii", MR_ASCII},     {"usascii", MR_ASCII},   {"646", MR_ASCII},
        {"latin1", MR_LATIN1},   {"latin", MR_LATIN1},    {"iso88591", MR_LATIN1},
        {"88591", MR_LATIN1},    {"l1", MR_LATIN1},       {"cp819", MR_LATIN1},
        {"utf16", MR_UTF16},     {"u16", MR_UTF16},       {"utf16le", MR_UTF16LE},
        {"utf16be", MR_UTF16BE}, {"utf32", MR_UTF32},     {"u32", MR_UTF32},
        {"utf32le", MR_UTF32LE}, {"utf32be", MR_UTF32BE},
    };
    char plain[16];
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        char c = name[i];
        if (c == '-' || c == '_' || c == ' ')
            continue;
        if (n == sizeof plain - 1)
            return MR_OTHER_CODEC;
        plain[n++] = (char)tolower((unsigned char)c);
    }
    plain[n] = '\0';
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!strcmp(plain, known[i].name))
            return known[i].codec;
    }
    return MR_OTHER_CODEC;
}

static enum mr_codec codec_of_str(mr_value encoding)
{
    if (!encoding)
        return MR_UTF8;
    const mr_str *s = mr_as_str(encoding);
    return s->ascii ? mr_codec_of((const char *)s->data, s->length)
                                        : MR_OTHER_CODEC;
}

static const char *const codec_names[] = {
    [MR_UTF8] = "utf-8", [MR_ASCII] = "ascii", [MR_LATIN1] = "latin-1", [MR_UTF16] = "utf-16",
    [MR_UTF16LE] = "utf-16-le", [MR_UTF16BE] = "utf-16-be", [MR_UTF32] = "utf-32",
    [MR_UTF32LE] = "utf-32-le", [MR_UTF32BE] = "utf-32-be",
};

/* ---- bytes in the making ---- */

struct sink {
    mr_runtime *rt;
    uint8_t *data;
    size_t length, capacity;
    bool failed;
};

static void put(struct sink *s, const void *bytes, size_t n)
{
    if (s->capacity - s->length < n && !s->failed) {
        size_t capacity = s->capacity + s->capacity / 2 + n + 64;
        uint8_t *grown = realloc(s->data, capacity);
        if (!grown) {
            mr_raise_no_memory(s->rt);
            s->failed = true;
            return;
        }
        s->data = grown;
        s->capacity = capacity;
    }
    if (s->failed)
        return;
    memcpy(s->data + s->length, bytes, n);
    s->length += n;
}

static void put_unit(struct sink *s, uint32_t unit, size_t size, bool big)
{
    uint8_t bytes[4];
    for (size_t i = 0; i < size; i++)
        bytes[big ? size - 1 - i : i] = (uint8_t)(unit >> 8 * i);
    put(s, bytes, size);
}

/* Encodes one code point; false when the codec has no place for it. */
static bool put_char(struct sink *s, enum mr_codec codec, uint32_t c)
{
    char utf8[4];
    uint8_t byte = (uint8_t)c;
    switch (codec) {
    case MR_ASCII:
    case MR_LATIN1:
        if (c >= (codec == MR_ASCII ? 0x80u : 0x100u))
            return false;
        put(s, &byte, 1);
        return true;
    case MR_UTF8:
        if (c >= 0xd800 && c < 0xe000)
            return false;
        put(s, utf8, mr_utf8_encode(c, utf8));
        return true;
    case MR_UTF16:
    case MR_UTF16LE:
    case MR_UTF16BE:
        if (c >= 0xd800 && c < 0xe000)
            return false;
        if (c >= 0x10000) {
            put_unit(s, 0xd800 + ((c - 0x10000) >> 10), 2, codec == MR_UTF16BE);
            c = 0xdc00 + ((c - 0x10000) & 0x3ff);
        }
        put_unit(s, c, 2, codec == MR_UTF16BE);
        return true;
    default:
        if (c >= 0xd800 && c < 0xe000)
            return false;
        put_unit(s, c, 4, codec == MR_UTF32BE);
        return true;
    }
}

static const char *encode_reason(enum mr_codec codec)
{
    return codec == MR_ASCII    ? "ordinal not in range(128)"
           : codec == MR_LATIN1 ? "ordinal not in range(256)"
                                : "surrogates not allowed";
}

static void put_text(struct sink *s, enum mr_codec codec, const char *ascii)
{
    for (; *ascii; ascii++)
        put_char(s, codec, (uint8_t)*ascii);
}

int64_t mr_codec_handle(mr_runtime *rt, mr_value errors, mr_value exception, size_t length,
                        mr_value *replacement)
{
    mr_value lookup = mr_import_attr(rt, "_codecs", "lookup_error");
    mr_value handler = lookup ? mr_call1(rt, lookup, errors) : MR_NULL;
    mr_value answer = handler ? mr_call1(rt, handler, exception) : MR_NULL;
    int64_t at = -1;
    *replacement = MR_NULL;
    if (answer && (!mr_is_tuple(answer) || mr_as_tuple(answer)->length != 2 ||
                   !mr_is_integer(mr_as_tuple(answer)->items[1]))) {
        mr_raise(rt, rt->exc.TypeError, "error handler must return (str, int) tuple");
    } else if (answer && mr_to_int64(rt, mr_as_tuple(answer)->items[1], &at)) {
        if (at < 0)
            at += (int64_t)length;
        if (at < 0 || at > (int64_t)length) {
            mr_raise(rt, rt->exc.IndexError, "position %lld from error handler out of bounds",
                     (long long)at);
            at = -1;
        } else {
            *replacement = mr_incref(mr_as_tuple(answer)->items[0]);
        }
    }
    mr_decref(rt, lookup);
    mr_decref(rt, handler);
    mr_decref(rt, answer);
    return at;
}

/* Code points from..to-1 cannot be encoded: does what the handler says; where to go on, or -1. */
static int64_t encode_error(struct sink *s, enum mr_codec codec, mr_value str, size_t from,
                            size_t to, mr_value errors)
{
    mr_runtime *rt = s->rt;
    const mr_str *text = mr_as_str(str);
    char escape[16];
    if (!errors || mr_str_is(errors, "strict")) {
        mr_raise_encode(rt, codec_names[codec], str, from, to, encode_reason(codec));
        return -1;
    }
    if (mr_str_is(errors, "ignore"))
        return (int64_t)to;
    for (size_t i = from; i < to; i++) {
        uint32_t c = mr_str_at(text, i);
        if (mr_str_is(errors, "replace")) {
            put_text(s, codec, "?");
        } else if (mr_str_is(errors, "backslashreplace")) {
            snprintf(escape, sizeof escape,
                     c < 0x100     ? "\\x%02x"
                     : c < 0x10000 ? "\\u%04x"
                                   : "\\U%08x",
                     c);
            put_text(s, codec, escape);
        } else if (mr_str_is(errors, "xmlcharrefreplace")) {
            snprintf(escape, sizeof escape, "&#%u;", c);
            put_text(s, codec, escape);
        } else if (mr_str_is(errors, "surrogateescape") && c >= 0xdc80 && c <= 0xdcff) {
            put(s, &(uint8_t){(uint8_t)(c - 0xdc00)}, 1);
        } else if (mr_str_is(errors, "surrogatepass") && c >= 0xd800 && c < 0xe000) {
            char utf8[4];
            if (codec == MR_UTF8)
                put(s, utf8, mr_utf8_encode(c, utf8));
            else
                put_unit(s, c, codec >= MR_UTF32 ? 4 : 2,
                         codec == MR_UTF16BE || codec == MR_UTF32BE);
        } else if (mr_str_is(errors, "surrogateescape") || mr_str_is(errors, "surrogatepass")) {
            mr_raise_encode(rt, codec_names[codec], str, i, to, encode_reason(codec));
            return -1;
        } else {
            mr_raise_encode(rt, codec_names[codec], str, from, to, encode_reason(codec));
            mr_value exception = mr_error_take(rt), replacement;
            int64_t at =
                exception ? mr_codec_handle(rt, errors, exception, text->length, &replacement) : -1;
            mr_decref(rt, exception);
            if (at < 0)
                return -1;
            if (mr_is_bytes(replacement)) {
                put(s, mr_as_bytes(replacement)->data, mr_as_bytes(replacement)->length);
            } else if (mr_is_str(replacement)) {
                const mr_str *r = mr_as_str(replacement);
                for (size_t k = 0; k < r->length; k++) {
                    if (!put_char(s, codec, mr_str_at(r, k))) {
                        mr_decref(rt, replacement);
                        mr_raise_encode(rt, codec_names[codec], str, from, to,
                                        encode_reason(codec));
                        return -1;
                    }
                }
            }
            mr_decref(rt, replacement);
            return at;
        }
    }
    return (int64_t)to;
}

/* The codecs module does it: its function's result, first item of the pair. */
static mr_value by_module(mr_runtime *rt, const char *function, mr_value object, mr_value encoding,
                          mr_value errors)
{
    mr_value f = mr_import_attr(rt, "codecs", function);
    mr_value args[3] = {object, encoding, errors};
    mr_value result = f ? mr_call(rt, f, args, errors ? 3 : 2, MR_NULL) : MR_NULL;
    mr_decref(rt, f);
    return result;
}

mr_value mr_encode_with(mr_runtime *rt, mr_value str, enum mr_codec codec, mr_value errors)
{
    const mr_str *text = mr_as_str(str);
    if (text->ascii && codec <= MR_LATIN1)
        return mr_bytes_new(rt, text->data, text->length);
    struct sink s = {.rt = rt};
    if (codec == MR_UTF16 || codec == MR_UTF32)
        put_unit(&s, 0xfeff, codec == MR_UTF16 ? 2 : 4, false);
    for (size_t i = 0; i < text->length && !s.failed;) {
        if (mr_poll_interrupt(rt) < 0) {
            s.failed = true;
            break;
        }
        if (put_char(&s, codec, mr_str_at(text, i))) {
            i++;
            continue;
        }
        size_t to = i + 1;
        struct sink probe = {.rt = rt};
        while (to < text->length && !put_char(&probe, codec, mr_str_at(text, to)))
            to++;
        free(probe.data);
        int64_t at = encode_error(&s, codec, str, i, to, errors);
        if (at < 0)
            s.failed = true;
        else
            i = (size_t)at;
    }
    mr_value bytes =
        s.failed ? MR_NULL : mr_bytes_new(rt, s.data ? s.data : (uint8_t *)"", s.length);
    free(s.data);
    return bytes;
}

mr_value mr_encode(mr_runtime *rt, mr_value str, mr_value encoding, mr_value errors)
{
    enum mr_codec codec = codec_of_str(encoding);
    if (codec != MR_OTHER_CODEC)
        return mr_encode_with(rt, str, codec, errors);
    mr_value bytes = by_module(rt, "encode", str, encoding, errors);
    if (bytes && !mr_is_bytes(bytes) && !mr_is_bytearray(bytes)) {
        mr_raise(rt, rt->exc.TypeError,
                 "'%V' encoder returned '%T' instead of 'bytes'; use codecs.encode() to encode to "
                 "arbitrary types",
                 encoding, bytes);
        mr_clear(rt, &bytes);
    }
    return bytes;
}

/* ---- decoding ---- */

struct source {
    const uint8_t *data;
    size_t length;
};

/* Decodes one code point at i; its length, 0 when the bytes are bad (*bad of
 * them, for a *reason), or SIZE_MAX when they end too early. */
static size_t get_char(const struct source *s, enum mr_codec codec, size_t i, uint32_t *c,
                       size_t *bad, const char **reason)
{
    const uint8_t *p = s->data + i;
    size_t left = s->length - i;
    *bad = 1;
    switch (codec) {
    case MR_LATIN1: *c = p[0]; return 1;
    case MR_ASCII:
        *reason = "ordinal not in range(128)";
        *c = p[0];
        return p[0] < 0x80;
    case MR_UTF8: return mr_utf8_decode(p, left, c, bad, reason);
    case MR_UTF16LE:
    case MR_UTF16BE: {
        bool big = codec == MR_UTF16BE;
        *reason = "truncated data";
        *bad = left;
        if (left < 2)
            return 0;
        uint32_t u = big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
        *c = u;
        if (u < 0xd800 || u >= 0xe000)
            return 2;
        *reason = u >= 0xdc00 ? "illegal encoding" : "unexpected end of data";
        *bad = u >= 0xdc00 ? 2 : left;
        if (u >= 0xdc00 || left < 4)
            return 0;
        uint32_t v = big ? (uint32_t)p[2] << 8 | p[3] : (uint32_t)p[3] << 8 | p[2];
        *reason = "illegal UTF-16 surrogate";
        *bad = 2;
        if (v < 0xdc00 || v >= 0xe000)
            return 0;
        *c = 0x10000 + ((u - 0xd800) << 10) + (v - 0xdc00);
        return 4;
    }
    default: {
        bool big = codec == MR_UTF32BE;
        *reason = "truncated data";
        *bad = left;
        if (left < 4)
            return 0;
        *c = big ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]
                 : (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
        *bad = 4;
        *reason = *c > 0x10ffff ? "code point not in range(0x110000)"
                                : "code point in surrogate code point range(0xd800, 0xe000)";
        return *c > 0x10ffff || (*c >= 0xd800 && *c < 0xe000) ? 0 : 4;
    }
    }
}

static int64_t decode_error(mr_runtime *rt, mr_str_builder *b, const struct source *s,
                            enum mr_codec codec, size_t from, size_t bad, const char *reason,
                            mr_value errors)
{
    size_t to = from + bad;
    char escape[8];
    if (!errors || mr_str_is(errors, "strict")) {
        mr_raise_decode(rt, codec_names[codec], s->data, s->length, from, to, reason);
        return -1;
    }
    if (mr_str_is(errors, "ignore"))
        return (int64_t)to;
    if (mr_str_is(errors, "replace")) {
        mr_str_builder_char(b, 0xfffd);
        return (int64_t)to;
    }
    if (mr_str_is(errors, "backslashreplace") ||
        (mr_str_is(errors, "surrogateescape") && s->data[from] >= 0x80)) {
        bool escaped = mr_str_is(errors, "surrogateescape");
        for (size_t i = from; i < to; i++) {
            if (escaped && s->data[i] < 0x80)
                return (int64_t)i;
            snprintf(escape, sizeof escape, "\\x%02x", s->data[i]);
            if (escaped)
                mr_str_builder_char(b, 0xdc00u + s->data[i]);
            else
                mr_str_builder_text(b, escape);
        }
        return (int64_t)to;
    }
    if (mr_str_is(errors, "surrogatepass") && codec == MR_UTF8 && s->length - from >= 3 &&
        s->data[from] == 0xed && s->data[from + 1] >= 0xa0 && (s->data[from + 1] & 0xc0) == 0x80 &&
        (s->data[from + 2] & 0xc0) == 0x80) {
        mr_str_builder_char(b, 0xd000u | (s->data[from + 1] & 0x3fu) << 6 |
                                   (s->data[from + 2] & 0x3fu));
        return (int64_t)from + 3;
    }
    mr_raise_decode(rt, codec_names[codec], s->data, s->length, from, to, reason);
    if (mr_str_is(errors, "surrogatepass") || mr_str_is(errors, "surrogateescape"))
        return -1;
    mr_value exception = mr_error_take(rt), replacement;
    int64_t at = exception ? mr_codec_handle(rt, errors, exception, s->length, &replacement) : -1;
    mr_decref(rt, exception);
    if (at >= 0 && mr_is_str(replacement))
        mr_str_builder_str(b, replacement);
    if (at >= 0)
        mr_decref(rt, replacement);
    return at;
}

/* Bytes taken at once between two polls. */
#define ASCII_STEP ((size_t)4 << 20)

mr_value mr_decode_with(mr_runtime *rt, const void *data, size_t length, enum mr_codec codec,
                        mr_value errors, bool final, size_t *consumed)
{
    struct source s = {data, length};
    size_t i = 0;
    if (codec == MR_UTF16 || codec == MR_UTF32) {
        bool wide = codec == MR_UTF32;
        codec = wide ? MR_UTF32LE : MR_UTF16LE;
        if (!wide && length >= 2 && s.data[0] == 0xfe && s.data[1] == 0xff)
            codec = MR_UTF16BE;
        if (wide && length >= 4 && s.data[0] == 0 && s.data[1] == 0 && s.data[2] == 0xfe &&
            s.data[3] == 0xff)
            codec = MR_UTF32BE;
        bool mark = wide ? length >= 4 && s.data[0] == 0xff && s.data[1] == 0xfe &&
                               s.data[2] == 0 && s.data[3] == 0
                         : length >= 2 && s.data[0] == 0xff && s.data[1] == 0xfe;
        if (mark || codec == MR_UTF16BE || codec == MR_UTF32BE)
            i = wide ? 4 : 2;
    }
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    while (i < length && !b.failed) {
        if (mr_poll_interrupt(rt) < 0) {
            b.failed = true;
            break;
        }
        if (codec <= MR_LATIN1) {
            size_t from = i;
            size_t stop = length - i < ASCII_STEP ? length : i + ASCII_STEP;
            while (i < stop && s.data[i] < 0x80)
                i++;
            if (i > from && !mr_str_builder_utf8(&b, (const char *)s.data + from, i - from))
                break;
            if (i == stop)
                continue;
        }
        uint32_t c;
        size_t bad;
        const char *reason = NULL;
        size_t n = get_char(&s, codec, i, &c, &bad, &reason);
        if (n > 0) {
            mr_str_builder_char(&b, c);
            i += n;
            continue;
        }
        if (!final && i + bad == length &&
            (!strcmp(reason, "unexpected end of data") || !strcmp(reason, "truncated data")))
            break;
        int64_t at = decode_error(rt, &b, &s, codec, i, bad, reason, errors);
        if (at < 0)
            b.failed = true;
        else
            i = (size_t)at;
    }
    if (consumed)
        *consumed = i;
    return mr_str_builder_take(&b);
}

mr_value mr_decode(mr_runtime *rt, mr_value bytes_like, mr_value encoding, mr_value errors)
{
    enum mr_codec codec = codec_of_str(encoding);
    if (codec == MR_OTHER_CODEC) {
        mr_value text = by_module(rt, "decode", bytes_like, encoding, errors);
        if (text && !mr_is_str(text)) {
            mr_raise(rt, rt->exc.TypeError,
                     "'%V' decoder returned '%T' instead of 'str'; use codecs.decode() to decode "
                     "to arbitrary types",
                     encoding, text);
            mr_clear(rt, &text);
        }
        return text;
    }
    mr_buffer view;
    if (mr_buffer_get(rt, bytes_like, &view, 0) < 0)
        return MR_NULL;
    mr_value text = mr_decode_with(rt, view.data, view.length, codec, errors, true, NULL);
    mr_buffer_release(rt, &view);
    return text;
}
