/*
 * module.c - the module zlib: compressing and checking bytes at once.
 */
#include "modules/zlib/zlib_module.h"

/* ---- memory: each block begins with its size ---- */

static void *stream_alloc(void *opaque, unsigned items, unsigned size)
{
    mr_zstream *s = opaque;
    size_t total = (size_t)items * size + 16;
    size_t *block = mr_buf_new(s->rt, total);
    if (!block) {
        mr_error_clear(s->rt); /* libz reports it, and the caller raises it */
        return NULL;
    }
    *block = total;
    s->taken += mr_block_size(total);
    return (char *)block + 16;
}

static void stream_free(void *opaque, void *at)
{
    mr_zstream *s = opaque;
    if (!at)
        return;
    size_t *block = (size_t *)(void *)((char *)at - 16), total = *block;
    s->taken -= mr_block_size(total);
    mr_buf_free(s->rt, block, total);
}

void mr_zstream_init(mr_runtime *rt, mr_zstream *s)
{
    memset(s, 0, sizeof *s);
    s->rt = rt;
    s->z.zalloc = stream_alloc;
    s->z.zfree = stream_free;
    s->z.opaque = s;
}

/* ---- input and output ---- */

bool mr_zoutput_room(mr_runtime *rt, mr_zoutput *out, z_stream *z)
{
    size_t capacity = out->capacity;
    if (out->length == capacity && capacity < out->limit) {
        capacity = capacity ? capacity * 2 : MR_ZLIB_BUFFER;
        capacity = capacity > out->limit ? out->limit : capacity;
        uint8_t *data = out->data ? mr_buf_resize(rt, out->data, out->capacity, capacity)
                                  : mr_buf_new(rt, capacity);
        if (!data)
            return false;
        out->data = data;
        out->capacity = capacity;
    }
    size_t room = capacity - out->length;
    z->next_out = out->data + out->length;
    z->avail_out = room > UINT32_MAX ? UINT32_MAX : (unsigned)room;
    return true;
}

void mr_zoutput_took(mr_zoutput *out, const z_stream *z)
{
    out->length = (size_t)(z->next_out - out->data);
}

mr_value mr_zoutput_take(mr_runtime *rt, mr_zoutput *out, bool fine)
{
    mr_value v =
        fine ? mr_bytes_new(rt, out->data ? out->data : (const uint8_t *)"", out->length) : MR_NULL;
    if (out->data)
        mr_buf_free(rt, out->data, out->capacity);
    return v;
}

void mr_zinput(z_stream *z, const uint8_t **next, size_t *left)
{
    size_t n = *left > UINT32_MAX ? UINT32_MAX : *left;
    z->next_in = (uint8_t *)(uintptr_t)*next;
    z->avail_in = (unsigned)n;
    *next += n;
    *left -= n;
}

/* ---- errors ---- */

mr_value mr_zlib_raise(mr_runtime *rt, const char *text)
{
    mr_value type = mr_import_attr(rt, "zlib", "error");
    if (type)
        mr_raise(rt, mr_as_type(type), "%s", text);
    mr_decref(rt, type);
    return MR_NULL;
}

mr_value mr_zlib_error(mr_runtime *rt, const z_stream *z, int code, const char *during)
{
    if (code == Z_MEM_ERROR)
        return mr_raise_no_memory(rt);
    const char *why = code == Z_VERSION_ERROR  ? "library version mismatch"
                      : z->msg                 ? z->msg
                      : code == Z_BUF_ERROR    ? "incomplete or truncated stream"
                      : code == Z_STREAM_ERROR ? "inconsistent stream state"
                      : code == Z_DATA_ERROR   ? "invalid input data"
                                               : NULL;
    mr_value text = why ? mr_str_format(rt, "Error %d %s: %s", code, during, why)
                        : mr_str_format(rt, "Error %d %s", code, during);
    mr_value type = text ? mr_import_attr(rt, "zlib", "error") : MR_NULL;
    if (type)
        mr_raise_value(rt, mr_as_type(type), text);
    mr_decref(rt, type);
    mr_decref(rt, text);
    return MR_NULL;
}

/* ---- all at once ---- */

NATIVE(zlib_compress)
{
    mr_value a[3];
    int level = Z_DEFAULT_COMPRESSION, bits = MAX_WBITS;
    mr_buffer view;
    if (!mr_bind(rt, "compress(data, /, level=, wbits=)", args, nargs, kwnames, a) ||
        (a[1] && !mr_to_c_int(rt, a[1], &level)) || (a[2] && !mr_to_c_int(rt, a[2], &bits)) ||
        mr_buffer_get(rt, a[0], &view, 0) < 0)
        return MR_NULL;
    mr_zstream s;
    mr_zstream_init(rt, &s);
    mr_zoutput out = {.limit = SIZE_MAX};
    int code = deflateInit2(&s.z, level, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY);
    bool fine = code == Z_OK;
    if (code == Z_STREAM_ERROR)
        mr_zlib_raise(rt, "Bad compression level");
    else if (!fine)
        mr_zlib_error(rt, &s.z, code, "while compressing data");
    const uint8_t *next = view.data;
    size_t left = view.length;
    while (fine && code != Z_STREAM_END) {
        if (s.z.avail_in == 0 && left)
            mr_zinput(&s.z, &next, &left);
        fine = mr_zoutput_room(rt, &out, &s.z);
        if (!fine)
            break;
        code = deflate(&s.z, left ? Z_NO_FLUSH : Z_FINISH);
        mr_zoutput_took(&out, &s.z);
        fine = mr_poll(rt) == 0;
        if (code == Z_STREAM_ERROR) {
            mr_zlib_error(rt, &s.z, code, "while compressing data");
            fine = false;
        }
    }
    deflateEnd(&s.z);
    mr_buffer_release(rt, &view);
    return mr_zoutput_take(rt, &out, fine);
}

NATIVE(zlib_decompress)
{
    mr_value a[3];
    int bits = MAX_WBITS;
    int64_t expected = MR_ZLIB_BUFFER;
    mr_buffer view;
    if (!mr_bind(rt, "decompress(data, /, wbits=, bufsize=)", args, nargs, kwnames, a) ||
        (a[1] && !mr_to_c_int(rt, a[1], &bits)) || (a[2] && !mr_to_int64(rt, a[2], &expected)) ||
        mr_buffer_get(rt, a[0], &view, 0) < 0)
        return MR_NULL;
    mr_zstream s;
    mr_zstream_init(rt, &s);
    mr_zoutput out = {.limit = SIZE_MAX};
    int code = expected < 0 ? Z_OK : inflateInit2(&s.z, bits);
    bool fine = code == Z_OK && expected >= 0;
    if (expected < 0)
        mr_raise(rt, rt->exc.ValueError, "bufsize must be non-negative");
    else if (!fine)
        mr_zlib_error(rt, &s.z, code, "while preparing to decompress data");
    const uint8_t *next = view.data;
    size_t left = view.length;
    while (fine && code != Z_STREAM_END) {
        if (s.z.avail_in == 0 && left)
            mr_zinput(&s.z, &next, &left);
        fine = mr_zoutput_room(rt, &out, &s.z);
        if (!fine)
            break;
        code = inflate(&s.z, left ? Z_NO_FLUSH : Z_FINISH);
        mr_zoutput_took(&out, &s.z);
        fine = mr_poll(rt) == 0;
        /* A full output is no error: there is more to come. */
        bool more = code == Z_OK || (code == Z_BUF_ERROR && (s.z.avail_out == 0 || left));
        if (fine && code != Z_STREAM_END && !more) {
            mr_zlib_error(rt, &s.z, code, "while decompressing data");
            fine = false;
        }
    }
    inflateEnd(&s.z);
    mr_buffer_release(rt, &view);
    return mr_zoutput_take(rt, &out, fine);
}

/* ---- checksums ---- */

static mr_value checksum(mr_runtime *rt, const char *name, const mr_value *args, size_t nargs,
                         mr_value kwnames, uint32_t start,
                         uLong (*function)(uLong, const Bytef *, z_size_t))
{
    mr_buffer view;
    uint32_t value = start;
    if (!mr_arity(rt, name, nargs, kwnames, 1, 2))
        return MR_NULL;
    if (nargs > 1) { /* any int, modulo 2**32 */
        mr_value n = mr_index(rt, args[1]);
        mr_value low = n ? mr_binary_op(rt, MR_OP_AND, n, mr_small_int(UINT32_MAX)) : MR_NULL;
        mr_decref(rt, n);
        if (!low)
            return MR_NULL;
        value = (uint32_t)mr_small_int_value(low);
    }
    if (mr_buffer_get(rt, args[0], &view, 0) < 0)
        return MR_NULL;
    value = (uint32_t)function(value, view.data ? view.data : (const Bytef *)"", view.length);
    mr_buffer_release(rt, &view);
    return mr_small_int(value);
}

NATIVE(zlib_adler32) { return checksum(rt, "adler32", args, nargs, kwnames, 1, adler32_z); }
NATIVE(zlib_crc32) { return checksum(rt, "crc32", args, nargs, kwnames, 0, crc32_z); }

/* ---- the module ---- */

#define C(name)     \
    {               \
#name, name \
    }
static const mr_constant constants[] = {C(MAX_WBITS),
                                        {"DEFLATED", Z_DEFLATED},
                                        {"DEF_MEM_LEVEL", 8},
                                        {"DEF_BUF_SIZE", MR_ZLIB_BUFFER},
                                        C(Z_BEST_SPEED),
                                        C(Z_BEST_COMPRESSION),
                                        C(Z_DEFAULT_COMPRESSION),
                                        C(Z_NO_COMPRESSION),
                                        C(Z_FILTERED),
                                        C(Z_HUFFMAN_ONLY),
                                        C(Z_RLE),
                                        C(Z_FIXED),
                                        C(Z_DEFAULT_STRATEGY),
                                        C(Z_NO_FLUSH),
                                        C(Z_PARTIAL_FLUSH),
                                        C(Z_SYNC_FLUSH),
                                        C(Z_FULL_FLUSH),
                                        C(Z_FINISH),
                                        C(Z_BLOCK),
                                        C(Z_TREES),
                                        {NULL, 0}};

static bool setup(mr_runtime *rt, mr_value module)
{
    mr_type *compress = mr_type_from_spec(rt, &mr_zcompress_spec, NULL);
    mr_type *decompress = mr_type_from_spec(rt, &mr_zdecompress_spec, NULL);
    return compress && decompress && mr_module_add_constants(rt, module, constants) &&
           mr_module_add(rt, module, "_Compress", mr_incref(mr_from(compress))) &&
           mr_module_add(rt, module, "_Decompress", mr_incref(mr_from(decompress))) &&
           mr_module_add(rt, module, "ZLIB_VERSION", mr_str_from(rt, ZLIB_VERSION)) &&
           mr_module_add(rt, module, "ZLIB_RUNTIME_VERSION", mr_str_from(rt, zlibVersion())) &&
           mr_module_add(rt, module, "__version__", mr_str_from(rt, "1.0")) &&
           mr_module_add_exception(rt, module, "zlib", "error", rt->exc.Exception, NULL);
}

static const mr_method_def functions[] = {
    {"adler32", zlib_adler32, MR_ARGS_ANY,
     "adler32($module, data, value=1, /)\n--\n\nCompute an Adler-32 checksum of data."},
    {"compress", zlib_compress, MR_ARGS_ANY,
     "compress($module, data, /, level=-1, wbits=15)\n--\n\n"
     "Returns a bytes object containing compressed data."},
    {"compressobj", mr_zlib_compressobj, MR_ARGS_ANY, "Return a compressor object."},
    {"crc32", zlib_crc32, MR_ARGS_ANY,
     "crc32($module, data, value=0, /)\n--\n\nCompute a CRC-32 checksum of data."},
    {"decompress", zlib_decompress, MR_ARGS_ANY,
     "decompress($module, data, /, wbits=15, bufsize=16384)\n--\n\n"
     "Returns a bytes object containing the uncompressed data."},
    {"decompressobj", mr_zlib_decompressobj, MR_ARGS_ANY, "Return a decompressor object."},
    {NULL, NULL, 0, NULL},
};

MR_MODULE(zlib, "zlib", "Compression and decompression compatible with GNU gzip, by libz.",
          functions, setup);
