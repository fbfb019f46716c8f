/*
 * stream.c - the standard streams.
 *
 * Output is kept in a buffer of the object and handed on when it is full, at
 * a newline if the file is a terminal or stderr, and on flush().
 */
#include "modules/stream.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "types/abstract.h"
#include "types/bytes.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/str.h"

#define ROOM 8192

typedef struct stream {
    mr_object head;
    int fd;
    bool line_buffered, closed, binary;
    bool at_end;
    size_t used, start; /* stdin: bytes start..used wait to be read */
    char data[ROOM];
} stream;

static stream *as_stream(mr_value v) { return (stream *)(void *)mr_obj(v); }

static void stream_dealloc(mr_runtime *rt, mr_object *self) { (void)rt, (void)self; }
static void stream_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    (void)rt, (void)self, (void)visit, (void)arg;
}
static const mr_layout stream_layout = {.dealloc = stream_dealloc, .traverse = stream_traverse};

static bool put(mr_runtime *rt, stream *s, const char *text, size_t n)
{
    if (rt->config.output) {
        rt->config.output(rt->config.user, s->fd, text, n);
        return true;
    }
    while (n) {
        ssize_t written = write(s->fd, text, n);
        if (written < 0) {
            if (errno == EINTR) {
                if (mr_poll(rt) < 0)
                    return false;
                continue;
            }
            mr_raise_errno(rt, errno, MR_NULL);
            return false;
        }
        text += written;
        n -= (size_t)written;
    }
    return true;
}

static bool flush(mr_runtime *rt, stream *s)
{
    size_t n = s->used;
    if (s->fd == 0)
        return true;
    s->used = 0;
    return !n || put(rt, s, s->data, n);
}

static bool add(mr_runtime *rt, stream *s, const char *text, size_t n)
{
    if (n > ROOM - s->used && !flush(rt, s))
        return false;
    if (n > ROOM)
        return put(rt, s, text, n);
    memcpy(s->data + s->used, text, n);
    s->used += n;
    if (s->line_buffered && memrchr(text, '\n', n))
        return flush(rt, s);
    return true;
}

static bool check_open(mr_runtime *rt, stream *s)
{
    if (s->closed)
        mr_raise(rt, rt->exc.ValueError, "I/O operation on closed file.");
    return !s->closed;
}

static bool add_text(mr_runtime *rt, stream *s, mr_value text)
{
    char *owned = NULL;
    size_t n;
    const char *utf8 = mr_str_utf8(rt, text, &n, &owned);
    if (!utf8 && s->fd == 2 && mr_error_is(rt, rt->exc.UnicodeError)) {
        /* stderr's error handler is backslashreplace */
        mr_error_clear(rt);
        mr_str_builder b;
        mr_str_builder_init(&b, rt);
        for (size_t i = 0; i < mr_as_str(text)->length; i++) {
            uint32_t c = mr_str_at(mr_as_str(text), i);
            char escape[16];
            snprintf(escape, sizeof escape, "\\u%04x", c);
            if (c >= 0xd800 && c < 0xe000)
                mr_str_builder_text(&b, escape);
            else
                mr_str_builder_char(&b, c);
        }
        mr_value fixed = mr_str_builder_take(&b);
        bool fine = fixed && add_text(rt, s, fixed);
        mr_decref(rt, fixed);
        return fine;
    }
    bool fine = utf8 && add(rt, s, utf8, n);
    free(owned);
    return fine;
}

static mr_value stream_write(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    stream *s = as_stream(self);
    if (s->fd == 0)
        return mr_raise(rt, rt->exc.OSError, "not writable");
    if (!check_open(rt, s))
        return MR_NULL;
    if (s->binary) {
        mr_buffer view;
        if (mr_buffer_get(rt, args[0], &view, 0) < 0)
            return MR_NULL;
        bool fine = put(rt, s, view.data, view.length);
        size_t n = view.length;
        mr_buffer_release(rt, &view);
        return fine ? mr_int_from(rt, (int64_t)n) : MR_NULL;
    }
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "write() argument must be str, not %T", args[0]);
    if (!add_text(rt, s, args[0]))
        return MR_NULL;
    return mr_int_from(rt, (int64_t)mr_as_str(args[0])->length);
}

static mr_value stream_writelines(mr_runtime *rt, mr_value self, const mr_value *args,
                                  size_t nargs, mr_value kwnames)
{
    mr_value it = mr_iter(rt, args[0]), line;
    if (!it)
        return MR_NULL;
    bool fine = true;
    while (fine && (line = mr_next(rt, it))) {
        mr_value n = stream_write(rt, self, &line, 1, MR_NULL);
        fine = n != MR_NULL;
        mr_decref(rt, line);
    }
    mr_decref(rt, it);
    return fine && !mr_error(rt) ? MR_NONE : MR_NULL;
}

static mr_value stream_flush(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    stream *s = as_stream(self);
    return check_open(rt, s) && flush(rt, s) ? MR_NONE : MR_NULL;
}

static mr_value stream_close(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    stream *s = as_stream(self);
    if (!s->closed && !flush(rt, s))
        return MR_NULL;
    s->closed = true;
    return MR_NONE;
}

/* More bytes from standard input: false at the end or on error. */
static bool fill(mr_runtime *rt, stream *s)
{
    if (s->at_end)
        return false;
    if (s->start) {
        memmove(s->data, s->data + s->start, s->used - s->start);
        s->used -= s->start;
        s->start = 0;
    }
    if (rt->config.input || s->used == ROOM)
        return false;
    ssize_t n;
    while ((n = read(s->fd, s->data + s->used, ROOM - s->used)) < 0) {
        if (errno != EINTR) {
            mr_raise_errno(rt, errno, MR_NULL);
            return false;
        }
        if (mr_poll(rt) < 0)
            return false;
    }
    s->at_end = n == 0;
    s->used += (size_t)n;
    return n > 0;
}

/* One line with its newline ("" at the end of the file). */
static mr_value read_line(mr_runtime *rt, stream *s)
{
    if (rt->config.input) {
        const char *error = NULL;
        char *line = rt->config.input(rt->config.user, "", false, &error);
        if (!line)
            return error ? mr_raise(rt, rt->exc.OSError, "%s", error) : mr_incref(rt->empty_str);
        mr_value v = mr_str_format(rt, "%s\n", line);
        free(line);
        return v;
    }
    char *newline;
    char *text = NULL;
    size_t length = 0;
    for (;;) {
        char *from = s->data + s->start;
        newline = memchr(from, '\n', s->used - s->start);
        size_t n = newline ? (size_t)(newline + 1 - from) : s->used - s->start;
        if (n) {
            char *grown = realloc(text, length + n);
            if (!grown) {
                free(text);
                return mr_raise_no_memory(rt);
            }
            text = grown;
            memcpy(text + length, from, n);
            length += n;
            s->start += n;
        }
        if (newline || (!fill(rt, s) && s->used == s->start))
            break;
    }
    mr_value v = mr_error(rt) ? MR_NULL : mr_str_new(rt, text ? text : "", length);
    free(text);
    return v;
}

static bool check_readable(mr_runtime *rt, stream *s)
{
    if (!check_open(rt, s))
        return false;
    if (s->fd != 0)
        mr_raise(rt, rt->exc.OSError, "not readable");
    return s->fd == 0;
}

static mr_value stream_readline(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    stream *s = as_stream(self);
    if (!mr_arity(rt, "readline", nargs, kwnames, 0, 1))
        return MR_NULL;
    return check_readable(rt, s) ? read_line(rt, s) : MR_NULL;
}

static mr_value stream_next(mr_runtime *rt, mr_value self)
{
    stream *s = as_stream(self);
    mr_value line = check_readable(rt, s) ? read_line(rt, s) : MR_NULL;
    if (line && mr_as_str(line)->length == 0) {
        mr_decref(rt, line);
        return MR_NULL;
    }
    return line;
}

static mr_value stream_iter(mr_runtime *rt, mr_value self) { return mr_incref(self); }

static mr_value stream_readlines(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                 mr_value kwnames)
{
    return mr_list_from(rt, self);
}

static mr_value stream_read(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    if (!mr_arity(rt, "read", nargs, kwnames, 0, 1))
        return MR_NULL;
    mr_str_builder b;
    mr_value line;
    mr_str_builder_init(&b, rt);
    while ((line = stream_next(rt, self))) {
        mr_str_builder_str(&b, line);
        mr_decref(rt, line);
    }
    if (mr_error(rt)) {
        mr_str_builder_finish(&b);
        return MR_NULL;
    }
    return mr_str_builder_take(&b);
}

static mr_value stream_fileno(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    return mr_small_int(as_stream(self)->fd);
}

static mr_value stream_isatty(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    return mr_bool(!rt->config.output && isatty(as_stream(self)->fd));
}

static mr_value stream_readable(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    return mr_bool(as_stream(self)->fd == 0);
}

static mr_value stream_writable(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    return mr_bool(as_stream(self)->fd != 0);
}

static mr_value stream_seekable(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    return MR_FALSE;
}

static mr_value stream_reconfigure(mr_runtime *rt, mr_value self, const mr_value *args,
                                   size_t nargs, mr_value kwnames)
{
    mr_value out[5];
    if (!mr_bind(rt, "reconfigure(*, encoding=, errors=, newline=, line_buffering=, "
                     "write_through=)", args, nargs, kwnames, out))
        return MR_NULL;
    if (out[3] && out[3] != MR_NONE)
        as_stream(self)->line_buffered = out[3] == MR_TRUE;
    return flush(rt, as_stream(self)) ? MR_NONE : MR_NULL;
}

static mr_value stream_enter(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    return mr_incref(self);
}

static mr_value stream_exit(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    return stream_close(rt, self, NULL, 0, MR_NULL);
}

static mr_value get_text(mr_runtime *rt, mr_value self, void *closure)
{
    static const char *const names[] = {"<stdin>", "<stdout>", "<stderr>"};
    stream *s = as_stream(self);
    switch ((int)(intptr_t)closure) {
    case 0: return mr_str_from(rt, names[s->fd]);
    case 1: return mr_str_from(rt, s->fd ? "w" : "r");
    case 2: return mr_str_from(rt, "utf-8");
    default: return mr_str_from(rt, s->fd == 2 ? "backslashreplace" : "strict");
    }
}

static mr_value get_flag(mr_runtime *rt, mr_value self, void *closure)
{
    stream *s = as_stream(self);
    return mr_bool(closure ? s->line_buffered : s->closed);
}

static mr_value get_none(mr_runtime *rt, mr_value self, void *closure) { return MR_NONE; }

static const mr_method_def stream_methods[] = {
    {"write", stream_write, MR_ARGS_ONE, NULL},
    {"writelines", stream_writelines, MR_ARGS_ONE, NULL},
    {"flush", stream_flush, MR_ARGS_NONE, NULL},
    {"close", stream_close, MR_ARGS_NONE, NULL},
    {"read", stream_read, MR_ARGS_ANY, NULL},
    {"readline", stream_readline, MR_ARGS_ANY, NULL},
    {"readlines", stream_readlines, MR_ARGS_ANY, NULL},
    {"fileno", stream_fileno, MR_ARGS_NONE, NULL},
    {"isatty", stream_isatty, MR_ARGS_NONE, NULL},
    {"readable", stream_readable, MR_ARGS_NONE, NULL},
    {"writable", stream_writable, MR_ARGS_NONE, NULL},
    {"seekable", stream_seekable, MR_ARGS_NONE, NULL},
    {"reconfigure", stream_reconfigure, MR_ARGS_ANY, NULL},
    {"__enter__", stream_enter, MR_ARGS_NONE, NULL},
    {"__exit__", stream_exit, MR_ARGS_ANY, NULL},
    {0},
};

/* The file of bytes below: what the text file holds goes first, then bytes go through at once. */
static mr_value get_buffer(mr_runtime *rt, mr_value self, void *closure)
{
    stream *s = as_stream(self);
    if (s->binary)
        return mr_incref(self);
    if (!flush(rt, s))
        return MR_NULL;
    stream *below = mr_object_new(rt, mr_type_of(rt, self), sizeof *below, false);
    if (!below)
        return MR_NULL;
    below->fd = s->fd;
    below->binary = true;
    return mr_from(below);
}

static const mr_getset_def stream_getsets[] = {
    {"buffer", get_buffer, NULL, NULL, NULL},
    {"name", get_text, NULL, NULL, (void *)0},
    {"mode", get_text, NULL, NULL, (void *)1},
    {"encoding", get_text, NULL, NULL, (void *)2},
    {"errors", get_text, NULL, NULL, (void *)3},
    {"closed", get_flag, NULL, NULL, NULL},
    {"line_buffering", get_flag, NULL, NULL, (void *)1},
    {"newlines", get_none, NULL, NULL, NULL},
    {0},
};

static mr_value stream_repr(mr_runtime *rt, mr_value self)
{
    static const char *const names[] = {"stdin", "stdout", "stderr"};
    stream *s = as_stream(self);
    return mr_str_format(rt, "<_io.TextIOWrapper name='<%s>' mode='%s' encoding='utf-8'>",
                         names[s->fd], s->fd ? "w" : "r");
}

static const mr_type_spec stream_spec = {
    .name = "sys.StandardStream",
    .basic_size = sizeof(stream),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_WEAKREFS | MR_TYPE_NO_NEW,
    .layout = &stream_layout,
    .slots = {.repr = stream_repr, .iter = stream_iter, .next = stream_next},
    .methods = stream_methods,
    .getsets = stream_getsets,
};

static bool is_stream(mr_runtime *rt, mr_value v)
{
    return mr_is_object(v) && mr_type_of(rt, v)->spec == &stream_spec;
}

bool mr_streams_init(mr_runtime *rt)
{
    mr_type *type = mr_type_from_spec(rt, &stream_spec, NULL);
    if (!type)
        return false;
    static const char *const names[2][3] = {{"stdin", "stdout", "stderr"},
                                            {"__stdin__", "__stdout__", "__stderr__"}};
    for (int fd = 0; fd < 3; fd++) {
        stream *s = mr_object_new(rt, type, sizeof *s, false);
        if (!s)
            return false;
        s->fd = fd;
        s->line_buffered = fd == 2 || (!rt->config.output && isatty(fd));
        if (rt->config.output)
            s->line_buffered = true; /* the embedder gathers the pieces */
        for (int i = 0; i < 2; i++)
            if (!mr_dict_set_text(rt, rt->sysdict, names[i][fd], mr_from(s)))
                return false;
        mr_decref(rt, mr_from(s));
    }
    return true;
}

bool mr_file_write(mr_runtime *rt, mr_value file, mr_value text)
{
    if (is_stream(rt, file) && mr_is_str(text) && as_stream(file)->fd)
        return check_open(rt, as_stream(file)) && add_text(rt, as_stream(file), text);
    mr_value v = mr_call_method(rt, file, MR_NAME(rt, write), &text, 1);
    mr_decref(rt, v);
    return v != MR_NULL;
}

static bool flush_file(mr_runtime *rt, mr_value file)
{
    if (!file || file == MR_NONE)
        return true;
    if (is_stream(rt, file))
        return as_stream(file)->closed || flush(rt, as_stream(file));
    mr_value closed = mr_getattr_optional(rt, file, MR_NAME(rt, closed));
    mr_error_clear(rt);
    if (closed == MR_TRUE)
        return true;
    mr_decref(rt, closed);
    mr_value v = mr_call_method(rt, file, MR_NAME(rt, flush), NULL, 0);
    mr_decref(rt, v);
    return v != MR_NULL;
}

bool mr_streams_flush(mr_runtime *rt)
{
    mr_value pending = mr_error(rt) ? mr_error_take(rt) : MR_NULL;
    mr_value out = mr_incref(mr_dict_get_str(rt, rt->sysdict, MR_NAME(rt, stdout)));
    mr_value err = mr_incref(mr_dict_get_str(rt, rt->sysdict, MR_NAME(rt, stderr)));
    bool fine = flush_file(rt, out);
    if (!fine)
        mr_error_unraisable(rt, out);
    if (!flush_file(rt, err))
        mr_error_clear(rt);
    mr_decref(rt, out);
    mr_decref(rt, err);
    if (pending)
        mr_error_restore(rt, pending);
    return fine;
}

void mr_write_stderr(mr_runtime *rt, mr_value text)
{
    mr_value pending = mr_error(rt) ? mr_error_take(rt) : MR_NULL;
    mr_value file = rt->sysdict ? mr_dict_get_str(rt, rt->sysdict, MR_NAME(rt, stderr)) : MR_NULL;
    if (file && file != MR_NONE) {
        mr_incref(file);
        if (!mr_file_write(rt, file, text) || !flush_file(rt, file))
            mr_error_clear(rt);
        mr_decref(rt, file);
    }
    if (pending)
        mr_error_restore(rt, pending);
}
