/*
 * bytesio.c - BytesIO: a file of bytes in memory.
 */
#include "modules/io/io.h"

typedef struct bytesio {
    mr_iobase base;
    uint8_t *data;
    size_t length, size, pos;
    size_t exports; /* views: its size is fixed while there are any */
} bytesio;

typedef struct bytesio_buffer {
    mr_object head;
    mr_value source;
} bytesio_buffer;

static bytesio *as_bytesio(mr_value v) { return (bytesio *)mr_obj(v); }

static void bytesio_dealloc(mr_runtime *rt, mr_object *self)
{
    bytesio *b = (bytesio *)self;
    if (b->data)
        mr_buf_free(rt, b->data, b->size);
}
static size_t bytesio_extra(mr_runtime *rt, mr_object *self)
{
    const bytesio *b = (bytesio *)self;
    return b->data ? mr_block_size(b->size) : 0;
}
static const mr_layout bytesio_layout = {
    .dealloc = bytesio_dealloc, .traverse = mr_io_traverse_nothing, .extra = bytesio_extra};

static bool check_open(mr_runtime *rt, const bytesio *b)
{
    if (b->base.closed)
        mr_raise(rt, rt->exc.ValueError, "I/O operation on closed file.");
    return !b->base.closed;
}

static bool check_free(mr_runtime *rt, const bytesio *b)
{
    if (b->exports)
        mr_raise(rt, rt->exc.BufferError, "Existing exports of data: object cannot be re-sized");
    return !b->exports;
}

static bool reserve(mr_runtime *rt, bytesio *b, size_t size)
{
    if (size <= b->size)
        return true;
    size_t room = size + size / 8 + 64;
    uint8_t *grown = b->data ? mr_buf_resize(rt, b->data, b->size, room) : mr_buf_new(rt, room);
    if (!grown)
        return false;
    b->data = grown;
    b->size = room;
    return true;
}

static bool put(mr_runtime *rt, bytesio *b, const void *data, size_t n)
{
    if (!n)
        return true;
    if (!reserve(rt, b, b->pos + n))
        return false;
    if (b->pos > b->length)
        memset(b->data + b->length, 0, b->pos - b->length);
    memcpy(b->data + b->pos, data, n);
    b->pos += n;
    if (b->pos > b->length)
        b->length = b->pos;
    return true;
}

static int bytesio_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                        mr_value kwnames)
{
    mr_value a[1];
    bytesio *b = as_bytesio(self);
    if (!mr_bind(rt, "BytesIO(initial_bytes=)", args, nargs, kwnames, a) || !check_free(rt, b))
        return -1;
    b->length = b->pos = 0;
    if (!a[0] || a[0] == MR_NONE)
        return 0;
    mr_buffer view;
    if (mr_buffer_get(rt, a[0], &view, 0) < 0)
        return -1;
    bool fine = put(rt, b, view.data, view.length);
    mr_buffer_release(rt, &view);
    b->pos = 0;
    return fine ? 0 : -1;
}

static size_t left(const bytesio *b) { return b->pos < b->length ? b->length - b->pos : 0; }

static mr_value take(mr_runtime *rt, bytesio *b, size_t n)
{
    mr_value v = mr_bytes_new(rt, n ? b->data + b->pos : (uint8_t *)"", n);
    if (v)
        b->pos += n;
    return v;
}

static size_t line_length(const bytesio *b, int64_t limit)
{
    size_t n = left(b);
    const uint8_t *newline = n ? memchr(b->data + b->pos, '\n', n) : NULL;
    if (newline)
        n = (size_t)(newline - (b->data + b->pos)) + 1;
    return limit >= 0 && (size_t)limit < n ? (size_t)limit : n;
}

NATIVE(bytesio_read)
{
    mr_value a[1];
    int64_t n;
    bytesio *b = as_bytesio(self);
    if (!mr_bind(rt, "read(size=, /)", args, nargs, kwnames, a) || !mr_io_size(rt, a[0], &n) ||
        !check_open(rt, b))
        return MR_NULL;
    return take(rt, b, n < 0 || (size_t)n > left(b) ? left(b) : (size_t)n);
}

NATIVE(bytesio_readline)
{
    mr_value a[1];
    int64_t n;
    bytesio *b = as_bytesio(self);
    if (!mr_bind(rt, "readline(size=, /)", args, nargs, kwnames, a) || !mr_io_size(rt, a[0], &n) ||
        !check_open(rt, b))
        return MR_NULL;
    return take(rt, b, line_length(b, n));
}

NATIVE(bytesio_readlines)
{
    mr_value a[1];
    int64_t hint;
    bytesio *b = as_bytesio(self);
    if (!mr_bind(rt, "readlines(size=, /)", args, nargs, kwnames, a) ||
        !mr_io_size(rt, a[0], &hint) || !check_open(rt, b))
        return MR_NULL;
    mr_value list = mr_list_new(rt, NULL, 0);
    size_t start = b->pos, n;
    while (list && (n = line_length(b, -1)) > 0) {
        mr_value line = take(rt, b, n);
        if (!line || !mr_list_append_steal(rt, list, line))
            mr_clear(rt, &list);
        if (hint > 0 && b->pos - start >= (size_t)hint)
            break;
    }
    return list;
}

static mr_value bytesio_next(mr_runtime *rt, mr_value self)
{
    bytesio *b = as_bytesio(self);
    if (!check_open(rt, b))
        return MR_NULL;
    size_t n = line_length(b, -1);
    return n ? take(rt, b, n) : MR_NULL;
}

NATIVE(bytesio_readinto)
{
    mr_buffer view;
    bytesio *b = as_bytesio(self);
    if (!check_open(rt, b) || mr_buffer_get(rt, args[0], &view, MR_BUFFER_WRITABLE) < 0)
        return MR_NULL;
    size_t n = view.length < left(b) ? view.length : left(b);
    if (n)
        memcpy(view.data, b->data + b->pos, n);
    b->pos += n;
    mr_buffer_release(rt, &view);
    return mr_int_from(rt, (int64_t)n);
}

NATIVE(bytesio_write)
{
    mr_buffer view;
    bytesio *b = as_bytesio(self);
    if (!check_open(rt, b) || !check_free(rt, b) || mr_buffer_get(rt, args[0], &view, 0) < 0)
        return MR_NULL;
    bool fine = put(rt, b, view.data, view.length);
    size_t n = view.length;
    mr_buffer_release(rt, &view);
    return fine ? mr_int_from(rt, (int64_t)n) : MR_NULL;
}

NATIVE(bytesio_seek)
{
    int64_t pos;
    int whence = 0;
    bytesio *b = as_bytesio(self);
    if (!mr_arity(rt, "seek", nargs, kwnames, 1, 2) || !mr_to_int64(rt, args[0], &pos) ||
        (nargs > 1 && !mr_to_c_int(rt, args[1], &whence)) || !check_open(rt, b))
        return MR_NULL;
    if (whence == 0 && pos < 0)
        return mr_raise(rt, rt->exc.ValueError, "negative seek value %lld", (long long)pos);
    if (whence < 0 || whence > 2)
        return mr_raise(rt, rt->exc.ValueError, "invalid whence (%d, should be 0, 1 or 2)", whence);
    int64_t from = whence == 0 ? 0 : whence == 1 ? (int64_t)b->pos : (int64_t)b->length, to;
    if (__builtin_add_overflow(from, pos, &to))
        return mr_raise(rt, rt->exc.OverflowError, "new position too large");
    b->pos = to < 0 ? 0 : (size_t)to;
    return mr_int_from(rt, (int64_t)b->pos);
}

NATIVE(bytesio_tell)
{
    return check_open(rt, as_bytesio(self)) ? mr_int_from(rt, (int64_t)as_bytesio(self)->pos)
                                            : MR_NULL;
}

NATIVE(bytesio_truncate)
{
    bytesio *b = as_bytesio(self);
    int64_t size = (int64_t)b->pos;
    if (!mr_arity(rt, "truncate", nargs, kwnames, 0, 1) || !check_open(rt, b) ||
        !check_free(rt, b) || (nargs && args[0] != MR_NONE && !mr_to_int64(rt, args[0], &size)))
        return MR_NULL;
    if (size < 0)
        return mr_raise(rt, rt->exc.ValueError, "negative size value %lld", (long long)size);
    if ((size_t)size < b->length)
        b->length = (size_t)size;
    return mr_int_from(rt, size);
}

NATIVE(bytesio_getvalue)
{
    const bytesio *b = as_bytesio(self);
    return check_open(rt, b) ? mr_bytes_new(rt, b->length ? b->data : (uint8_t *)"", b->length)
                             : MR_NULL;
}

NATIVE(bytesio_getbuffer)
{
    if (!check_open(rt, as_bytesio(self)))
        return MR_NULL;
    mr_value type = mr_import_attr(rt, "_io", "_BytesIOBuffer");
    bytesio_buffer *view = type ? mr_object_new(rt, mr_as_type(type), sizeof *view, false) : NULL;
    mr_decref(rt, type);
    if (!view)
        return MR_NULL;
    view->source = mr_incref(self);
    mr_value out = mr_call1(rt, mr_from(rt->types.memoryview), mr_from(view));
    mr_decref(rt, mr_from(view));
    return out;
}

NATIVE(bytesio_close)
{
    bytesio *b = as_bytesio(self);
    if (!check_free(rt, b))
        return MR_NULL;
    if (b->data)
        mr_buf_free(rt, b->data, b->size);
    b->data = NULL;
    b->length = b->size = b->pos = 0;
    b->base.closed = true;
    return MR_NONE;
}

NATIVE(bytesio_true) { return check_open(rt, as_bytesio(self)) ? MR_TRUE : MR_NULL; }
NATIVE(bytesio_false) { return check_open(rt, as_bytesio(self)) ? MR_FALSE : MR_NULL; }
NATIVE(bytesio_flush) { return check_open(rt, as_bytesio(self)) ? MR_NONE : MR_NULL; }

NATIVE(bytesio_getstate)
{
    mr_value bytes = bytesio_getvalue(rt, self, NULL, 0, MR_NULL);
    mr_value dict = bytes ? mr_instance_dict(rt, mr_obj(self)) : MR_NULL, out = MR_NULL;
    if (dict)
        out = mr_tuple_pack(rt, 3, bytes, mr_int_from(rt, (int64_t)as_bytesio(self)->pos),
                            mr_as_dict(dict)->length ? dict : MR_NONE);
    mr_decref(rt, bytes);
    mr_decref(rt, dict);
    return out;
}

NATIVE(bytesio_setstate)
{
    int64_t pos;
    if (!mr_is_tuple(args[0]) || mr_as_tuple(args[0])->length < 3)
        return mr_raise(rt, rt->exc.TypeError, "%T.__setstate__ argument should be 3-tuple, got %T",
                        self, args[0]);
    const mr_tuple *state = mr_as_tuple(args[0]);
    if (bytesio_init(rt, self, state->items, 1, MR_NULL) < 0 ||
        !mr_to_int64(rt, state->items[1], &pos))
        return MR_NULL;
    if (pos < 0)
        return mr_raise(rt, rt->exc.ValueError, "position value cannot be negative");
    as_bytesio(self)->pos = (size_t)pos;
    if (state->items[2] == MR_NONE)
        return MR_NONE;
    mr_value dict = mr_instance_dict(rt, mr_obj(self));
    bool fine = dict && mr_dict_update(rt, dict, state->items[2]);
    mr_decref(rt, dict);
    return fine ? MR_NONE : MR_NULL;
}

static const mr_method_def bytesio_methods[] = {
    {"read", bytesio_read, MR_ARGS_ANY, NULL},           {"read1", bytesio_read, MR_ARGS_ANY, NULL},
    {"readline", bytesio_readline, MR_ARGS_ANY, NULL},
    {"readlines", bytesio_readlines, MR_ARGS_ANY, NULL},
    {"readinto", bytesio_readinto, MR_ARGS_ONE, NULL},
    {"readinto1", bytesio_readinto, MR_ARGS_ONE, NULL}, {"write", bytesio_write, MR_ARGS_ONE, NULL},
    {"seek", bytesio_seek, MR_ARGS_ANY, NULL}, {"tell", bytesio_tell, MR_ARGS_NONE, NULL},
    {"truncate", bytesio_truncate, MR_ARGS_ANY, NULL},
    {"getvalue", bytesio_getvalue, MR_ARGS_NONE, NULL},
    {"getbuffer", bytesio_getbuffer, MR_ARGS_NONE, NULL},
    {"close", bytesio_close, MR_ARGS_NONE, NULL},
    {"flush", bytesio_flush, MR_ARGS_NONE, NULL}, {"readable", bytesio_true, MR_ARGS_NONE, NULL},
    {"writable", bytesio_true, MR_ARGS_NONE, NULL}, {"seekable", bytesio_true, MR_ARGS_NONE, NULL},
    {"isatty", bytesio_false, MR_ARGS_NONE, NULL},
    {"__getstate__", bytesio_getstate, MR_ARGS_NONE, NULL},
    {"__setstate__", bytesio_setstate, MR_ARGS_ONE, NULL},
    {NULL, NULL, 0, NULL},
};
const mr_type_spec mr_bytesio_spec = {
    .name = "_io.BytesIO",
    .doc = "Buffered I/O implementation using an in-memory bytes buffer.",
    .basic_size = sizeof(bytesio),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_DICT,
    .layout = &bytesio_layout,
    .slots = {.new_ = mr_io_new, .init = bytesio_init, .next = bytesio_next},
    .methods = bytesio_methods,
};

/* ---- what getbuffer() looks at ---- */

static void view_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_decref(rt, ((bytesio_buffer *)self)->source);
}
static const mr_layout view_layout = {.dealloc = view_dealloc};

static int view_get(mr_runtime *rt, mr_value self, struct mr_buffer *out, int flags)
{
    bytesio *b = as_bytesio(((bytesio_buffer *)mr_obj(self))->source);
    if (!reserve(rt, b, 1))
        return -1;
    out->data = b->data;
    out->length = b->length;
    b->exports++;
    return 0;
}

static void view_release(mr_runtime *rt, mr_value self, struct mr_buffer *view)
{
    as_bytesio(((bytesio_buffer *)mr_obj(self))->source)->exports--;
}

const mr_type_spec mr_bytesio_buffer_spec = {
    .name = "_io._BytesIOBuffer",
    .basic_size = sizeof(bytesio_buffer),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_NO_NEW,
    .layout = &view_layout,
    .slots = {.getbuffer = view_get, .releasebuffer = view_release},
};
