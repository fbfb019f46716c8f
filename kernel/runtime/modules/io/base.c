/*
 * base.c - the bases _IOBase, _RawIOBase, _BufferedIOBase, _TextIOBase.
 */
#include "modules/io/io.h"

mr_value mr_io_unsupported(mr_runtime *rt, const char *what)
{
    mr_value type = mr_import_attr(rt, "_io", "UnsupportedOperation");
    if (type)
        mr_raise(rt, mr_as_type(type), "%s", what);
    mr_decref(rt, type);
    return MR_NULL;
}

mr_value mr_io_call(mr_runtime *rt, mr_value obj, const char *name, mr_value a)
{
    mr_value key = mr_intern(rt, name);
    mr_value v = key ? mr_call_method(rt, obj, key, &a, a ? 1 : 0) : MR_NULL;
    mr_decref(rt, key);
    return v;
}

static int truth_of(mr_runtime *rt, mr_value v)
{
    int truth = v ? mr_truth(rt, v) : -1;
    mr_decref(rt, v);
    return truth;
}

int mr_io_closed(mr_runtime *rt, mr_value obj)
{
    return truth_of(rt, mr_getattr(rt, obj, MR_NAME(rt, closed)));
}
int mr_io_asks(mr_runtime *rt, mr_value obj, const char *name)
{
    return truth_of(rt, mr_io_call(rt, obj, name, MR_NULL));
}

mr_value mr_io_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                   mr_value kwnames)
{
    mr_value v = mr_type_alloc(rt, type);
    if (v)
        mr_gc_track(rt, mr_obj(v));
    return v;
}

bool mr_io_size(mr_runtime *rt, mr_value v, int64_t *size)
{
    *size = -1;
    if (!v || v == MR_NONE)
        return true;
    mr_value n = mr_index(rt, v);
    if (!n) {
        if (mr_error_catch(rt, rt->exc.TypeError))
            mr_raise(rt, rt->exc.TypeError, "argument should be integer or None, not '%T'", v);
        return false;
    }
    bool fine = mr_to_int64(rt, n, size);
    mr_decref(rt, n);
    return fine;
}

void mr_io_warn_unclosed(mr_runtime *rt, mr_value obj, mr_value source)
{
    if (mr_io_exact(rt, obj, &mr_textiowrapper_spec)) {
        if (mr_as_text(obj)->buffer)
            mr_io_warn_unclosed(rt, mr_as_text(obj)->buffer, source);
    } else if (mr_is_buffered(rt, obj)) {
        if (((mr_buffered *)mr_obj(obj))->raw)
            mr_io_warn_unclosed(rt, ((mr_buffered *)mr_obj(obj))->raw, source);
    } else if (mr_io_exact(rt, obj, &mr_fileio_spec)) {
        const mr_fileio *f = (mr_fileio *)mr_obj(obj);
        if (f->fd >= 0 && f->closefd &&
            mr_warn(rt, rt->exc.ResourceWarning, 1, "unclosed file %R", source) < 0) {
            if (mr_error_is(rt, rt->exc.Warning))
                mr_error_unraisable(rt, source);
            mr_error_clear(rt);
        }
    }
}

void mr_io_finalize(mr_runtime *rt, mr_value self)
{
    int closed = mr_io_closed(rt, self);
    if (closed < 0)
        mr_error_clear(rt);
    if (closed)
        return;
    mr_as_iobase(self)->finalizing = true;
    mr_io_warn_unclosed(rt, self, self);
    mr_value v = mr_call_method(rt, self, MR_NAME(rt, close), NULL, 0);
    mr_decref(rt, v);
    mr_error_clear(rt);
}

void mr_io_traverse_nothing(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg) {}
static void base_dealloc(mr_runtime *rt, mr_object *self) {}
static const mr_layout base_layout = {.dealloc = base_dealloc, .traverse = mr_io_traverse_nothing};

static bool check_open(mr_runtime *rt, mr_value self)
{
    int closed = mr_io_closed(rt, self);
    if (closed > 0)
        mr_raise(rt, rt->exc.ValueError, "I/O operation on closed file.");
    return closed == 0;
}

mr_value mr_io_iter(mr_runtime *rt, mr_value self)
{
    return check_open(rt, self) ? mr_incref(self) : MR_NULL;
}

mr_value mr_io_no_pickle(ARGS)
{
    return mr_raise(rt, rt->exc.TypeError, "cannot pickle '%T' object", self);
}

/* ---- _IOBase ---- */

#define UNSUPPORTED(name)                                                                          \
    NATIVE(base_##name) { return mr_io_unsupported(rt, #name); }
UNSUPPORTED(seek)
UNSUPPORTED(truncate)
UNSUPPORTED(fileno)
UNSUPPORTED(detach)
UNSUPPORTED(read)
UNSUPPORTED(read1)
UNSUPPORTED(write)

NATIVE(base_tell)
{
    mr_value two[2] = {mr_small_int(0), mr_small_int(1)};
    mr_value name = mr_intern(rt, "seek"),
             v = name ? mr_call_method(rt, self, name, two, 2) : MR_NULL;
    mr_decref(rt, name);
    return v;
}

NATIVE(base_flush)
{
    if (mr_as_iobase(self)->closed)
        return mr_raise(rt, rt->exc.ValueError, "I/O operation on closed file.");
    return MR_NONE;
}

NATIVE(base_close)
{
    if (mr_as_iobase(self)->closed)
        return MR_NONE;
    mr_value v = mr_call_method(rt, self, MR_NAME(rt, flush), NULL, 0);
    mr_as_iobase(self)->closed = true;
    mr_decref(rt, v);
    return v ? MR_NONE : MR_NULL;
}

static mr_value base_get_closed(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_bool(mr_as_iobase(self)->closed);
}

NATIVE(base_false) { return check_open(rt, self) ? MR_FALSE : MR_NULL; }
NATIVE(base_no) { return MR_FALSE; }
NATIVE(base_check_closed) { return check_open(rt, self) ? MR_NONE : MR_NULL; }

static mr_value check_ability(mr_runtime *rt, mr_value self, const char *question,
                              const char *message)
{
    int able = mr_io_asks(rt, self, question);
    return able < 0 ? MR_NULL : able ? MR_TRUE : mr_io_unsupported(rt, message);
}
NATIVE(base_check_readable)
{
    return check_ability(rt, self, "readable", "File or stream is not readable.");
}
NATIVE(base_check_writable)
{
    return check_ability(rt, self, "writable", "File or stream is not writable.");
}
NATIVE(base_check_seekable)
{
    return check_ability(rt, self, "seekable", "File or stream is not seekable.");
}

NATIVE(base_enter) { return check_open(rt, self) ? mr_incref(self) : MR_NULL; }
NATIVE(base_exit) { return mr_call_method(rt, self, MR_NAME(rt, close), NULL, 0); }

/* By read(1), or as many bytes as peek() shows up to the newline. */
NATIVE(base_readline)
{
    mr_value a[1];
    int64_t limit;
    if (!mr_bind(rt, "readline(size=, /)", args, nargs, kwnames, a) ||
        !mr_io_size(rt, a[0], &limit))
        return MR_NULL;
    mr_value peek_name = mr_intern(rt, "peek"),
             peek = peek_name ? mr_getattr_optional(rt, self, peek_name) : MR_NULL;
    mr_decref(rt, peek_name);
    mr_value line = mr_error(rt) ? MR_NULL : mr_bytearray_new(rt, NULL, 0);
    while (line && (limit < 0 || mr_length(rt, line) < limit)) {
        int64_t n = 1;
        mr_value ahead = peek ? mr_call1(rt, peek, mr_small_int(1)) : MR_NULL;
        if (ahead && !mr_is_bytes(ahead))
            mr_raise(rt, rt->exc.OSError, "peek() should have returned a bytes object, not '%T'",
                     ahead);
        else if (ahead && mr_as_bytes(ahead)->length) {
            const uint8_t *p = mr_as_bytes(ahead)->data,
                          *newline = memchr(p, '\n', mr_as_bytes(ahead)->length);
            n = newline ? newline - p + 1 : (int64_t)mr_as_bytes(ahead)->length;
            if (limit >= 0 && n > limit - mr_length(rt, line))
                n = limit - mr_length(rt, line);
        }
        mr_decref(rt, ahead);
        mr_value piece = mr_error(rt) ? MR_NULL : mr_io_call(rt, self, "read", mr_small_int(n));
        if (piece && !mr_is_bytes(piece))
            mr_raise(rt, rt->exc.OSError, "read() should have returned a bytes object, not '%T'",
                     piece);
        if (mr_error(rt)) {
            mr_decref(rt, piece);
            mr_clear(rt, &line);
            break;
        }
        size_t got = mr_as_bytes(piece)->length;
        bool ended = !got || mr_as_bytes(piece)->data[got - 1] == '\n';
        mr_value longer = mr_inplace_op(rt, MR_OP_ADD, line, piece);
        mr_decref(rt, line);
        mr_decref(rt, piece);
        line = longer;
        if (ended)
            break;
    }
    mr_decref(rt, peek);
    mr_value out = line ? mr_call1(rt, mr_from(rt->types.bytes), line) : MR_NULL;
    mr_decref(rt, line);
    return out;
}

static mr_value base_next(mr_runtime *rt, mr_value self)
{
    mr_value line = mr_call_method(rt, self, MR_NAME(rt, readline), NULL, 0);
    if (!line)
        return MR_NULL;
    int64_t n = mr_length(rt, line);
    if (n <= 0)
        mr_clear(rt, &line);
    return line;
}

mr_value mr_io_lines(mr_runtime *rt, mr_value self, mr_value hint_value)
{
    int64_t hint, total = 0;
    if (!mr_io_size(rt, hint_value, &hint))
        return MR_NULL;
    if (hint <= 0)
        return mr_list_from(rt, self);
    mr_value it = mr_iter(rt, self), list = it ? mr_list_new(rt, NULL, 0) : MR_NULL, line;
    while (list && total < hint && (line = mr_next(rt, it))) {
        int64_t n = mr_length(rt, line);
        total += n;
        if (!mr_list_append_steal(rt, list, line) || n < 0)
            break;
    }
    if (mr_error(rt))
        mr_clear(rt, &list);
    mr_decref(rt, it);
    return list;
}

NATIVE(base_readlines)
{
    mr_value a[1];
    return mr_bind(rt, "readlines(hint=, /)", args, nargs, kwnames, a) ? mr_io_lines(rt, self, a[0])
                                                                       : MR_NULL;
}

NATIVE(base_writelines)
{
    if (!check_open(rt, self))
        return MR_NULL;
    mr_value it = mr_iter(rt, args[0]), line;
    while (it && (line = mr_next(rt, it))) {
        mr_value v = mr_call_method(rt, self, MR_NAME(rt, write), &line, 1);
        mr_decref(rt, line);
        mr_decref(rt, v);
        if (!v)
            break;
    }
    mr_decref(rt, it);
    return mr_error(rt) ? MR_NULL : MR_NONE;
}

static const mr_method_def base_methods[] = {
    {"seek", base_seek, MR_ARGS_ANY, "Change the stream position to the given byte offset."},
    {"tell", base_tell, MR_ARGS_NONE, "Return current stream position."},
    {"truncate", base_truncate, MR_ARGS_ANY, "Truncate file to size bytes."},
    {"flush", base_flush, MR_ARGS_NONE, "Flush write buffers, if applicable."},
    {"close", base_close, MR_ARGS_NONE, "Flush and close the IO object."},
    {"seekable", base_no, MR_ARGS_NONE, "Return whether object supports random access."},
    {"readable", base_no, MR_ARGS_NONE, "Return whether object was opened for reading."},
    {"writable", base_no, MR_ARGS_NONE, "Return whether object was opened for writing."},
    {"_checkClosed", base_check_closed, MR_ARGS_ANY, NULL},
    {"_checkSeekable", base_check_seekable, MR_ARGS_ANY, NULL},
    {"_checkReadable", base_check_readable, MR_ARGS_ANY, NULL},
    {"_checkWritable", base_check_writable, MR_ARGS_ANY, NULL},
    {"fileno", base_fileno, MR_ARGS_NONE, "Returns underlying file descriptor if one exists."},
    {"isatty", base_false, MR_ARGS_NONE, "Return whether this is an 'interactive' stream."},
    {"__enter__", base_enter, MR_ARGS_NONE, NULL},
    {"__exit__", base_exit, MR_ARGS_ANY, NULL},
    {"readline", base_readline, MR_ARGS_ANY, "Read and return a line from the stream."},
    {"readlines", base_readlines, MR_ARGS_ANY, "Return a list of lines from the stream."},
    {"writelines", base_writelines, MR_ARGS_ONE, "Write a list of lines to stream."},
    {NULL, NULL, 0, NULL},
};
static const mr_getset_def base_getsets[] = {{"closed", base_get_closed, NULL, NULL, NULL}, {0}};

#define BASE_FLAGS (MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_DICT)
const mr_type_spec mr_iobase_spec = {
    .name = "_io._IOBase",
    .doc = "The abstract base class for all I/O classes, acting on streams of bytes.",
    .basic_size = sizeof(mr_iobase),
    .kind = MR_KIND_OTHER,
    .flags = BASE_FLAGS,
    .layout = &base_layout,
    .slots = {.new_ = mr_io_new, .finalize = mr_io_finalize, .iter = mr_io_iter, .next = base_next},
    .methods = base_methods,
    .getsets = base_getsets,
};

/* ---- _RawIOBase ---- */

NATIVE(raw_readall)
{
    mr_value all = mr_bytearray_new(rt, NULL, 0);
    while (all) {
        mr_value piece = mr_io_call(rt, self, "read", mr_small_int(MR_IO_BUFFER_SIZE));
        if (!piece || piece == MR_NONE) {
            if (piece && mr_length(rt, all) == 0) {
                mr_decref(rt, all);
                return MR_NONE;
            }
            if (!piece)
                mr_clear(rt, &all);
            break;
        }
        if (!mr_is_bytes(piece)) {
            mr_raise(rt, rt->exc.TypeError, "read() should return bytes");
            mr_clear(rt, &all);
        } else if (mr_as_bytes(piece)->length) {
            mr_value longer = mr_inplace_op(rt, MR_OP_ADD, all, piece);
            mr_decref(rt, all);
            all = longer;
            mr_decref(rt, piece);
            continue;
        }
        mr_decref(rt, piece);
        break;
    }
    mr_value out = all ? mr_call1(rt, mr_from(rt->types.bytes), all) : MR_NULL;
    mr_decref(rt, all);
    return out;
}

NATIVE(raw_read)
{
    mr_value a[1];
    int64_t n;
    if (!mr_bind(rt, "read(size=, /)", args, nargs, kwnames, a) || !mr_io_size(rt, a[0], &n))
        return MR_NULL;
    if (n < 0)
        return mr_io_call(rt, self, "readall", MR_NULL);
    mr_value room = mr_bytearray_new(rt, NULL, (size_t)n);
    mr_value got = room ? mr_io_call(rt, self, "readinto", room) : MR_NULL;
    int64_t count = 0;
    mr_value out = MR_NULL;
    if (got == MR_NONE)
        out = MR_NONE;
    else if (got && mr_to_int64(rt, got, &count)) {
        if (count < 0 || count > mr_length(rt, room))
            mr_raise(rt, rt->exc.ValueError, "readinto returned %lld outside buffer size %lld",
                     (long long)count, (long long)n);
        else
            out = mr_bytes_new(rt, count ? ((mr_bytearray *)mr_obj(room))->data : (uint8_t *)"",
                               (size_t)count);
    }
    mr_decref(rt, room);
    mr_decref(rt, got);
    return out;
}

static const mr_method_def raw_methods[] = {
    {"read", raw_read, MR_ARGS_ANY, NULL},
    {"readall", raw_readall, MR_ARGS_NONE, "Read until EOF, using multiple read() call."},
    {NULL, NULL, 0, NULL},
};
const mr_type_spec mr_rawiobase_spec = {
    .name = "_io._RawIOBase",
    .doc = "Base class for raw binary I/O.",
    .basic_size = sizeof(mr_iobase),
    .kind = MR_KIND_OTHER,
    .flags = BASE_FLAGS,
    .layout = &base_layout,
    .methods = raw_methods,
};

/* ---- _BufferedIOBase ---- */

static mr_value read_into(mr_runtime *rt, mr_value self, mr_value target, const char *method)
{
    mr_buffer view;
    if (mr_buffer_get(rt, target, &view, MR_BUFFER_WRITABLE) < 0)
        return MR_NULL;
    mr_value bytes = mr_io_call(rt, self, method, mr_int_from(rt, (int64_t)view.length)),
             out = MR_NULL;
    if (bytes && !mr_is_bytes(bytes))
        mr_raise(rt, rt->exc.TypeError, "read() should return bytes");
    else if (bytes && mr_as_bytes(bytes)->length > view.length)
        mr_raise(rt, rt->exc.ValueError,
                 "read() returned too much data: %zu bytes requested, %zu returned", view.length,
                 mr_as_bytes(bytes)->length);
    else if (bytes) {
        memcpy(view.data, mr_as_bytes(bytes)->data, mr_as_bytes(bytes)->length);
        out = mr_int_from(rt, (int64_t)mr_as_bytes(bytes)->length);
    }
    mr_decref(rt, bytes);
    mr_buffer_release(rt, &view);
    return out;
}

NATIVE(buffered_readinto) { return read_into(rt, self, args[0], "read"); }
NATIVE(buffered_readinto1) { return read_into(rt, self, args[0], "read1"); }

static const mr_method_def buffered_methods[] = {
    {"detach", base_detach, MR_ARGS_NONE, NULL},
    {"read", base_read, MR_ARGS_ANY, NULL},
    {"read1", base_read1, MR_ARGS_ANY, NULL},
    {"readinto", buffered_readinto, MR_ARGS_ONE, NULL},
    {"readinto1", buffered_readinto1, MR_ARGS_ONE, NULL},
    {"write", base_write, MR_ARGS_ANY, NULL},
    {NULL, NULL, 0, NULL},
};
const mr_type_spec mr_bufferediobase_spec = {
    .name = "_io._BufferedIOBase",
    .doc = "Base class for buffered IO objects.",
    .basic_size = sizeof(mr_iobase),
    .kind = MR_KIND_OTHER,
    .flags = BASE_FLAGS,
    .layout = &base_layout,
    .methods = buffered_methods,
};

/* ---- _TextIOBase ---- */

NATIVE(text_readline) { return mr_io_unsupported(rt, "readline"); }
static mr_value text_none(mr_runtime *rt, mr_value self, void *closure) { return MR_NONE; }

static const mr_method_def text_methods[] = {
    {"detach", base_detach, MR_ARGS_NONE, NULL},
    {"read", base_read, MR_ARGS_ANY, NULL},
    {"readline", text_readline, MR_ARGS_ANY, NULL},
    {"write", base_write, MR_ARGS_ANY, NULL},
    {NULL, NULL, 0, NULL},
};
static const mr_getset_def text_getsets[] = {
    {"encoding", text_none, NULL, NULL, NULL},
    {"newlines", text_none, NULL, NULL, NULL},
    {"errors", text_none, NULL, NULL, NULL},
    {0},
};
const mr_type_spec mr_textiobase_spec = {
    .name = "_io._TextIOBase",
    .doc = "Base class for text I/O.",
    .basic_size = sizeof(mr_iobase),
    .kind = MR_KIND_OTHER,
    .flags = BASE_FLAGS,
    .layout = &base_layout,
    .methods = text_methods,
    .getsets = text_getsets,
};
