/*
 * charmap.c - codecs by tables of characters: charmap_encode, charmap_decode,
 * charmap_build.
 */
#include <stdlib.h>

#include "modules/codecs/codecs.h"

struct bytes_out {
    uint8_t *data;
    size_t length, capacity;
};

static bool put(mr_runtime *rt, struct bytes_out *out, const void *data, size_t n)
{
    if (out->capacity - out->length < n) {
        size_t capacity = 2 * out->capacity + n + 32;
        uint8_t *grown = realloc(out->data, capacity);
        if (!grown) {
            mr_raise_no_memory(rt);
            return false;
        }
        out->data = grown;
        out->capacity = capacity;
    }
    memcpy(out->data + out->length, data, n);
    out->length += n;
    return true;
}

/* Adds what the mapping has for c: 1; 0 when it has nothing; -1. */
static int map_char(mr_runtime *rt, struct bytes_out *out, mr_value mapping, uint32_t c)
{
    mr_value v = mr_getitem(rt, mapping, mr_small_int(c));
    int result = -1;
    if (!v)
        return mr_error_catch(rt, rt->exc.LookupError) ? 0 : -1;
    if (v == MR_NONE) {
        result = 0;
    } else if (mr_is_int(v)) {
        int64_t n = mr_small_int_value(v);
        uint8_t byte = (uint8_t)n;
        if (n < 0 || n > 255)
            mr_raise(rt, rt->exc.TypeError, "character mapping must be in range(256)");
        else
            result = put(rt, out, &byte, 1) ? 1 : -1;
    } else if (mr_is_bytes(v)) {
        result = put(rt, out, mr_as_bytes(v)->data, mr_as_bytes(v)->length) ? 1 : -1;
    } else {
        mr_raise(rt, rt->exc.TypeError,
                 "character mapping must return integer, bytes or None, not %T", v);
    }
    mr_decref(rt, v);
    return result;
}

static int64_t encode_error(mr_runtime *rt, struct bytes_out *out, mr_value str, size_t from,
                            size_t to, mr_value errors, mr_value mapping)
{
    static const char reason[] = "character maps to <undefined>";
    mr_raise_encode(rt, "charmap", str, from, to, reason);
    if (!errors)
        return -1;
    mr_value exception = mr_error_take(rt), replacement = MR_NULL;
    int64_t at = mr_codec_handle(rt, errors, exception, mr_as_str(str)->length, &replacement);
    mr_decref(rt, exception);
    if (at < 0)
        return -1;
    if (mr_is_bytes(replacement) &&
        !put(rt, out, mr_as_bytes(replacement)->data, mr_as_bytes(replacement)->length))
        at = -1;
    for (size_t i = 0; at >= 0 && mr_is_str(replacement) && i < mr_as_str(replacement)->length;
         i++) {
        int found = map_char(rt, out, mapping, mr_str_at(mr_as_str(replacement), i));
        if (found == 0)
            mr_raise_encode(rt, "charmap", str, from, to, reason);
        if (found <= 0)
            at = -1;
    }
    mr_decref(rt, replacement);
    return at;
}

NATIVE(charmap_encode)
{
    if (!mr_arity(rt, "charmap_encode", nargs, kwnames, 1, 3))
        return MR_NULL;
    mr_value errors = nargs > 1 ? args[1] : MR_NULL, mapping = nargs > 2 ? args[2] : MR_NONE;
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "charmap_encode() argument 1 must be str, not %T",
                        args[0]);
    if (!mr_codecs_errors(rt, "charmap_encode", &errors))
        return MR_NULL;
    size_t n = mr_as_str(args[0])->length;
    if (mapping == MR_NONE)
        return mr_codecs_pair(rt, mr_encode_with(rt, args[0], MR_LATIN1, errors), n);
    struct bytes_out out = {0};
    bool fine = true;
    for (size_t i = 0; fine && i < n;) {
        int found = map_char(rt, &out, mapping, mr_str_at(mr_as_str(args[0]), i));
        if (found == 0) {
            struct bytes_out probe = {0};
            size_t to = i + 1;
            while (to < n &&
                   (found = map_char(rt, &probe, mapping, mr_str_at(mr_as_str(args[0]), to))) == 0)
                to++;
            free(probe.data);
            int64_t at = found < 0 ? -1 : encode_error(rt, &out, args[0], i, to, errors, mapping);
            fine = at >= 0;
            i = (size_t)at;
        } else {
            fine = found > 0;
            i++;
        }
    }
    mr_value bytes =
        fine ? mr_bytes_new(rt, out.data ? out.data : (const uint8_t *)"", out.length) : MR_NULL;
    free(out.data);
    return mr_codecs_pair(rt, bytes, n);
}

/* Adds the character for a byte: 1; 0 when there is none; -1. */
static int unmap_byte(mr_runtime *rt, mr_str_builder *b, mr_value mapping, uint8_t byte)
{
    if (mr_is_exact(mapping, MR_KIND_STR)) {
        const mr_str *table = mr_as_str(mapping);
        if (byte >= table->length || mr_str_at(table, byte) == 0xfffe)
            return 0;
        return mr_str_builder_char(b, mr_str_at(table, byte)) ? 1 : -1;
    }
    mr_value v = mr_getitem(rt, mapping, mr_small_int(byte));
    int result = -1;
    if (!v)
        return mr_error_catch(rt, rt->exc.LookupError) ? 0 : -1;
    if (v == MR_NONE || v == mr_small_int(0xfffe)) {
        result = 0;
    } else if (mr_is_int(v)) {
        int64_t c = mr_small_int_value(v);
        if (c < 0 || c > 0x10ffff)
            mr_raise(rt, rt->exc.TypeError, "character mapping must be in range(0x%x)", 0x110000);
        else
            result = mr_str_builder_char(b, (uint32_t)c) ? 1 : -1;
    } else if (mr_is_str(v)) {
        bool none = mr_as_str(v)->length == 1 && mr_str_at(mr_as_str(v), 0) == 0xfffe;
        result = none ? 0 : mr_str_builder_str(b, v) ? 1 : -1;
    } else {
        mr_raise(rt, rt->exc.TypeError, "character mapping must return integer, None or str");
    }
    mr_decref(rt, v);
    return result;
}

NATIVE(charmap_decode)
{
    if (!mr_arity(rt, "charmap_decode", nargs, kwnames, 1, 3))
        return MR_NULL;
    mr_value errors = nargs > 1 ? args[1] : MR_NULL, mapping = nargs > 2 ? args[2] : MR_NONE;
    mr_buffer view;
    if (!mr_codecs_errors(rt, "charmap_decode", &errors) ||
        mr_buffer_get(rt, args[0], &view, 0) < 0)
        return MR_NULL;
    const uint8_t *data = view.data;
    size_t n = view.length;
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    bool fine = true;
    for (size_t i = 0; fine && i < n;) {
        int found = mapping == MR_NONE ? (mr_str_builder_char(&b, data[i]) ? 1 : -1)
                                       : unmap_byte(rt, &b, mapping, data[i]);
        fine = found >= 0;
        if (found) {
            i++;
            continue;
        }
        mr_raise_decode(rt, "charmap", data, n, i, i + 1, "character maps to <undefined>");
        fine = errors != MR_NULL;
        if (!fine)
            break;
        mr_value exception = mr_error_take(rt), replacement = MR_NULL;
        int64_t at = mr_codec_handle(rt, errors, exception, n, &replacement);
        mr_decref(rt, exception);
        fine = at >= 0 && (!mr_is_str(replacement) || mr_str_builder_str(&b, replacement));
        if (at >= 0)
            mr_decref(rt, replacement);
        i = (size_t)at;
    }
    mr_buffer_release(rt, &view);
    if (!fine) {
        mr_str_builder_finish(&b);
        return MR_NULL;
    }
    return mr_codecs_pair(rt, mr_str_builder_take(&b), n);
}

NATIVE(charmap_build)
{
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "charmap_build() argument must be str, not %T",
                        args[0]);
    mr_value map = mr_dict_new(rt);
    for (size_t i = 0; map && i < mr_as_str(args[0])->length && i < 256; i++) {
        uint32_t c = mr_str_at(mr_as_str(args[0]), i);
        if (c != 0xfffe && !mr_dict_set(rt, map, mr_small_int(c), mr_small_int((int64_t)i)))
            mr_clear(rt, &map);
    }
    return map;
}

const mr_method_def mr_codecs_charmap[] = {
    {"charmap_build", charmap_build, MR_ARGS_ONE, NULL},
    {"charmap_decode", charmap_decode, MR_ARGS_ANY, NULL},
    {"charmap_encode", charmap_encode, MR_ARGS_ANY, NULL},
    {NULL, NULL, 0, NULL},
};
