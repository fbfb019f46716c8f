/*
 * buffered.c - the buffer of BufferedReader, BufferedWriter and
 * BufferedRandom.
 *
 * The buffer holds either bytes read ahead (pos..end) or bytes still to be
 * written (0..pending), never both: going from one to the other moves the raw
 * file to where the program believes it to be.
 */
#include "modules/io/io.h"

bool mr_is_buffered(mr_runtime *rt, mr_value v)
{
    if (!mr_is_object(v))
        return false;
    const mr_type_spec *spec = mr_object_type(rt, mr_obj(v))->spec;
    return spec == &mr_bufferedreader_spec || spec == &mr_bufferedwriter_spec ||
           spec == &mr_bufferedrandom_spec;
}

static bool attached(mr_runtime *rt, const mr_buffered *b)
{
    if (!b->raw)
        mr_raise(rt, rt->exc.ValueError, b->detached ? "raw stream has been detached"
                                                     : "I/O operation on uninitialized object");
    return b->raw != MR_NULL;
}

bool mr_buffered_check(mr_runtime *rt, mr_buffered *b, const char *closed_message)
{
    if (!attached(rt, b))
        return false;
    if (mr_io_exact(rt, b->raw, &mr_fileio_spec) && ((mr_fileio *)(void *)mr_obj(b->raw))->fd >= 0)
        return true;
    int closed = mr_io_closed(rt, b->raw);
    if (closed > 0)
        mr_raise(rt, rt->exc.ValueError, "%s", closed_message);
    return closed == 0;
}

/* The number a raw method returned, in [0, n]: -1 with an exception set, -2 for None; steals v. */
static int64_t raw_count(mr_runtime *rt, mr_value v, size_t n, const char *method)
{
    int64_t count = -1;
    if (v == MR_NONE)
        return -2;
    if (v && mr_to_int64(rt, v, &count) && (count < 0 || count > (int64_t)n)) {
        mr_raise(rt, rt->exc.OSError,
                 "raw %s() returned invalid length %lld (should have been between 0 and %zu)",
                 method, (long long)count, n);
        count = -1;
    }
    mr_decref(rt, v);
    return mr_error(rt) ? -1 : count;
}

int64_t mr_buffered_raw_read(mr_runtime *rt, mr_buffered *b, void *to, size_t n)
{
    if (mr_io_exact(rt, b->raw, &mr_fileio_spec))
        return mr_fileio_read_to(rt, (mr_fileio *)(void *)mr_obj(b->raw), to, n);
    mr_value room = mr_bytearray_new(rt, NULL, n);
    mr_value got = room ? mr_io_call(rt, b->raw, "readinto", room) : MR_NULL;
    int64_t count = raw_count(rt, got, n, "readinto");
    if (count > 0)
        memcpy(to, ((mr_bytearray *)mr_obj(room))->data, (size_t)count);
    mr_decref(rt, room);
    return count;
}

static int64_t raw_write(mr_runtime *rt, mr_buffered *b, const void *from, size_t n)
{
    if (mr_io_exact(rt, b->raw, &mr_fileio_spec))
        return mr_fileio_write_from(rt, (mr_fileio *)(void *)mr_obj(b->raw), from, n);
    mr_value bytes = mr_bytes_new(rt, from, n);
    mr_value done = bytes ? mr_io_call(rt, b->raw, "write", bytes) : MR_NULL;
    mr_decref(rt, bytes);
    return raw_count(rt, done, n, "write");
}

static mr_value raw_seek(mr_runtime *rt, mr_buffered *b, int64_t offset, int whence)
{
    mr_value two[2] = {mr_int_from(rt, offset), mr_small_int(whence)}, name = mr_intern(rt, "seek");
    mr_value v = name && two[0] ? mr_call_method(rt, b->raw, name, two, 2) : MR_NULL;
    mr_decref(rt, name);
    mr_decref(rt, two[0]);
    return v;
}

int64_t mr_buffered_fill(mr_runtime *rt, mr_buffered *b)
{
    b->pos = b->end = 0;
    int64_t n = mr_poll_interrupt(rt) < 0 ? -1 : mr_buffered_raw_read(rt, b, b->data, b->size);
    b->end = n > 0 ? (size_t)n : 0;
    return n;
}

static int would_block(mr_runtime *rt, int64_t written)
{
    mr_value text = mr_str_from(rt, "write could not complete without blocking");
    mr_value three[3] = {mr_small_int(EAGAIN), text, mr_int_from(rt, written)};
    mr_value e = text ? mr_call(rt, mr_from(rt->exc.BlockingIOError), three, 3, MR_NULL) : MR_NULL;
    if (e)
        mr_raise_exception(rt, e);
    mr_decref(rt, e);
    mr_decref(rt, text);
    return -1;
}

int mr_buffered_flush(mr_runtime *rt, mr_buffered *b)
{
    size_t done = 0;
    while (done < b->pending) {
        int64_t n = raw_write(rt, b, b->data + done, b->pending - done);
        if (n > 0)
            done += (size_t)n;
        if (n >= 0 && mr_poll(rt) >= 0)
            continue;
        memmove(b->data, b->data + done, b->pending - done);
        b->pending -= done;
        return n == -2 ? would_block(rt, 0) : -1;
    }
    b->pending = 0;
    return 0;
}

int mr_buffered_settle(mr_runtime *rt, mr_buffered *b)
{
    if (mr_buffered_flush(rt, b) < 0)
        return -1;
    if (b->pos < b->end) {
        mr_value v = raw_seek(rt, b, (int64_t)b->pos - (int64_t)b->end, 1);
        mr_decref(rt, v);
        if (!v)
            return -1;
    }
    b->pos = b->end = 0;
    return 0;
}

int mr_buffered_write_bytes(mr_runtime *rt, mr_buffered *b, const void *data, size_t n)
{
    if (b->pos < b->end && mr_buffered_settle(rt, b) < 0)
        return -1;
    b->pos = b->end = 0;
    if (n <= b->size - b->pending) {
        memcpy(b->data + b->pending, data, n);
        b->pending += n;
        return 0;
    }
    const uint8_t *p = data;
    size_t left = n;
    if (mr_buffered_flush(rt, b) < 0) {
        if (!mr_error_is(rt, rt->exc.BlockingIOError))
            return -1;
        size_t room = b->size - b->pending;
        if (n <= room) {
            mr_error_clear(rt);
            memcpy(b->data + b->pending, data, n);
            b->pending += n;
            return 0;
        }
        mr_error_clear(rt);
        memcpy(b->data + b->pending, data, room);
        b->pending = b->size;
        return would_block(rt, (int64_t)room);
    }
    while (left > b->size) {
        int64_t done = raw_write(rt, b, p, left);
        if (done == -2) {
            memcpy(b->data, p, b->size);
            b->pending = b->size;
            return would_block(rt, (int64_t)(n - left + b->size));
        }
        if (done < 0 || mr_poll(rt) < 0)
            return -1;
        p += done;
        left -= (size_t)done;
    }
    memcpy(b->data, p, left);
    b->pending = left;
    return 0;
}

int64_t mr_buffered_tell(mr_runtime *rt, mr_buffered *b)
{
    mr_value v = mr_io_call(rt, b->raw, "tell", MR_NULL);
    int64_t at = -1;
    if (v && mr_to_int64(rt, v, &at) && at < 0)
        mr_raise(rt, rt->exc.OSError, "Raw stream returned invalid position %lld", (long long)at);
    mr_decref(rt, v);
    return mr_error(rt) ? -1 : at - (int64_t)(b->end - b->pos) + (int64_t)b->pending;
}

/* ---- life ---- */

static void buffered_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_buffered *b = (mr_buffered *)self;
    mr_decref(rt, b->raw);
    if (b->data)
        mr_buf_free(rt, b->data, b->size);
}
static void buffered_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    visit(rt, ((mr_buffered *)self)->raw, arg);
}
static void buffered_clear(mr_runtime *rt, mr_object *self)
{
    mr_clear(rt, &((mr_buffered *)self)->raw);
}
static size_t buffered_extra(mr_runtime *rt, mr_object *self)
{
    const mr_buffered *b = (mr_buffered *)self;
    return b->data ? mr_block_size(b->size) : 0;
}
static const mr_layout buffered_layout = {buffered_dealloc, buffered_traverse, buffered_clear, NULL,
                                          buffered_extra};

static int init(mr_runtime *rt, mr_value self, const char *signature, bool readable, bool writable,
                const mr_value *args, size_t nargs, mr_value kwnames)
{
    mr_value a[2];
    int64_t size = MR_IO_BUFFER_SIZE;
    mr_buffered *b = (mr_buffered *)mr_obj(self);
    if (!mr_bind(rt, signature, args, nargs, kwnames, a) || (a[1] && !mr_to_int64(rt, a[1], &size)))
        return -1;
    static const char *const questions[] = {"seekable", "readable", "writable"};
    for (int i = 0; i < 3; i++) {
        if (!(i == 0 ? readable && writable : i == 1 ? readable : writable))
            continue;
        int able = mr_io_asks(rt, a[0], questions[i]);
        if (able < 0)
            return -1;
        if (!able) {
            char text[64];
            mr_io_unsupported(
                rt, strcat(strcpy(text, "File or stream is not "), i == 0   ? "seekable."
                                                                   : i == 1 ? "readable."
                                                                            : "writable."));
            return -1;
        }
    }
    if (size <= 0)
        return mr_fail(rt, rt->exc.ValueError, "buffer size must be strictly positive");
    uint8_t *data = mr_buf_new(rt, (size_t)size);
    if (!data)
        return -1;
    if (b->data)
        mr_buf_free(rt, b->data, b->size);
    b->data = data;
    b->size = (size_t)size;
    b->pos = b->end = b->pending = 0;
    b->readable = readable;
    b->writable = writable;
    b->detached = false;
    mr_replace(rt, &b->raw, mr_incref(a[0]));
    return 0;
}

static int reader_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                       mr_value kwnames)
{
    return init(rt, self, "BufferedReader(raw, buffer_size=)", true, false, args, nargs, kwnames);
}
static int writer_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                       mr_value kwnames)
{
    return init(rt, self, "BufferedWriter(raw, buffer_size=)", false, true, args, nargs, kwnames);
}
static int random_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                       mr_value kwnames)
{
    return init(rt, self, "BufferedRandom(raw, buffer_size=)", true, true, args, nargs, kwnames);
}

/* ---- methods all three have ---- */

static mr_buffered *as_buffered(mr_value v) { return (mr_buffered *)mr_obj(v); }

NATIVE(buffered_flush)
{
    mr_buffered *b = as_buffered(self);
    if (!mr_buffered_check(rt, b, "flush of closed file"))
        return MR_NULL;
    if (mr_buffered_flush(rt, b) < 0)
        return MR_NULL;
    if (b->readable && b->writable && mr_buffered_settle(rt, b) < 0)
        return MR_NULL;
    return b->writable ? mr_io_call(rt, b->raw, "flush", MR_NULL) : MR_NONE;
}

NATIVE(buffered_close)
{
    mr_buffered *b = as_buffered(self);
    if (!attached(rt, b))
        return MR_NULL;
    int closed = mr_io_closed(rt, b->raw);
    if (closed)
        return closed < 0 ? MR_NULL : MR_NONE;
    mr_value v = mr_call_method(rt, self, MR_NAME(rt, flush), NULL, 0);
    mr_value error = mr_error_take(rt);
    mr_decref(rt, v);
    v = mr_call_method(rt, b->raw, MR_NAME(rt, close), NULL, 0);
    mr_decref(rt, v);
    if (b->data)
        mr_buf_free(rt, b->data, b->size);
    b->data = NULL;
    b->pos = b->end = b->pending = b->size = 0;
    if (error) {
        mr_error_clear(rt);
        mr_error_restore(rt, error);
    }
    return mr_error(rt) ? MR_NULL : MR_NONE;
}

NATIVE(buffered_detach)
{
    mr_buffered *b = as_buffered(self);
    if (!attached(rt, b))
        return MR_NULL;
    mr_value v = mr_call_method(rt, self, MR_NAME(rt, flush), NULL, 0);
    mr_decref(rt, v);
    if (!v)
        return MR_NULL;
    mr_value raw = b->raw;
    b->raw = MR_NULL;
    b->detached = true;
    return raw;
}

NATIVE(buffered_tell)
{
    mr_buffered *b = as_buffered(self);
    int64_t at = attached(rt, b) ? mr_buffered_tell(rt, b) : -1;
    return at < 0 ? MR_NULL : mr_int_from(rt, at);
}

NATIVE(buffered_seek)
{
    mr_buffered *b = as_buffered(self);
    int64_t target;
    int whence = 0;
    if (!mr_arity(rt, "seek", nargs, kwnames, 1, 2) ||
        (nargs > 1 && !mr_to_c_int(rt, args[1], &whence)))
        return MR_NULL;
    if (whence < 0 || (whence > 2 && whence != 3 && whence != 4))
        return mr_raise(rt, rt->exc.ValueError, "whence value %d unsupported", whence);
    if (!mr_buffered_check(rt, b, "seek of closed file") || !mr_to_int64(rt, args[0], &target))
        return MR_NULL;
    int able = mr_io_exact(rt, b->raw, &mr_fileio_spec) ? 1 : mr_io_asks(rt, b->raw, "seekable");
    if (able <= 0)
        return able < 0 ? MR_NULL : mr_io_unsupported(rt, "File or stream is not seekable.");
    if (whence < 2 && b->readable && b->pos < b->end) {
        /* Within what was read ahead? */
        int64_t now = mr_buffered_tell(rt, b);
        if (now < 0)
            return MR_NULL;
        int64_t offset = whence ? target : target - now;
        if (offset >= -(int64_t)b->pos && offset <= (int64_t)(b->end - b->pos)) {
            b->pos = (size_t)((int64_t)b->pos + offset);
            return mr_int_from(rt, now + offset);
        }
    }
    if (mr_buffered_flush(rt, b) < 0)
        return MR_NULL;
    if (whence == 1)
        target -= (int64_t)(b->end - b->pos);
    mr_value v = raw_seek(rt, b, target, whence);
    if (v)
        b->pos = b->end = 0;
    return v;
}

NATIVE(buffered_truncate)
{
    mr_buffered *b = as_buffered(self);
    if (!mr_arity(rt, "truncate", nargs, kwnames, 0, 1) ||
        !mr_buffered_check(rt, b, "truncate of closed file"))
        return MR_NULL;
    if (!b->writable)
        return mr_io_unsupported(rt, "truncate");
    if (mr_buffered_settle(rt, b) < 0)
        return MR_NULL;
    return mr_io_call(rt, b->raw, "truncate", nargs ? args[0] : MR_NONE);
}

NATIVE(buffered_write)
{
    mr_buffered *b = as_buffered(self);
    mr_buffer view;
    if (!mr_buffered_check(rt, b, "write to closed file") ||
        mr_buffer_get(rt, args[0], &view, 0) < 0)
        return MR_NULL;
    int r = mr_buffered_write_bytes(rt, b, view.data, view.length);
    mr_value n = r < 0 ? MR_NULL : mr_int_from(rt, (int64_t)view.length);
    mr_buffer_release(rt, &view);
    return n;
}

#define PASS_ON(method)                                                       \
    NATIVE(buffered_##method)                                                 \
    {                                                                         \
        return attached(rt, as_buffered(self))                                \
                   ? mr_io_call(rt, as_buffered(self)->raw, #method, MR_NULL) \
                   : MR_NULL;                                                 \
    }
PASS_ON(seekable)
PASS_ON(fileno)
PASS_ON(isatty)
PASS_ON(readable)
PASS_ON(writable)

static mr_value buffered_get(mr_runtime *rt, mr_value self, void *closure)
{
    return attached(rt, as_buffered(self)) ? mr_getattr_text(rt, as_buffered(self)->raw, closure)
                                           : MR_NULL;
}
static mr_value buffered_get_raw(mr_runtime *rt, mr_value self, void *closure)
{
    return as_buffered(self)->raw ? mr_incref(as_buffered(self)->raw) : MR_NONE;
}

static mr_value buffered_repr(mr_runtime *rt, mr_value self)
{
    mr_value name = mr_getattr_optional(rt, self, MR_NAME(rt, name));
    const char *type = mr_type_of(rt, self)->name;
    if (!name) {
        mr_error_clear(rt);
        return mr_str_format(rt, "<%s>", type);
    }
    int again = mr_repr_enter(rt, self);
    mr_value v = MR_NULL;
    if (again == 0) {
        v = mr_str_format(rt, "<%s name=%R>", type, name);
        mr_repr_leave(rt, self);
    } else if (again > 0) {
        mr_raise(rt, rt->exc.RuntimeError, "reentrant call inside %s.__repr__", type);
    }
    mr_decref(rt, name);
    return v;
}

#define COMMON_METHODS                                                                            \
    {"flush", buffered_flush, MR_ARGS_NONE, NULL}, {"close", buffered_close, MR_ARGS_NONE, NULL}, \
        {"detach", buffered_detach, MR_ARGS_NONE, NULL},                                          \
        {"tell", buffered_tell, MR_ARGS_NONE, NULL}, {"seek", buffered_seek, MR_ARGS_ANY, NULL},  \
        {"truncate", buffered_truncate, MR_ARGS_ANY, NULL},                                       \
        {"seekable", buffered_seekable, MR_ARGS_NONE, NULL},                                      \
        {"fileno", buffered_fileno, MR_ARGS_NONE, NULL},                                          \
        {"isatty", buffered_isatty, MR_ARGS_NONE, NULL},                                          \
    {                                                                                             \
        "__getstate__", mr_io_no_pickle, MR_ARGS_NONE, NULL                                       \
    }

static const mr_method_def reader_methods[] = {
    COMMON_METHODS,
    {"readable", buffered_readable, MR_ARGS_NONE, NULL},
    MR_READER_METHODS(MR_READER_ENTRY){NULL, NULL, 0, NULL}};
static const mr_method_def writer_methods[] = {COMMON_METHODS,
                                               {"writable", buffered_writable, MR_ARGS_NONE, NULL},
                                               {"write", buffered_write, MR_ARGS_ONE, NULL},
                                               {NULL, NULL, 0, NULL}};
static const mr_method_def random_methods[] = {
    COMMON_METHODS,
    {"readable", buffered_readable, MR_ARGS_NONE, NULL},
    {"writable", buffered_writable, MR_ARGS_NONE, NULL},
    {"write", buffered_write, MR_ARGS_ONE, NULL},
    MR_READER_METHODS(MR_READER_ENTRY){NULL, NULL, 0, NULL}};
static const mr_getset_def buffered_getsets[] = {
    {"raw", buffered_get_raw, NULL, NULL, NULL},
    {"closed", buffered_get, NULL, NULL, (void *)(uintptr_t)"closed"},
    {"name", buffered_get, NULL, NULL, (void *)(uintptr_t)"name"},
    {"mode", buffered_get, NULL, NULL, (void *)(uintptr_t)"mode"},
    {0},
};

#define BUFFERED_SPEC(variable, type_name, type_doc, init_function, method_table, next_function) \
    const mr_type_spec variable = {.name = type_name,                                            \
                                   .doc = type_doc,                                              \
                                   .basic_size = sizeof(mr_buffered),                            \
                                   .kind = MR_KIND_OTHER,                                        \
                                   .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED |                 \
                                            MR_TYPE_WEAKREFS | MR_TYPE_DICT,                     \
                                   .layout = &buffered_layout,                                   \
                                   .slots = {.new_ = mr_io_new,                                  \
                                             .init = init_function,                              \
                                             .repr = buffered_repr,                              \
                                             .next = next_function},                             \
                                   .methods = method_table,                                      \
                                   .getsets = buffered_getsets}
BUFFERED_SPEC(mr_bufferedreader_spec, "_io.BufferedReader",
              "Create a new buffered reader using the given readable raw IO object.", reader_init,
              reader_methods, mr_buffered_next);
BUFFERED_SPEC(mr_bufferedwriter_spec, "_io.BufferedWriter",
              "A buffer for a writeable sequential RawIO object.", writer_init, writer_methods,
              NULL);
BUFFERED_SPEC(mr_bufferedrandom_spec, "_io.BufferedRandom",
              "A buffered interface to random access streams.", random_init, random_methods,
              mr_buffered_next);
