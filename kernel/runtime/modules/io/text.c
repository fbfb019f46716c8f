/*
 * text.c - TextIOWrapper: making, writing, closing. Reading is in text_read.c.
 */
#include "modules/io/io.h"
#include "text/codecs.h"

static bool attached(mr_runtime *rt, const mr_text *t)
{
    if (!t->buffer)
        mr_raise(rt, rt->exc.ValueError, t->detached ? "underlying buffer has been detached"
                                                     : "I/O operation on uninitialized object");
    return t->buffer != MR_NULL;
}

bool mr_text_check(mr_runtime *rt, mr_text *t)
{
    if (!attached(rt, t))
        return false;
    if (mr_is_buffered(rt, t->buffer)) {
        const mr_buffered *b = (mr_buffered *)mr_obj(t->buffer);
        if (b->raw && mr_io_exact(rt, b->raw, &mr_fileio_spec) &&
            ((mr_fileio *)(void *)mr_obj(b->raw))->fd >= 0)
            return true;
    }
    int closed = mr_io_closed(rt, t->buffer);
    if (closed > 0)
        mr_raise(rt, rt->exc.ValueError, "I/O operation on closed file.");
    return closed == 0;
}

void mr_text_forget(mr_runtime *rt, mr_text *t)
{
    mr_clear(rt, &t->decoded);
    mr_clear(rt, &t->chunk);
    mr_clear(rt, &t->chunk_state);
    t->used = 0;
    t->tail_length = t->chunk_tail_length = 0;
    t->newlines.pending_cr = false;
}

/* ---- life ---- */

static void text_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_text *t = (mr_text *)(void *)self;
    mr_decref(rt, t->buffer);
    mr_decref(rt, t->encoding);
    mr_decref(rt, t->errors);
    mr_decref(rt, t->decoder);
    mr_decref(rt, t->encoder);
    mr_decref(rt, t->decoded);
    mr_decref(rt, t->chunk);
    mr_decref(rt, t->chunk_state);
    if (t->out)
        mr_buf_free(rt, t->out, t->out_size);
}
static void text_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    const mr_text *t = (mr_text *)(void *)self;
    visit(rt, t->buffer, arg);
    visit(rt, t->decoder, arg);
    visit(rt, t->encoder, arg);
    visit(rt, t->chunk_state, arg);
}
static void text_clear(mr_runtime *rt, mr_object *self)
{
    mr_clear(rt, &((mr_text *)(void *)self)->buffer);
}
static size_t text_extra(mr_runtime *rt, mr_object *self)
{
    const mr_text *t = (mr_text *)(void *)self;
    return t->out ? mr_block_size(t->out_size) : 0;
}
static const mr_layout text_layout = {text_dealloc, text_traverse, text_clear, NULL, text_extra};

static void set_newline(mr_text *t, const char *newline)
{
    t->newline = newline;
    t->universal = !newline || !*newline;
    t->newlines.translate = !newline;
    t->write_newline =
        newline && (!strcmp(newline, "\r") || !strcmp(newline, "\r\n")) ? newline : NULL;
}

/* Incremental coders for a codec that is not written in C; also checks that there is such a codec.
 */
static bool make_coders(mr_runtime *rt, mr_text *t)
{
    mr_clear(rt, &t->decoder);
    mr_clear(rt, &t->encoder);
    size_t n = mr_as_str(t->encoding)->length;
    bool ascii = mr_as_str(t->encoding)->ascii;
    t->codec = ascii ? mr_codec_of((const char *)mr_as_str(t->encoding)->data, n) : MR_OTHER_CODEC;
    t->read_codec = t->write_codec = t->codec;
    if (t->codec != MR_OTHER_CODEC)
        return true;
    mr_value codec = mr_import_attr(rt, "codecs", "lookup");
    mr_value info = codec ? mr_call1(rt, codec, t->encoding) : MR_NULL;
    mr_decref(rt, codec);
    mr_value is_text = info ? mr_getattr_text(rt, info, "_is_text_encoding") : MR_NULL;
    if (is_text == MR_FALSE)
        mr_raise(rt, rt->exc.LookupError,
                 "%R is not a text encoding; use codecs.open() to handle arbitrary codecs",
                 t->encoding);
    mr_error_catch(rt, rt->exc.AttributeError);
    mr_decref(rt, is_text);
    static const char *const names[] = {"incrementaldecoder", "incrementalencoder"};
    for (int i = 0; info && !mr_error(rt) && i < 2; i++) {
        if (i == 0 ? !t->readable : !t->writable)
            continue;
        mr_value make = mr_getattr_text(rt, info, names[i]);
        mr_value coder = make ? mr_call1(rt, make, t->errors) : MR_NULL;
        mr_decref(rt, make);
        *(i == 0 ? &t->decoder : &t->encoder) = coder;
    }
    mr_decref(rt, info);
    return !mr_error(rt);
}

/* Where writing begins in the middle of a file, no byte order mark is due. */
static void settle_write_codec(mr_runtime *rt, mr_text *t)
{
    if (!t->seekable || !t->writable ||
        (t->codec != MR_UTF16 && t->codec != MR_UTF32 && t->codec != MR_OTHER_CODEC))
        return;
    mr_value at = mr_io_call(rt, t->buffer, "tell", MR_NULL);
    if (!at)
        mr_error_clear(rt);
    else if (at != mr_small_int(0)) {
        if (t->codec == MR_OTHER_CODEC) {
            mr_value v =
                t->encoder ? mr_io_call(rt, t->encoder, "setstate", mr_small_int(0)) : MR_NULL;
            mr_decref(rt, v);
            mr_error_clear(rt);
        } else {
            t->write_codec = t->codec == MR_UTF16 ? MR_UTF16LE : MR_UTF32LE;
        }
    }
    mr_decref(rt, at);
}

static mr_value default_encoding(mr_runtime *rt) { return mr_str_from(rt, "UTF-8"); }

static int text_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                     mr_value kwnames)
{
    mr_value a[6];
    mr_text *t = mr_as_text(self);
    const char *newline = NULL;
    bool line_buffering, write_through;
    if (!mr_bind(
            rt,
            "TextIOWrapper(buffer, encoding=, errors=, newline=, line_buffering=, write_through=)",
            args, nargs, kwnames, a) ||
        (a[3] && !mr_newline_argument(rt, a[3], &newline)) ||
        !mr_flag(rt, a[4], false, &line_buffering) || !mr_flag(rt, a[5], false, &write_through))
        return -1;
    for (int i = 1; i < 3; i++) {
        if (a[i] == MR_NONE)
            a[i] = MR_NULL;
        if (a[i] && !mr_is_str(a[i]))
            return mr_fail(rt, rt->exc.TypeError,
                           "TextIOWrapper() argument '%s' must be str or None, not %T",
                           i == 1 ? "encoding" : "errors", a[i]);
    }
    mr_text_forget(rt, t);
    t->newlines.seen = 0;
    mr_clear(rt, &t->buffer);
    bool locale = !a[1] || mr_str_is(a[1], "locale");
    mr_replace(rt, &t->encoding, locale ? default_encoding(rt) : mr_incref(a[1]));
    mr_replace(rt, &t->errors, a[2] ? mr_incref(a[2]) : mr_str_from(rt, "strict"));
    t->line_buffering = line_buffering;
    t->write_through = write_through;
    set_newline(t, newline);
    int readable, writable, seekable;
    if (mr_is_buffered(rt, a[0])) {
        readable = ((mr_buffered *)mr_obj(a[0]))->readable;
        writable = ((mr_buffered *)mr_obj(a[0]))->writable;
    } else {
        readable = mr_io_asks(rt, a[0], "readable");
        writable = readable < 0 ? -1 : mr_io_asks(rt, a[0], "writable");
    }
    seekable = writable < 0 ? -1 : mr_io_asks(rt, a[0], "seekable");
    if (seekable < 0)
        return -1;
    t->readable = readable;
    t->writable = writable;
    t->seekable = t->telling = seekable;
    t->detached = false;
    mr_value name = mr_intern(rt, "read1"),
             read1 = name ? mr_getattr_optional(rt, a[0], name) : MR_NULL;
    t->read1 = read1 != MR_NULL;
    mr_decref(rt, name);
    mr_decref(rt, read1);
    if (mr_error(rt) || !t->encoding || !t->errors || !make_coders(rt, t))
        return -1;
    t->buffer = mr_incref(a[0]);
    settle_write_codec(rt, t);
    return 0;
}

/* ---- writing ---- */

int mr_text_flush_out(mr_runtime *rt, mr_text *t)
{
    if (!t->out_length)
        return 0;
    if (mr_is_buffered(rt, t->buffer)) {
        mr_buffered *b = (mr_buffered *)mr_obj(t->buffer);
        if (!mr_buffered_check(rt, b, "write to closed file"))
            return -1;
        size_t n = t->out_length;
        t->out_length = 0;
        return mr_buffered_write_bytes(rt, b, t->out, n);
    }
    mr_value bytes = mr_bytes_new(rt, t->out, t->out_length);
    if (!bytes)
        return -1;
    t->out_length = 0;
    mr_value v = mr_call_method(rt, t->buffer, MR_NAME(rt, write), &bytes, 1);
    mr_decref(rt, bytes);
    mr_decref(rt, v);
    return v ? 0 : -1;
}

static bool put_out(mr_runtime *rt, mr_text *t, const void *data, size_t n)
{
    if (!n)
        return true;
    if (t->out_length && t->out_length + n > MR_IO_BUFFER_SIZE && mr_text_flush_out(rt, t) < 0)
        return false;
    if (t->out_size - t->out_length < n) {
        size_t size = t->out_length + n > MR_IO_BUFFER_SIZE ? t->out_length + n : MR_IO_BUFFER_SIZE;
        uint8_t *grown =
            t->out ? mr_buf_resize(rt, t->out, t->out_size, size) : mr_buf_new(rt, size);
        if (!grown)
            return false;
        t->out = grown;
        t->out_size = size;
    }
    memcpy(t->out + t->out_length, data, n);
    t->out_length += n;
    return true;
}

static bool has_newline(mr_value text)
{
    return mr_line_end(mr_as_str(text), 0, mr_as_str(text)->length, true, NULL) != 0;
}

static mr_value encode(mr_runtime *rt, mr_text *t, mr_value text)
{
    if (t->codec != MR_OTHER_CODEC) {
        mr_value bytes = mr_encode_with(rt, text, (enum mr_codec)t->write_codec, t->errors);
        if (bytes && t->write_codec == MR_UTF16)
            t->write_codec = MR_UTF16LE;
        if (bytes && t->write_codec == MR_UTF32)
            t->write_codec = MR_UTF32LE;
        return bytes;
    }
    mr_value bytes = mr_io_call(rt, t->encoder, "encode", text);
    if (bytes && !mr_is_bytes(bytes)) {
        mr_raise(rt, rt->exc.TypeError, "encoder should return a bytes object, not '%T'", bytes);
        mr_clear(rt, &bytes);
    }
    return bytes;
}

NATIVE(text_write)
{
    mr_text *t = mr_as_text(self);
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "write() argument must be str, not %T", args[0]);
    if (!mr_text_check(rt, t))
        return MR_NULL;
    if (!t->writable)
        return mr_io_unsupported(rt, "not writable");
    size_t length = mr_as_str(args[0])->length;
    bool flush = t->line_buffering && has_newline(args[0]);
    mr_value text =
        t->write_newline ? mr_newlines_encode(rt, args[0], t->write_newline) : mr_incref(args[0]);
    bool fine = text != MR_NULL;
    if (fine && mr_as_str(text)->ascii && t->codec <= MR_LATIN1) {
        fine = put_out(rt, t, mr_as_str(text)->data, mr_as_str(text)->length);
    } else if (fine) {
        mr_value bytes = encode(rt, t, text);
        fine = bytes && put_out(rt, t, mr_as_bytes(bytes)->data, mr_as_bytes(bytes)->length);
        mr_decref(rt, bytes);
    }
    mr_decref(rt, text);
    if (fine && (t->out_length >= MR_IO_BUFFER_SIZE || flush || t->write_through))
        fine = mr_text_flush_out(rt, t) == 0;
    if (fine && flush) {
        mr_value v = mr_call_method(rt, t->buffer, MR_NAME(rt, flush), NULL, 0);
        mr_decref(rt, v);
        fine = v != MR_NULL;
    }
    if (!fine)
        return MR_NULL;
    if (t->decoded || t->chunk)
        mr_text_forget(rt, t);
    return mr_int_from(rt, (int64_t)length);
}

NATIVE(text_flush)
{
    mr_text *t = mr_as_text(self);
    if (!mr_text_check(rt, t))
        return MR_NULL;
    t->telling = t->seekable;
    if (mr_text_flush_out(rt, t) < 0)
        return MR_NULL;
    return mr_call_method(rt, t->buffer, MR_NAME(rt, flush), NULL, 0);
}

NATIVE(text_close)
{
    mr_text *t = mr_as_text(self);
    if (!attached(rt, t))
        return MR_NULL;
    int closed = mr_io_closed(rt, t->buffer);
    if (closed)
        return closed < 0 ? MR_NULL : MR_NONE;
    mr_value v = mr_call_method(rt, self, MR_NAME(rt, flush), NULL, 0);
    mr_value error = mr_error_take(rt);
    mr_decref(rt, v);
    v = mr_call_method(rt, t->buffer, MR_NAME(rt, close), NULL, 0);
    mr_decref(rt, v);
    if (error) {
        mr_error_clear(rt);
        mr_error_restore(rt, error);
    }
    return mr_error(rt) ? MR_NULL : MR_NONE;
}

NATIVE(text_detach)
{
    mr_text *t = mr_as_text(self);
    if (!attached(rt, t))
        return MR_NULL;
    mr_value v = mr_call_method(rt, self, MR_NAME(rt, flush), NULL, 0);
    mr_decref(rt, v);
    if (!v)
        return MR_NULL;
    mr_value buffer = t->buffer;
    t->buffer = MR_NULL;
    t->detached = true;
    return buffer;
}

NATIVE(text_truncate)
{
    mr_text *t = mr_as_text(self);
    if (!mr_arity(rt, "truncate", nargs, kwnames, 0, 1) || !attached(rt, t))
        return MR_NULL;
    mr_value v = mr_call_method(rt, self, MR_NAME(rt, flush), NULL, 0);
    mr_decref(rt, v);
    return v ? mr_io_call(rt, t->buffer, "truncate", nargs ? args[0] : MR_NONE) : MR_NULL;
}

NATIVE(text_reconfigure)
{
    mr_value a[5];
    mr_text *t = mr_as_text(self);
    const char *newline = NULL;
    if (!mr_bind(rt,
                 "reconfigure(*, encoding=, errors=, newline=, line_buffering=, write_through=)",
                 args, nargs, kwnames, a) ||
        !mr_text_check(rt, t))
        return MR_NULL;
    mr_value encoding = a[0] == MR_NONE ? MR_NULL : a[0], errors = a[1] == MR_NONE ? MR_NULL : a[1];
    if (t->decoded && (encoding || errors || a[2]))
        return mr_io_unsupported(
            rt, "It is not possible to set the encoding or newline of stream after the first read");
    if ((encoding && !mr_is_str(encoding)) || (errors && !mr_is_str(errors)))
        return mr_raise(rt, rt->exc.TypeError,
                        "reconfigure() argument '%s' must be str or None, not %T",
                        encoding && !mr_is_str(encoding) ? "encoding" : "errors",
                        encoding && !mr_is_str(encoding) ? encoding : errors);
    if (a[2] && !mr_newline_argument(rt, a[2], &newline))
        return MR_NULL;
    bool line_buffering = t->line_buffering, write_through = t->write_through;
    if ((a[3] && a[3] != MR_NONE && !mr_flag(rt, a[3], false, &line_buffering)) ||
        (a[4] && a[4] != MR_NONE && !mr_flag(rt, a[4], false, &write_through)))
        return MR_NULL;
    mr_value v = mr_call_method(rt, self, MR_NAME(rt, flush), NULL, 0);
    mr_decref(rt, v);
    if (!v)
        return MR_NULL;
    if (a[2])
        set_newline(t, newline);
    t->line_buffering = line_buffering;
    t->write_through = write_through;
    if (!encoding && !errors)
        return MR_NONE;
    if (errors || encoding)
        mr_replace(rt, &t->errors, errors ? mr_incref(errors) : mr_str_from(rt, "strict"));
    if (encoding)
        mr_replace(rt, &t->encoding,
                   mr_str_is(encoding, "locale") ? default_encoding(rt) : mr_incref(encoding));
    if (!t->errors || !make_coders(rt, t))
        return MR_NULL;
    settle_write_codec(rt, t);
    return MR_NONE;
}

#define PASS_ON(method)                                                         \
    NATIVE(text_##method)                                                       \
    {                                                                           \
        return attached(rt, mr_as_text(self))                                   \
                   ? mr_io_call(rt, mr_as_text(self)->buffer, #method, MR_NULL) \
                   : MR_NULL;                                                   \
    }
PASS_ON(seekable)
PASS_ON(readable)
PASS_ON(writable)
PASS_ON(fileno)
PASS_ON(isatty)

/* ---- attributes ---- */

static mr_value text_get(mr_runtime *rt, mr_value self, void *closure)
{
    return attached(rt, mr_as_text(self)) ? mr_getattr_text(rt, mr_as_text(self)->buffer, closure)
                                          : MR_NULL;
}
static mr_value text_get_buffer(mr_runtime *rt, mr_value self, void *closure)
{
    return attached(rt, mr_as_text(self)) ? mr_incref(mr_as_text(self)->buffer) : MR_NULL;
}
static mr_value text_get_encoding(mr_runtime *rt, mr_value self, void *closure)
{
    return attached(rt, mr_as_text(self)) ? mr_incref(mr_as_text(self)->encoding) : MR_NULL;
}
static mr_value text_get_errors(mr_runtime *rt, mr_value self, void *closure)
{
    return attached(rt, mr_as_text(self)) ? mr_incref(mr_as_text(self)->errors) : MR_NULL;
}
static mr_value text_get_newlines(mr_runtime *rt, mr_value self, void *closure)
{
    const mr_text *t = mr_as_text(self);
    return attached(rt, t) ? mr_newlines_seen(rt, t->universal ? t->newlines.seen : 0) : MR_NULL;
}
static mr_value text_get_line_buffering(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_bool(mr_as_text(self)->line_buffering);
}
static mr_value text_get_write_through(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_bool(mr_as_text(self)->write_through);
}
static mr_value text_get_chunk_size(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_small_int(MR_IO_BUFFER_SIZE);
}

static mr_value text_repr(mr_runtime *rt, mr_value self)
{
    if (!attached(rt, mr_as_text(self)))
        return MR_NULL;
    int again = mr_repr_enter(rt, self);
    if (again)
        return again < 0 ? MR_NULL
                         : mr_raise(rt, rt->exc.RuntimeError, "reentrant call inside %s.__repr__",
                                    mr_type_of(rt, self)->name);
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    mr_str_builder_text(&b, "<_io.TextIOWrapper");
    static const char *const names[] = {"name", "mode"};
    for (int i = 0; i < 2; i++) {
        mr_value v = mr_getattr_text(rt, self, names[i]);
        mr_error_clear(rt);
        if (!v)
            continue;
        mr_str_builder_char(&b, ' ');
        mr_str_builder_text(&b, names[i]);
        mr_str_builder_char(&b, '=');
        mr_str_builder_repr(&b, v);
        mr_decref(rt, v);
    }
    mr_str_builder_text(&b, " encoding=");
    mr_str_builder_repr(&b, mr_as_text(self)->encoding);
    mr_str_builder_char(&b, '>');
    mr_repr_leave(rt, self);
    return mr_str_builder_take(&b);
}

static mr_value text_next(mr_runtime *rt, mr_value self)
{
    mr_text *t = mr_as_text(self);
    mr_value line;
    if (!attached(rt, t))
        return MR_NULL;
    t->telling = false;
    if (mr_io_exact(rt, self, &mr_textiowrapper_spec)) {
        line = mr_text_check(rt, t) ? mr_text_line(rt, t, -1) : MR_NULL;
    } else {
        line = mr_call_method(rt, self, MR_NAME(rt, readline), NULL, 0);
        if (line && !mr_is_str(line)) {
            mr_raise(rt, rt->exc.OSError, "readline() should have returned a str object, not '%T'",
                     line);
            mr_clear(rt, &line);
        }
    }
    if (line && !mr_as_str(line)->length) {
        mr_clear(rt, &line);
        mr_clear(rt, &t->chunk);
        t->telling = t->seekable;
    }
    return line;
}

static const mr_method_def text_methods[] = {
    MR_TEXT_READ_METHODS(MR_TEXT_READ_ENTRY){"write", text_write, MR_ARGS_ONE, NULL},
    {"flush", text_flush, MR_ARGS_NONE, NULL},
    {"close", text_close, MR_ARGS_NONE, NULL},
    {"detach", text_detach, MR_ARGS_NONE, NULL},
    {"truncate", text_truncate, MR_ARGS_ANY, NULL},
    {"reconfigure", text_reconfigure, MR_ARGS_ANY, NULL},
    {"seekable", text_seekable, MR_ARGS_NONE, NULL},
    {"readable", text_readable, MR_ARGS_NONE, NULL},
    {"writable", text_writable, MR_ARGS_NONE, NULL},
    {"fileno", text_fileno, MR_ARGS_NONE, NULL},
    {"isatty", text_isatty, MR_ARGS_NONE, NULL},
    {"__getstate__", mr_io_no_pickle, MR_ARGS_NONE, NULL},
    {NULL, NULL, 0, NULL},
};
static const mr_getset_def text_getsets[] = {
    {"buffer", text_get_buffer, NULL, NULL, NULL},
    {"encoding", text_get_encoding, NULL, NULL, NULL},
    {"errors", text_get_errors, NULL, NULL, NULL},
    {"newlines", text_get_newlines, NULL, NULL, NULL},
    {"line_buffering", text_get_line_buffering, NULL, NULL, NULL},
    {"write_through", text_get_write_through, NULL, NULL, NULL},
    {"_CHUNK_SIZE", text_get_chunk_size, NULL, NULL, NULL},
    {"closed", text_get, NULL, NULL, (void *)(uintptr_t)"closed"},
    {"name", text_get, NULL, NULL, (void *)(uintptr_t)"name"},
    {0},
};
const mr_type_spec mr_textiowrapper_spec = {
    .name = "_io.TextIOWrapper",
    .doc = "Character and line based layer over a BufferedIOBase object, buffer.",
    .basic_size = sizeof(mr_text),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_DICT,
    .layout = &text_layout,
    .slots = {.new_ = mr_io_new, .init = text_init, .repr = text_repr, .next = text_next},
    .methods = text_methods,
    .getsets = text_getsets,
};
