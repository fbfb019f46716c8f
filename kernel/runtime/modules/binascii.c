/*
 * binascii.c - the module binascii: bytes as text and back.
 */
#include "modules/module.h"

/* The bytes of a bytes-like object or an ASCII str. */
static bool ascii_buffer(mr_runtime *rt, mr_value v, mr_buffer *view)
{
    if (!mr_is_str(v)) {
        if (mr_has_buffer(rt, v))
            return mr_buffer_get(rt, v, view, 0) == 0;
        mr_raise(rt, rt->exc.TypeError,
                 "argument should be bytes, buffer or ASCII string, not '%T'", v);
        return false;
    }
    if (!mr_as_str(v)->ascii) {
        mr_raise(rt, rt->exc.ValueError, "string argument should contain only ASCII characters");
        return false;
    }
    *view = (mr_buffer){.data = mr_as_str(v)->data, .length = mr_as_str(v)->length};
    return true;
}

static mr_value raise_error(mr_runtime *rt, mr_value module, const char *text)
{
    return mr_raise(rt, mr_as_type(mr_dict_get_text(rt, mr_module_dict(module), "Error")), "%s",
                    text);
}

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

NATIVE(b2a_base64)
{
    mr_value a[2];
    mr_buffer view;
    if (!mr_bind(rt, "b2a_base64(data, /, *, newline=)", args, nargs, kwnames, a))
        return MR_NULL;
    int newline = a[1] ? mr_truth(rt, a[1]) : 1;
    if (newline < 0 || mr_buffer_get(rt, a[0], &view, 0) < 0)
        return MR_NULL;
    size_t n = view.length, length = (n + 2) / 3 * 4;
    const uint8_t *p = view.data;
    mr_value out = mr_bytes_new(rt, NULL, length + (size_t)newline);
    if (out) {
        uint8_t *to = mr_as_bytes(out)->data;
        for (size_t i = 0; i < n; i += 3) {
            uint32_t bits = (uint32_t)p[i] << 16 | (i + 1 < n ? (uint32_t)p[i + 1] << 8 : 0) |
                            (i + 2 < n ? p[i + 2] : 0);
            *to++ = (uint8_t)alphabet[bits >> 18];
            *to++ = (uint8_t)alphabet[bits >> 12 & 63];
            *to++ = i + 1 < n ? (uint8_t)alphabet[bits >> 6 & 63] : '=';
            *to++ = i + 2 < n ? (uint8_t)alphabet[bits & 63] : '=';
        }
        if (newline)
            *to = '\n';
    }
    mr_buffer_release(rt, &view);
    return out;
}

static mr_value decode_base64(mr_runtime *rt, mr_value module, const uint8_t *p, size_t n,
                              bool strict)
{
    mr_value out = mr_bytes_new(rt, NULL, (n + 3) / 4 * 3);
    if (!out)
        return MR_NULL;
    uint8_t *to = mr_as_bytes(out)->data;
    size_t length = 0, quad = 0, pads = 0, data_characters = 0;
    uint32_t bits = 0;
    const char *error = strict && n && p[0] == '=' ? "Leading padding not allowed" : NULL;
    bool padding_started = false, done = false;
    for (size_t i = 0; i < n && !error && !done; i++) {
        if (p[i] == '=') {
            padding_started = true;
            pads++;
            if (quad >= 2 && quad + pads >= 4) {
                if (strict && i + 1 < n)
                    error = "Excess data after padding";
                done = true;
            } else if (strict && quad < 2) {
                error =
                    quad == 0 ? "Excess padding not allowed" : "Discontinuous padding not allowed";
            }
            continue;
        }
        const char *at = p[i] ? strchr(alphabet, p[i]) : NULL;
        if (!at) {
            if (strict)
                error = "Only base64 data is allowed";
            continue;
        }
        if (strict && padding_started) {
            error = "Discontinuous padding not allowed";
            continue;
        }
        pads = 0;
        data_characters++;
        bits = bits << 6 | (uint32_t)(at - alphabet);
        quad = (quad + 1) % 4;
        if (quad == 0) {
            to[length++] = (uint8_t)(bits >> 16);
            to[length++] = (uint8_t)(bits >> 8);
            to[length++] = (uint8_t)bits;
        }
    }
    if (error) {
        raise_error(rt, module, error);
    } else if (quad == 1) {
        mr_raise(rt, mr_as_type(mr_dict_get_text(rt, mr_module_dict(module), "Error")),
                 "Invalid base64-encoded string: number of data characters (%zu) cannot be 1 more "
                 "than a multiple of 4",
                 data_characters);
    } else if (quad && !done) {
        raise_error(rt, module, "Incorrect padding");
    } else if (quad) {
        bits <<= 6 * (4 - quad);
        to[length++] = (uint8_t)(bits >> 16);
        if (quad == 3)
            to[length++] = (uint8_t)(bits >> 8);
    }
    mr_value exact = mr_error(rt) ? MR_NULL : mr_bytes_new(rt, to, length);
    mr_decref(rt, out);
    return exact;
}

NATIVE(a2b_base64)
{
    mr_value a[2];
    mr_buffer view;
    if (!mr_bind(rt, "a2b_base64(data, /, *, strict_mode=)", args, nargs, kwnames, a))
        return MR_NULL;
    int strict = a[1] ? mr_truth(rt, a[1]) : 0;
    if (strict < 0 || !ascii_buffer(rt, a[0], &view))
        return MR_NULL;
    mr_value out = decode_base64(rt, self, view.data, view.length, strict);
    mr_buffer_release(rt, &view);
    return out;
}

NATIVE(b2a_hex)
{
    mr_value hex = MR_NULL, name = mr_intern(rt, "hex"), view = MR_NULL;
    mr_value a[3];
    if (name && mr_bind(rt, "b2a_hex(data, sep=, bytes_per_sep=)", args, nargs, kwnames, a) &&
        (view = mr_call1(rt, mr_from(rt->types.memoryview), a[0])))
        hex = mr_call_method(rt, view, name, a + 1, a[2] ? 2 : a[1] ? 1 : 0);
    mr_decref(rt, name);
    mr_decref(rt, view);
    mr_value out = hex ? mr_bytes_new(rt, mr_as_str(hex)->data, mr_as_str(hex)->length) : MR_NULL;
    mr_decref(rt, hex);
    return out;
}

static int hex_digit(uint8_t c)
{
    return c >= '0' && c <= '9'                 ? c - '0'
           : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                : -1;
}

NATIVE(a2b_hex)
{
    mr_buffer view;
    if (!ascii_buffer(rt, args[0], &view))
        return MR_NULL;
    const uint8_t *p = view.data;
    mr_value out = view.length % 2 ? raise_error(rt, self, "Odd-length string")
                                   : mr_bytes_new(rt, NULL, view.length / 2);
    for (size_t i = 0; out && i < view.length / 2; i++) {
        int high = hex_digit(p[2 * i]), low = hex_digit(p[2 * i + 1]);
        if (high < 0 || low < 0) {
            mr_clear(rt, &out);
            raise_error(rt, self, "Non-hexadecimal digit found");
        } else {
            mr_as_bytes(out)->data[i] = (uint8_t)(high << 4 | low);
        }
    }
    mr_buffer_release(rt, &view);
    return out;
}

/* CRC-32 of ISO 3309, bit by bit reflected. */
NATIVE(binascii_crc32)
{
    mr_buffer view;
    mr_value masked = MR_NULL;
    int64_t start = 0;
    if (!mr_arity(rt, "crc32", nargs, kwnames, 1, 2))
        return MR_NULL;
    if (nargs > 1) {
        masked = mr_binary_op(rt, MR_OP_AND, args[1], mr_small_int(UINT32_MAX));
        if (!masked || !mr_to_int64(rt, masked, &start))
            return MR_NULL;
    }
    if (mr_buffer_get(rt, args[0], &view, 0) < 0)
        return MR_NULL;
    uint32_t table[256];
    for (uint32_t i = 0; i < 256; i++) {
        table[i] = i;
        for (int k = 0; k < 8; k++)
            table[i] = table[i] & 1 ? 0xedb88320u ^ table[i] >> 1 : table[i] >> 1;
    }
    uint32_t crc = ~(uint32_t)start;
    for (size_t i = 0; i < view.length; i++)
        crc = table[(crc ^ ((const uint8_t *)view.data)[i]) & 0xff] ^ crc >> 8;
    mr_buffer_release(rt, &view);
    return mr_small_int((int64_t)(uint32_t)~crc);
}

NATIVE(binascii_crc_hqx)
{
    int64_t start;
    mr_buffer view;
    if (!mr_arity(rt, "crc_hqx", nargs, kwnames, 2, 2) || !mr_to_int64(rt, args[1], &start) ||
        mr_buffer_get(rt, args[0], &view, 0) < 0)
        return MR_NULL;
    uint32_t crc = (uint32_t)start & 0xffff;
    for (size_t i = 0; i < view.length; i++) {
        crc ^= (uint32_t)((const uint8_t *)view.data)[i] << 8;
        for (int k = 0; k < 8; k++)
            crc = (crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1) & 0xffff;
    }
    mr_buffer_release(rt, &view);
    return mr_small_int(crc);
}

static bool setup(mr_runtime *rt, mr_value module)
{
    return mr_module_add_exception(rt, module, "binascii", "Error", rt->exc.ValueError, NULL) &&
           mr_module_add_exception(rt, module, "binascii", "Incomplete", rt->exc.Exception, NULL);
}

static const mr_method_def functions[] = {
    {"a2b_base64", a2b_base64, MR_ARGS_ANY, "Decode a line of base64 data."},
    {"a2b_hex", a2b_hex, MR_ARGS_ONE, "Binary data of hexadecimal representation."},
    {"b2a_base64", b2a_base64, MR_ARGS_ANY, "Base64-code line of data."},
    {"b2a_hex", b2a_hex, MR_ARGS_ANY, "Hexadecimal representation of binary data."},
    {"crc32", binascii_crc32, MR_ARGS_ANY, "Compute CRC-32 incrementally."},
    {"crc_hqx", binascii_crc_hqx, MR_ARGS_ANY, "Compute CRC-CCITT incrementally."},
    {"hexlify", b2a_hex, MR_ARGS_ANY, "Hexadecimal representation of binary data."},
    {"unhexlify", a2b_hex, MR_ARGS_ONE, "Binary data of hexadecimal representation."},
    {NULL, NULL, 0, NULL},
};

MR_MODULE(binascii, "binascii", "Conversion between binary data and ASCII", functions, setup);
