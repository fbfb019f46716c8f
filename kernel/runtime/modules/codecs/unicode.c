/*
 * unicode.c - the encoders and decoders of the Unicode transformation
 * formats, of Latin-1 and ASCII, as functions of _codecs.
 */
#include "modules/codecs/codecs.h"

static mr_value encode(mr_runtime *rt, const char *name, enum mr_codec codec, const mr_value *args,
                       size_t nargs, mr_value kwnames)
{
    if (!mr_arity(rt, name, nargs, kwnames, 1, 2))
        return MR_NULL;
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "%s() argument 1 must be str, not %T", name,
                        args[0]);
    mr_value errors = nargs > 1 ? args[1] : MR_NULL;
    if (!mr_codecs_errors(rt, name, &errors))
        return MR_NULL;
    return mr_codecs_pair(rt, mr_encode_with(rt, args[0], codec, errors),
                          mr_as_str(args[0])->length);
}

static mr_value decode(mr_runtime *rt, const char *name, enum mr_codec codec, const mr_value *args,
                       size_t nargs, mr_value kwnames)
{
    if (!mr_arity(rt, name, nargs, kwnames, 1, 3))
        return MR_NULL;
    mr_value errors = nargs > 1 ? args[1] : MR_NULL;
    int final = nargs > 2 ? mr_truth(rt, args[2]) : 0;
    if (codec == MR_LATIN1 || codec == MR_ASCII)
        final = 1;
    mr_buffer view;
    if (final < 0 || !mr_codecs_errors(rt, name, &errors) ||
        mr_buffer_get(rt, args[0], &view, 0) < 0)
        return MR_NULL;
    size_t used = 0;
    mr_value text = mr_decode_with(rt, view.data, view.length, codec, errors, final, &used);
    mr_buffer_release(rt, &view);
    return mr_codecs_pair(rt, text, used);
}

#define CODEC(name, codec)                                                                         \
    NATIVE(name##_encode) { return encode(rt, #name "_encode", codec, args, nargs, kwnames); }     \
    NATIVE(name##_decode) { return decode(rt, #name "_decode", codec, args, nargs, kwnames); }
CODEC(utf_8, MR_UTF8)
CODEC(ascii, MR_ASCII)
CODEC(latin_1, MR_LATIN1)
CODEC(utf_16_le, MR_UTF16LE)
CODEC(utf_16_be, MR_UTF16BE)
CODEC(utf_32_le, MR_UTF32LE)
CODEC(utf_32_be, MR_UTF32BE)

/* utf_16_encode(str, errors, byteorder): 0 with a mark, -1 little, 1 big. */
static mr_value encode_marked(mr_runtime *rt, const char *name, enum mr_codec codec,
                              const mr_value *args, size_t nargs, mr_value kwnames)
{
    int order = 0;
    if (!mr_arity(rt, name, nargs, kwnames, 1, 3) ||
        (nargs > 2 && !mr_to_c_int(rt, args[2], &order)))
        return MR_NULL;
    enum mr_codec real = order == 0 ? codec : order < 0 ? codec + 1 : codec + 2;
    return encode(rt, name, real, args, nargs > 2 ? 2 : nargs, MR_NULL);
}

NATIVE(utf_16_encode) { return encode_marked(rt, "utf_16_encode", MR_UTF16, args, nargs, kwnames); }
NATIVE(utf_32_encode) { return encode_marked(rt, "utf_32_encode", MR_UTF32, args, nargs, kwnames); }
NATIVE(utf_16_decode) { return decode(rt, "utf_16_decode", MR_UTF16, args, nargs, kwnames); }
NATIVE(utf_32_decode) { return decode(rt, "utf_32_decode", MR_UTF32, args, nargs, kwnames); }

/* utf_16_ex_decode(data, errors, byteorder, final): also says which order the data had. */
static mr_value decode_marked(mr_runtime *rt, const char *name, enum mr_codec codec,
                              const mr_value *args, size_t nargs, mr_value kwnames)
{
    int order = 0;
    if (!mr_arity(rt, name, nargs, kwnames, 1, 4) ||
        (nargs > 2 && !mr_to_c_int(rt, args[2], &order)))
        return MR_NULL;
    mr_value errors = nargs > 1 ? args[1] : MR_NULL;
    int final = nargs > 3 ? mr_truth(rt, args[3]) : 0;
    mr_buffer view;
    if (final < 0 || !mr_codecs_errors(rt, name, &errors) ||
        mr_buffer_get(rt, args[0], &view, 0) < 0)
        return MR_NULL;
    const uint8_t *p = view.data;
    size_t unit = codec == MR_UTF16 ? 2 : 4, used = 0;
    if (order == 0 && view.length >= unit) {
        bool zeros = unit == 2 || (p[2] == 0 && p[3] == 0);
        bool zeros_first = unit == 2 || (p[0] == 0 && p[1] == 0);
        if (p[0] == 0xff && p[1] == 0xfe && zeros)
            order = -1;
        else if (p[unit - 2] == 0xfe && p[unit - 1] == 0xff && zeros_first)
            order = 1;
        else
            order = 0;
    }
    enum mr_codec real = order == 0 || nargs <= 2 || args[2] == mr_small_int(0) ? codec
                         : order < 0 ? codec + 1 : codec + 2;
    mr_value text = mr_decode_with(rt, view.data, view.length, real, errors, final, &used);
    mr_buffer_release(rt, &view);
    mr_value out =
        text ? mr_tuple_pack(rt, 3, text, mr_int_from(rt, (int64_t)used), mr_small_int(order))
             : MR_NULL;
    mr_decref(rt, text);
    return out;
}

NATIVE(utf_16_ex_decode)
{
    return decode_marked(rt, "utf_16_ex_decode", MR_UTF16, args, nargs, kwnames);
}
NATIVE(utf_32_ex_decode)
{
    return decode_marked(rt, "utf_32_ex_decode", MR_UTF32, args, nargs, kwnames);
}

NATIVE(readbuffer_encode)
{
    if (!mr_arity(rt, "readbuffer_encode", nargs, kwnames, 1, 2))
        return MR_NULL;
    if (mr_is_str(args[0]))
        return encode(rt, "readbuffer_encode", MR_UTF8, args, nargs, MR_NULL);
    mr_buffer view;
    if (mr_buffer_get(rt, args[0], &view, 0) < 0)
        return MR_NULL;
    mr_value bytes = mr_bytes_new(rt, view.data, view.length);
    size_t n = view.length;
    mr_buffer_release(rt, &view);
    return mr_codecs_pair(rt, bytes, n);
}

#define F(name) {#name, name, MR_ARGS_ANY, NULL}
const mr_method_def mr_codecs_unicode[] = {
    F(utf_8_encode),      F(utf_8_decode),      F(ascii_encode),     F(ascii_decode),
    F(latin_1_encode),    F(latin_1_decode),    F(utf_16_encode),    F(utf_16_decode),
    F(utf_16_le_encode),  F(utf_16_le_decode),  F(utf_16_be_encode), F(utf_16_be_decode),
    F(utf_16_ex_decode),  F(utf_32_encode),     F(utf_32_decode),    F(utf_32_le_encode),
    F(utf_32_le_decode),  F(utf_32_be_encode),  F(utf_32_be_decode), F(utf_32_ex_decode),
    F(readbuffer_encode), {NULL, NULL, 0, NULL}};
