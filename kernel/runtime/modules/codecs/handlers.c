/*
 * handlers.c - the handlers of encoding and decoding errors, as functions
 * that take the exception and return (replacement, position).
 */
#include <stdio.h>

#include "modules/codecs/codecs.h"
#include "text/names.h"
#include "types/exceptions.h"

/* What a handler needs of a UnicodeError. */
struct trouble {
    mr_value object;
    size_t start, end;
    enum { ENCODE, DECODE, TRANSLATE } what;
};

static bool read_trouble(mr_runtime *rt, mr_value v, struct trouble *t)
{
    if (mr_isinstance(rt, v, rt->exc.UnicodeEncodeError)) {
        t->what = ENCODE;
    } else if (mr_isinstance(rt, v, rt->exc.UnicodeDecodeError)) {
        t->what = DECODE;
    } else if (mr_isinstance(rt, v, rt->exc.UnicodeTranslateError)) {
        t->what = TRANSLATE;
    } else {
        mr_raise(rt, rt->exc.TypeError, "don't know how to handle %T in error callback", v);
        return false;
    }
    mr_value object = mr_getattr_text(rt, v, "object");
    mr_value start = object ? mr_getattr_text(rt, v, "start") : MR_NULL;
    mr_value end = start ? mr_getattr_text(rt, v, "end") : MR_NULL;
    int64_t from = 0, to = 0;
    bool fine = end && mr_to_int64(rt, start, &from) && mr_to_int64(rt, end, &to);
    int64_t length = fine ? mr_length(rt, object) : -1;
    mr_decref(rt, start);
    mr_decref(rt, end);
    mr_decref(rt, object); /* the exception holds it */
    if (length < 0)
        return false;
    t->object = object;
    t->start = from < 0 ? 0 : from >= length ? (size_t)(length ? length - 1 : 0) : (size_t)from;
    t->end = to < 1 ? 1 : to > length ? (size_t)length : (size_t)to;
    return true;
}

static bool wrong(mr_runtime *rt, mr_value v)
{
    mr_raise(rt, rt->exc.TypeError, "don't know how to handle %T in error callback", v);
    return false;
}

static mr_value answer(mr_runtime *rt, mr_str_builder *b, size_t position)
{
    return mr_codecs_pair(rt, mr_str_builder_take(b), position);
}

NATIVE(handle_strict)
{
    if (!mr_is_exception(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "codec must pass exception instance");
    return mr_raise_exception(rt, args[0]);
}

NATIVE(handle_ignore)
{
    struct trouble t;
    return read_trouble(rt, args[0], &t) ? mr_codecs_pair(rt, mr_incref(rt->empty_str), t.end)
                                         : MR_NULL;
}

NATIVE(handle_replace)
{
    struct trouble t;
    if (!read_trouble(rt, args[0], &t))
        return MR_NULL;
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    size_t n = t.what == DECODE ? 1 : t.end - t.start;
    while (n-- > 0)
        mr_str_builder_char(&b, t.what == ENCODE ? '?' : 0xfffd);
    return answer(rt, &b, t.end);
}

NATIVE(handle_xmlcharref)
{
    struct trouble t;
    if (!read_trouble(rt, args[0], &t) || (t.what != ENCODE && !wrong(rt, args[0])))
        return MR_NULL;
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    for (size_t i = t.start; i < t.end; i++) {
        char text[16];
        snprintf(text, sizeof text, "&#%u;", mr_str_at(mr_as_str(t.object), i));
        mr_str_builder_text(&b, text);
    }
    return answer(rt, &b, t.end);
}

static void add_escape(mr_str_builder *b, uint32_t c)
{
    char text[16];
    snprintf(text, sizeof text, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
    mr_str_builder_text(b, text);
}

NATIVE(handle_backslash)
{
    struct trouble t;
    if (!read_trouble(rt, args[0], &t))
        return MR_NULL;
    mr_str_builder b;
    mr_buffer view = {0};
    mr_str_builder_init(&b, rt);
    if (t.what == DECODE && mr_buffer_get(rt, t.object, &view, 0) < 0)
        return MR_NULL;
    for (size_t i = t.start; i < t.end; i++) {
        add_escape(&b, t.what == DECODE ? ((const uint8_t *)view.data)[i]
                                        : mr_str_at(mr_as_str(t.object), i));
    }
    if (t.what == DECODE)
        mr_buffer_release(rt, &view);
    return answer(rt, &b, t.end);
}

NATIVE(handle_names)
{
    struct trouble t;
    if (!read_trouble(rt, args[0], &t) || (t.what != ENCODE && !wrong(rt, args[0])))
        return MR_NULL;
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    for (size_t i = t.start; i < t.end; i++) {
        char name[MR_LONGEST_NAME];
        uint32_t c = mr_str_at(mr_as_str(t.object), i);
        size_t length = mr_name_of_char(c, name);
        if (length) {
            mr_str_builder_text(&b, "\\N{");
            mr_str_builder_utf8(&b, name, length);
            mr_str_builder_char(&b, '}');
        } else {
            add_escape(&b, c);
        }
    }
    return answer(rt, &b, t.end);
}

NATIVE(handle_surrogateescape)
{
    struct trouble t;
    if (!read_trouble(rt, args[0], &t) || (t.what == TRANSLATE && !wrong(rt, args[0])))
        return MR_NULL;
    if (t.what == ENCODE) {
        mr_value bytes = mr_bytes_new(rt, NULL, t.end - t.start);
        for (size_t i = t.start; bytes && i < t.end; i++) {
            uint32_t c = mr_str_at(mr_as_str(t.object), i);
            if (c < 0xdc80 || c > 0xdcff) {
                mr_decref(rt, bytes);
                return mr_raise_exception(rt, args[0]);
            }
            mr_as_bytes(bytes)->data[i - t.start] = (uint8_t)(c - 0xdc00);
        }
        return mr_codecs_pair(rt, bytes, t.end);
    }
    mr_buffer view;
    if (mr_buffer_get(rt, t.object, &view, 0) < 0)
        return MR_NULL;
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    size_t i = t.start;
    for (; i < t.end && i < t.start + 4 && ((const uint8_t *)view.data)[i] >= 0x80; i++)
        mr_str_builder_char(&b, 0xdc00u + ((const uint8_t *)view.data)[i]);
    mr_buffer_release(rt, &view);
    if (i == t.start) {
        mr_str_builder_finish(&b);
        return mr_raise_exception(rt, args[0]);
    }
    return answer(rt, &b, i);
}

/* The codec an exception is about, when surrogates may pass through it. */
static enum mr_codec passing_codec(mr_runtime *rt, mr_value exception)
{
    mr_value name = mr_getattr_text(rt, exception, "encoding");
    enum mr_codec codec = MR_OTHER_CODEC;
    if (name && mr_is_str(name) && mr_as_str(name)->ascii)
        codec = mr_codec_of((const char *)mr_as_str(name)->data, mr_as_str(name)->length);
    mr_decref(rt, name);
    return codec == MR_UTF16 ? MR_UTF16LE : codec == MR_UTF32 ? MR_UTF32LE
           : codec == MR_ASCII || codec == MR_LATIN1 ? MR_OTHER_CODEC : codec;
}

static size_t unit_size(enum mr_codec codec)
{
    return codec == MR_UTF8 ? 3 : codec < MR_UTF32 ? 2 : 4;
}

static void put_surrogate(uint8_t *to, enum mr_codec codec, uint32_t c)
{
    if (codec == MR_UTF8) {
        to[0] = (uint8_t)(0xe0 | c >> 12);
        to[1] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
        to[2] = (uint8_t)(0x80 | (c & 0x3f));
        return;
    }
    size_t n = unit_size(codec);
    bool big = codec == MR_UTF16BE || codec == MR_UTF32BE;
    for (size_t i = 0; i < n; i++)
        to[big ? n - 1 - i : i] = (uint8_t)(c >> 8 * i);
}

static uint32_t get_surrogate(const uint8_t *p, enum mr_codec codec)
{
    if (codec == MR_UTF8)
        return (p[0] & 0xf0) == 0xe0 && (p[1] & 0xc0) == 0x80 && (p[2] & 0xc0) == 0x80
                   ? (p[0] & 0xfu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu) : 0;
    size_t n = unit_size(codec);
    bool big = codec == MR_UTF16BE || codec == MR_UTF32BE;
    uint32_t c = 0;
    for (size_t i = 0; i < n; i++)
        c |= (uint32_t)p[big ? n - 1 - i : i] << 8 * i;
    return c;
}

NATIVE(handle_surrogatepass)
{
    struct trouble t;
    if (!read_trouble(rt, args[0], &t) || (t.what == TRANSLATE && !wrong(rt, args[0])))
        return MR_NULL;
    enum mr_codec codec = passing_codec(rt, args[0]);
    if (codec == MR_OTHER_CODEC)
        return mr_error(rt) ? MR_NULL : mr_raise_exception(rt, args[0]);
    size_t unit = unit_size(codec);
    if (t.what == ENCODE) {
        mr_value bytes = mr_bytes_new(rt, NULL, (t.end - t.start) * unit);
        for (size_t i = t.start; bytes && i < t.end; i++) {
            uint32_t c = mr_str_at(mr_as_str(t.object), i);
            if (c < 0xd800 || c > 0xdfff) {
                mr_decref(rt, bytes);
                return mr_raise_exception(rt, args[0]);
            }
            put_surrogate(mr_as_bytes(bytes)->data + (i - t.start) * unit, codec, c);
        }
        return mr_codecs_pair(rt, bytes, t.end);
    }
    mr_buffer view;
    if (mr_buffer_get(rt, t.object, &view, 0) < 0)
        return MR_NULL;
    uint32_t c = view.length - t.start >= unit
                     ? get_surrogate((const uint8_t *)view.data + t.start, codec)
                     : 0;
    mr_buffer_release(rt, &view);
    if (c < 0xd800 || c > 0xdfff)
        return mr_raise_exception(rt, args[0]);
    return mr_codecs_pair(rt, mr_str_char(rt, c), t.start + unit);
}

const mr_method_def mr_codecs_handlers[] = {
    {"strict", handle_strict, MR_ARGS_ONE, NULL},
    {"ignore", handle_ignore, MR_ARGS_ONE, NULL},
    {"replace", handle_replace, MR_ARGS_ONE, NULL},
    {"xmlcharrefreplace", handle_xmlcharref, MR_ARGS_ONE, NULL},
    {"backslashreplace", handle_backslash, MR_ARGS_ONE, NULL},
    {"namereplace", handle_names, MR_ARGS_ONE, NULL},
    {"surrogateescape", handle_surrogateescape, MR_ARGS_ONE, NULL},
    {"surrogatepass", handle_surrogatepass, MR_ARGS_ONE, NULL},
    {NULL, NULL, 0, NULL},
};
