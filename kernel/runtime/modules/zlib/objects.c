/*
 * objects.c - compressor and decompressor objects: streams in pieces.
 */
#include "modules/zlib/zlib_module.h"

typedef struct zobject {
    mr_object head;
    mr_value unused_data, unconsumed_tail; /* bytes; of a decompressor */
    mr_value dictionary;                   /* bytes-like or MR_NULL */
    mr_zstream s;
    bool open, eof;
} zobject;

static zobject *as_zobject(mr_value v) { return (zobject *)mr_obj(v); }

static void release(mr_runtime *rt, zobject *o)
{
    mr_decref(rt, o->unused_data);
    mr_decref(rt, o->unconsumed_tail);
    mr_decref(rt, o->dictionary);
}
static void compress_dealloc(mr_runtime *rt, mr_object *self)
{
    if (((zobject *)self)->open)
        deflateEnd(&((zobject *)self)->s.z);
    release(rt, (zobject *)self);
}
static void decompress_dealloc(mr_runtime *rt, mr_object *self)
{
    if (((zobject *)self)->open)
        inflateEnd(&((zobject *)self)->s.z);
    release(rt, (zobject *)self);
}
static size_t zobject_extra(mr_runtime *rt, mr_object *self) { return ((zobject *)self)->s.taken; }
static const mr_layout compress_layout = {.dealloc = compress_dealloc, .extra = zobject_extra};
static const mr_layout decompress_layout = {.dealloc = decompress_dealloc, .extra = zobject_extra};

static mr_value make(mr_runtime *rt, const char *type_name, mr_value dictionary)
{
    mr_value type = mr_import_attr(rt, "zlib", type_name);
    mr_value self = type ? mr_type_alloc(rt, mr_as_type(type)) : MR_NULL;
    mr_decref(rt, type);
    if (!self)
        return MR_NULL;
    zobject *o = as_zobject(self);
    mr_zstream_init(rt, &o->s);
    o->dictionary = mr_incref(dictionary);
    o->unused_data = mr_bytes_new(rt, "", 0);
    o->unconsumed_tail = mr_incref(o->unused_data);
    if (!o->unused_data)
        mr_clear(rt, &self);
    return self;
}

/* ---- compressing ---- */

mr_value mr_zlib_compressobj(ARGS)
{
    mr_value a[6];
    int n[5] = {Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS, 8, Z_DEFAULT_STRATEGY};
    mr_buffer view;
    if (!mr_bind(rt, "compressobj(level=, method=, wbits=, memLevel=, strategy=, zdict=)", args,
                 nargs, kwnames, a))
        return MR_NULL;
    for (int i = 0; i < 5; i++)
        if (a[i] && !mr_to_c_int(rt, a[i], &n[i]))
            return MR_NULL;
    mr_value made = make(rt, "_Compress", MR_NULL);
    if (!made)
        return MR_NULL;
    zobject *o = as_zobject(made);
    int code = deflateInit2(&o->s.z, n[0], n[1], n[2], n[3], n[4]);
    o->open = code == Z_OK;
    if (code == Z_STREAM_ERROR)
        mr_raise(rt, rt->exc.ValueError, "Invalid initialization option");
    else if (!o->open)
        mr_zlib_error(rt, &o->s.z, code, "while creating compression object");
    else if (a[5] && mr_buffer_get(rt, a[5], &view, 0) == 0) {
        code = deflateSetDictionary(&o->s.z, view.data, (unsigned)view.length);
        mr_buffer_release(rt, &view);
        if (code == Z_STREAM_ERROR)
            mr_raise(rt, rt->exc.ValueError, "Invalid dictionary");
        else if (code != Z_OK)
            mr_raise(rt, rt->exc.ValueError, "deflateSetDictionary()");
    }
    if (mr_error(rt))
        mr_clear(rt, &made);
    return made;
}

/* Passes input through with a flush mode; what comes out. */
static mr_value deflate_all(mr_runtime *rt, zobject *o, const uint8_t *next, size_t left, int mode,
                            const char *during)
{
    mr_zoutput out = {.limit = SIZE_MAX};
    bool fine = true;
    do {
        mr_zinput(&o->s.z, &next, &left);
        do {
            fine = mr_zoutput_room(rt, &out, &o->s.z);
            if (!fine)
                break;
            int code = deflate(&o->s.z, left ? Z_NO_FLUSH : mode);
            mr_zoutput_took(&out, &o->s.z);
            fine = mr_poll(rt) == 0;
            if (code == Z_STREAM_ERROR) {
                mr_zlib_error(rt, &o->s.z, code, during);
                fine = false;
            } else if (code == Z_STREAM_END) {
                o->open = false;
                deflateEnd(&o->s.z);
                break;
            }
        } while (fine && o->s.z.avail_out == 0);
    } while (fine && left);
    return mr_zoutput_take(rt, &out, fine);
}

NATIVE(compress_compress)
{
    mr_buffer view;
    if (mr_buffer_get(rt, args[0], &view, 0) < 0)
        return MR_NULL;
    mr_value out = deflate_all(rt, as_zobject(self), view.data, view.length, Z_NO_FLUSH,
                               "while compressing data");
    mr_buffer_release(rt, &view);
    return out;
}

NATIVE(compress_flush)
{
    int mode = Z_FINISH;
    if (!mr_arity(rt, "flush", nargs, kwnames, 0, 1) || (nargs && !mr_to_c_int(rt, args[0], &mode)))
        return MR_NULL;
    if (mode == Z_NO_FLUSH)
        return mr_bytes_new(rt, "", 0);
    return deflate_all(rt, as_zobject(self), NULL, 0, mode, "while flushing");
}

/* A second object in the same state; `copy` is deflateCopy or inflateCopy. */
static mr_value copy_of(mr_runtime *rt, mr_value self, const char *type_name,
                        int (*copy)(z_streamp to, z_streamp from))
{
    zobject *from = as_zobject(self), *to;
    mr_value v = make(rt, type_name, from->dictionary);
    if (!v)
        return MR_NULL;
    to = as_zobject(v);
    mr_replace(rt, &to->unused_data, mr_incref(from->unused_data));
    mr_replace(rt, &to->unconsumed_tail, mr_incref(from->unconsumed_tail));
    to->eof = from->eof;
    /* libz takes over where the memory comes from with the rest: the copy's own account. */
    from->s.z.opaque = &to->s;
    int code = from->open ? copy(&to->s.z, &from->s.z) : Z_STREAM_ERROR;
    from->s.z.opaque = &from->s;
    if (code == Z_STREAM_ERROR)
        mr_raise(rt, rt->exc.ValueError, "Inconsistent stream state");
    else if (code != Z_OK)
        mr_zlib_error(rt, &from->s.z, code, "while copying compression object");
    else
        to->open = true;
    if (code != Z_OK)
        mr_clear(rt, &v);
    return v;
}

NATIVE(compress_copy) { return copy_of(rt, self, "_Compress", deflateCopy); }

static const mr_method_def compress_methods[] = {
    {"compress", compress_compress, MR_ARGS_ONE,
     "compress($self, data, /)\n--\n\nReturns a bytes object containing compressed data."},
    {"flush", compress_flush, MR_ARGS_ANY,
     "flush($self, mode=zlib.Z_FINISH, /)\n--\n\n"
     "Return a bytes object containing any remaining compressed data."},
    {"copy", compress_copy, MR_ARGS_NONE, "Return a copy of the compression object."},
    {"__copy__", compress_copy, MR_ARGS_NONE, NULL},
    {"__deepcopy__", compress_copy, MR_ARGS_ONE, NULL},
    {NULL, NULL, 0, NULL},
};
const mr_type_spec mr_zcompress_spec = {
    .name = "zlib.Compress",
    .basic_size = sizeof(zobject),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_NO_NEW,
    .layout = &compress_layout,
    .methods = compress_methods,
};

/* ---- decompressing ---- */

static bool set_dictionary(mr_runtime *rt, zobject *o)
{
    mr_buffer view;
    if (mr_buffer_get(rt, o->dictionary, &view, 0) < 0)
        return false;
    int code = inflateSetDictionary(&o->s.z, view.data, (unsigned)view.length);
    mr_buffer_release(rt, &view);
    if (code != Z_OK)
        mr_zlib_error(rt, &o->s.z, code, "while setting zdict");
    return code == Z_OK;
}

mr_value mr_zlib_decompressobj(ARGS)
{
    mr_value a[2];
    int bits = MAX_WBITS;
    if (!mr_bind(rt, "decompressobj(wbits=, zdict=)", args, nargs, kwnames, a) ||
        (a[0] && !mr_to_c_int(rt, a[0], &bits)))
        return MR_NULL;
    if (a[1] && !mr_has_buffer(rt, a[1]))
        return mr_raise(rt, rt->exc.TypeError, "zdict argument must support the buffer protocol");
    mr_value made = make(rt, "_Decompress", a[1]);
    if (!made)
        return MR_NULL;
    zobject *o = as_zobject(made);
    int code = inflateInit2(&o->s.z, bits);
    o->open = code == Z_OK;
    if (code == Z_STREAM_ERROR)
        mr_raise(rt, rt->exc.ValueError, "Invalid initialization option");
    else if (!o->open)
        mr_zlib_error(rt, &o->s.z, code, "while creating decompression object");
    else if (a[1] && bits < 0)
        set_dictionary(rt, o);
    if (mr_error(rt))
        mr_clear(rt, &made);
    return made;
}

/* Keeps what was not read: behind the end of the stream, or for lack of room. */
static bool keep_rest(mr_runtime *rt, zobject *o, const uint8_t *next, size_t left, bool ended)
{
    next -= o->s.z.avail_in;
    left += o->s.z.avail_in;
    o->s.z.avail_in = 0;
    mr_value rest;
    if (ended) {
        const mr_bytes *old = mr_as_bytes(o->unused_data);
        rest = mr_bytes_new(rt, NULL, old->length + left);
        if (rest) {
            memcpy(mr_as_bytes(rest)->data, old->data, old->length);
            if (left)
                memcpy(mr_as_bytes(rest)->data + old->length, next, left);
            mr_replace(rt, &o->unused_data, rest);
            if (mr_as_bytes(o->unconsumed_tail)->length == 0)
                left = 0; /* else the rest stands in both, as in CPython */
        }
    } else {
        rest = MR_NONE;
    }
    mr_value tail = rest ? mr_bytes_new(rt, left ? next : (const uint8_t *)"", left) : MR_NULL;
    if (tail)
        mr_replace(rt, &o->unconsumed_tail, tail);
    return tail;
}

/* Reads data until it ends, the stream ends, or the output has `limit` bytes. */
static mr_value inflate_all(mr_runtime *rt, zobject *o, const uint8_t *next, size_t left,
                            size_t limit, int mode)
{
    mr_zoutput out = {.limit = limit};
    int code = o->eof ? Z_STREAM_END : Z_OK;
    bool fine = true, full = false;
    o->s.z.avail_in = 0;
    while (fine && code != Z_STREAM_END) {
        if (o->s.z.avail_in == 0 && left)
            mr_zinput(&o->s.z, &next, &left);
        fine = mr_zoutput_room(rt, &out, &o->s.z);
        if (!fine)
            break;
        full = o->s.z.avail_out == 0;
        if (full)
            break;
        code = inflate(&o->s.z, left ? Z_SYNC_FLUSH : mode);
        mr_zoutput_took(&out, &o->s.z);
        fine = mr_poll(rt) == 0;
        if (fine && code == Z_NEED_DICT && o->dictionary) {
            fine = set_dictionary(rt, o);
            code = Z_OK;
            continue;
        }
        if (code == Z_STREAM_END)
            break;
        if (fine && code != Z_OK && code != Z_BUF_ERROR) {
            keep_rest(rt, o, next, left, false);
            mr_zlib_error(rt, &o->s.z, code, "while decompressing data");
            fine = false;
        }
        if (o->s.z.avail_in == 0 && left == 0 && o->s.z.avail_out != 0)
            break;
        if (code == Z_BUF_ERROR && o->s.z.avail_out != 0)
            break;
    }
    if (fine && code == Z_STREAM_END)
        o->eof = true;
    fine = fine && keep_rest(rt, o, next, left, o->eof);
    return mr_zoutput_take(rt, &out, fine);
}

NATIVE(decompress_decompress)
{
    mr_value a[2];
    int64_t limit = 0;
    mr_buffer view;
    if (!mr_bind(rt, "decompress(data, /, max_length=)", args, nargs, kwnames, a) ||
        (a[1] && !mr_to_int64(rt, a[1], &limit)))
        return MR_NULL;
    if (limit < 0)
        return mr_raise(rt, rt->exc.ValueError, "max_length must be non-negative");
    if (mr_buffer_get(rt, a[0], &view, 0) < 0)
        return MR_NULL;
    const uint8_t *data = view.data ? view.data : (const uint8_t *)"";
    mr_value out = inflate_all(rt, as_zobject(self), data, view.length,
                               limit ? (size_t)limit : SIZE_MAX, Z_SYNC_FLUSH);
    mr_buffer_release(rt, &view);
    return out;
}

NATIVE(decompress_flush)
{
    zobject *o = as_zobject(self);
    int64_t length = MR_ZLIB_BUFFER;
    if (!mr_arity(rt, "flush", nargs, kwnames, 0, 1) ||
        (nargs && !mr_to_int64(rt, args[0], &length)))
        return MR_NULL;
    if (length <= 0)
        return mr_raise(rt, rt->exc.ValueError, "length must be greater than zero");
    mr_value tail = mr_incref(o->unconsumed_tail);
    mr_value out =
        inflate_all(rt, o, mr_as_bytes(tail)->data, mr_as_bytes(tail)->length, SIZE_MAX, Z_FINISH);
    mr_decref(rt, tail);
    return out;
}

NATIVE(decompress_copy) { return copy_of(rt, self, "_Decompress", inflateCopy); }

static mr_value get_eof(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_bool(as_zobject(self)->eof);
}

static const mr_method_def decompress_methods[] = {
    {"decompress", decompress_decompress, MR_ARGS_ANY,
     "decompress($self, data, /, max_length=0)\n--\n\n"
     "Return a bytes object containing the decompressed version of the data."},
    {"flush", decompress_flush, MR_ARGS_ANY,
     "flush($self, length=zlib.DEF_BUF_SIZE, /)\n--\n\n"
     "Return a bytes object containing any remaining decompressed data."},
    {"copy", decompress_copy, MR_ARGS_NONE, "Return a copy of the decompression object."},
    {"__copy__", decompress_copy, MR_ARGS_NONE, NULL},
    {"__deepcopy__", decompress_copy, MR_ARGS_ONE, NULL},
    {NULL, NULL, 0, NULL},
};
static const mr_getset_def decompress_getsets[] = {{"eof", get_eof, NULL, NULL, NULL}, {0}};
static const mr_member_def decompress_members[] = {
    {"unused_data", offsetof(zobject, unused_data), MR_MEMBER_READONLY, NULL},
    {"unconsumed_tail", offsetof(zobject, unconsumed_tail), MR_MEMBER_READONLY, NULL},
    {0}};
const mr_type_spec mr_zdecompress_spec = {
    .name = "zlib.Decompress",
    .basic_size = sizeof(zobject),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_NO_NEW,
    .layout = &decompress_layout,
    .methods = decompress_methods,
    .getsets = decompress_getsets,
    .members = decompress_members,
};
