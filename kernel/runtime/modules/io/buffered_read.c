/*
 * buffered_read.c - reading from a BufferedReader or BufferedRandom; and
 * BufferedRWPair.
 */
#include "modules/fields.h"
#include "modules/io/io.h"

static mr_buffered *as_buffered(mr_value v) { return (mr_buffered *)mr_obj(v); }

/* Ready to read: open, nothing waiting to be written. */
static bool ready(mr_runtime *rt, mr_buffered *b, const char *closed_message)
{
    return mr_buffered_check(rt, b, closed_message) &&
           (!b->pending || mr_buffered_flush(rt, b) == 0);
}

static mr_value read_all(mr_runtime *rt, mr_buffered *b)
{
    size_t had = b->end - b->pos;
    mr_value first = mr_bytes_new(rt, had ? b->data + b->pos : (uint8_t *)"", had);
    b->pos = b->end = 0;
    mr_value name = mr_intern(rt, "readall"),
             readall = name && first ? mr_getattr_optional(rt, b->raw, name) : MR_NULL;
    mr_decref(rt, name);
    mr_value rest = MR_NULL, out = MR_NULL;
    if (readall) {
        rest = mr_call0(rt, readall);
        mr_decref(rt, readall);
        if (rest && rest != MR_NONE && !mr_is_bytes(rest))
            mr_raise(rt, rt->exc.TypeError, "readall() should return bytes");
        else if (rest == MR_NONE)
            out = had ? mr_incref(first) : MR_NONE;
        else if (rest)
            out = had ? mr_binary_op(rt, MR_OP_ADD, first, rest) : mr_incref(rest);
    } else if (first && !mr_error(rt)) {
        mr_value all = mr_bytearray_new(rt, mr_as_bytes(first)->data, had);
        while (all) {
            mr_value piece = mr_io_call(rt, b->raw, "read", MR_NULL);
            bool more = piece && mr_is_bytes(piece) && mr_as_bytes(piece)->length;
            if (more) {
                mr_value longer = mr_inplace_op(rt, MR_OP_ADD, all, piece);
                mr_decref(rt, all);
                all = longer;
            }
            mr_decref(rt, piece);
            if (!piece)
                mr_clear(rt, &all);
            if (!more)
                break;
        }
        out = all ? mr_call1(rt, mr_from(rt->types.bytes), all) : MR_NULL;
        mr_decref(rt, all);
    }
    mr_decref(rt, first);
    mr_decref(rt, rest);
    return out;
}

/* Up to n bytes into `to`; `once`: at most one raw read, and none if something is there.
 * How many; -1; -2 when it would block before the first. */
static int64_t read_into(mr_runtime *rt, mr_buffered *b, uint8_t *to, size_t n, bool once)
{
    size_t done = 0;
    while (done < n) {
        size_t have = b->end - b->pos;
        if (have) {
            size_t take = have < n - done ? have : n - done;
            memcpy(to + done, b->data + b->pos, take);
            b->pos += take;
            done += take;
            if (once)
                break;
            continue;
        }
        int64_t got;
        if (n - done >= b->size) {
            got = mr_buffered_raw_read(rt, b, to + done, n - done);
            done += got > 0 ? (size_t)got : 0;
        } else {
            got = mr_buffered_fill(rt, b);
        }
        if (got == -1)
            return -1;
        if (got == -2)
            return done ? (int64_t)done : -2;
        if (got == 0 || (once && done))
            break;
    }
    return (int64_t)done;
}

static mr_value read_bytes(mr_runtime *rt, mr_buffered *b, size_t n, bool once)
{
    if (b->end - b->pos >= n) {
        b->pos += n;
        return mr_bytes_new(rt, b->data + b->pos - n, n);
    }
    mr_value bytes = mr_bytes_new(rt, NULL, n);
    int64_t got = bytes ? read_into(rt, b, mr_as_bytes(bytes)->data, n, once) : -1;
    mr_value out = got == -1          ? MR_NULL
                   : got == -2        ? MR_NONE
                   : (size_t)got == n ? mr_incref(bytes)
                                      : mr_bytes_new(rt, mr_as_bytes(bytes)->data, (size_t)got);
    mr_decref(rt, bytes);
    return out;
}

mr_value mr_reader_read(ARGS)
{
    mr_value a[1];
    int64_t n;
    mr_buffered *b = as_buffered(self);
    if (!mr_bind(rt, "read(size=, /)", args, nargs, kwnames, a) || !mr_io_size(rt, a[0], &n))
        return MR_NULL;
    if (n < -1)
        return mr_raise(rt, rt->exc.ValueError, "read length must be non-negative or -1");
    if (!ready(rt, b, "read of closed file"))
        return MR_NULL;
    return n < 0 ? read_all(rt, b) : read_bytes(rt, b, (size_t)n, false);
}

mr_value mr_buffered_read1(mr_runtime *rt, mr_buffered *b, int64_t n)
{
    if (!ready(rt, b, "read of closed file"))
        return MR_NULL;
    if (n < 0)
        n = (int64_t)b->size;
    size_t have = b->end - b->pos;
    if (have && (size_t)n > have)
        n = (int64_t)have;
    return read_bytes(rt, b, (size_t)n, true);
}

mr_value mr_reader_read1(ARGS)
{
    mr_value a[1];
    int64_t n = -1;
    if (!mr_bind(rt, "read1(size=, /)", args, nargs, kwnames, a) ||
        (a[0] && !mr_to_int64(rt, a[0], &n)))
        return MR_NULL;
    return mr_buffered_read1(rt, as_buffered(self), n);
}

static mr_value into(mr_runtime *rt, mr_value self, mr_value target, bool once)
{
    mr_buffer view;
    mr_buffered *b = as_buffered(self);
    if (mr_buffer_get(rt, target, &view, MR_BUFFER_WRITABLE) < 0)
        return MR_NULL;
    int64_t n = ready(rt, b, "readinto of closed file")
                    ? read_into(rt, b, view.data, view.length, once)
                    : -1;
    mr_buffer_release(rt, &view);
    return n == -1 ? MR_NULL : n == -2 ? MR_NONE : mr_int_from(rt, n);
}
mr_value mr_reader_readinto(ARGS) { return into(rt, self, args[0], false); }
mr_value mr_reader_readinto1(ARGS) { return into(rt, self, args[0], true); }

mr_value mr_reader_peek(ARGS)
{
    mr_buffered *b = as_buffered(self);
    if (!mr_arity(rt, "peek", nargs, kwnames, 0, 1) || !ready(rt, b, "peek of closed file"))
        return MR_NULL;
    if (b->pos == b->end && mr_buffered_fill(rt, b) == -1)
        return MR_NULL;
    return mr_bytes_new(rt, b->data + b->pos, b->end - b->pos);
}

static mr_value read_line(mr_runtime *rt, mr_buffered *b, int64_t limit)
{
    uint8_t *long_line = NULL;
    size_t length = 0, room = 0;
    for (;;) {
        size_t have = b->end - b->pos;
        if (limit >= 0 && have > (size_t)limit - length)
            have = (size_t)limit - length;
        const uint8_t *p = b->data + b->pos, *newline = have ? memchr(p, '\n', have) : NULL;
        size_t take = newline ? (size_t)(newline - p) + 1 : have;
        bool full = newline || (limit >= 0 && length + take == (size_t)limit);
        if (full && !long_line) {
            b->pos += take;
            return mr_bytes_new(rt, p, take);
        }
        if (length + take > room) {
            size_t more = 2 * room + take + 256;
            uint8_t *grown = room ? mr_buf_resize(rt, long_line, room, more) : mr_buf_new(rt, more);
            if (!grown)
                break;
            long_line = grown;
            room = more;
        }
        if (take)
            memcpy(long_line + length, p, take);
        length += take;
        b->pos += take;
        int64_t got = full ? 0 : mr_buffered_fill(rt, b);
        if (got <= 0)
            break;
    }
    mr_value line =
        mr_error(rt) ? MR_NULL : mr_bytes_new(rt, long_line ? long_line : (uint8_t *)"", length);
    if (room)
        mr_buf_free(rt, long_line, room);
    return line;
}

mr_value mr_reader_readline(ARGS)
{
    mr_value a[1];
    int64_t limit;
    if (!mr_bind(rt, "readline(size=, /)", args, nargs, kwnames, a) ||
        !mr_io_size(rt, a[0], &limit) || !ready(rt, as_buffered(self), "readline of closed file"))
        return MR_NULL;
    return read_line(rt, as_buffered(self), limit);
}

mr_value mr_buffered_next(mr_runtime *rt, mr_value self)
{
    mr_value line;
    if (mr_is_buffered(rt, self)) {
        if (!ready(rt, as_buffered(self), "readline of closed file"))
            return MR_NULL;
        line = read_line(rt, as_buffered(self), -1);
    } else {
        line = mr_call_method(rt, self, MR_NAME(rt, readline), NULL, 0);
    }
    if (line && mr_length(rt, line) <= 0)
        mr_clear(rt, &line);
    return line;
}

/* ---- BufferedRWPair ---- */

typedef struct pair {
    mr_iobase base;
    mr_value reader, writer;
} pair;

static pair *as_pair(mr_value v) { return (pair *)mr_obj(v); }
static void pair_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_decref(rt, ((pair *)self)->reader);
    mr_decref(rt, ((pair *)self)->writer);
}
static void pair_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    visit(rt, ((pair *)self)->reader, arg);
    visit(rt, ((pair *)self)->writer, arg);
}
static const mr_layout pair_layout = {.dealloc = pair_dealloc, .traverse = pair_traverse};

static int pair_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                     mr_value kwnames)
{
    mr_value a[3];
    if (!mr_bind(rt, "BufferedRWPair(reader, writer, buffer_size=, /)", args, nargs, kwnames, a))
        return -1;
    mr_value size = a[2] ? a[2] : mr_small_int(MR_IO_BUFFER_SIZE);
    mr_value reader_type = mr_import_attr(rt, "_io", "BufferedReader");
    mr_value writer_type = reader_type ? mr_import_attr(rt, "_io", "BufferedWriter") : MR_NULL;
    mr_value reader = writer_type ? mr_call2(rt, reader_type, a[0], size) : MR_NULL;
    mr_value writer = reader ? mr_call2(rt, writer_type, a[1], size) : MR_NULL;
    mr_decref(rt, reader_type);
    mr_decref(rt, writer_type);
    if (!writer) {
        mr_decref(rt, reader);
        return -1;
    }
    mr_replace(rt, &as_pair(self)->reader, reader);
    mr_replace(rt, &as_pair(self)->writer, writer);
    return 0;
}

static mr_value pass(mr_runtime *rt, mr_value to, const char *name, const mr_value *args,
                     size_t nargs)
{
    if (!to)
        return mr_raise(rt, rt->exc.ValueError, "I/O operation on uninitialized object");
    mr_value key = mr_intern(rt, name),
             v = key ? mr_call_method(rt, to, key, args, nargs) : MR_NULL;
    mr_decref(rt, key);
    return v;
}

#define TO_READER(name)                                                                            \
    NATIVE(pair_##name) { return pass(rt, as_pair(self)->reader, #name, args, nargs); }
#define TO_WRITER(name)                                                                            \
    NATIVE(pair_##name) { return pass(rt, as_pair(self)->writer, #name, args, nargs); }
TO_READER(read)
TO_READER(read1)
TO_READER(readinto)
TO_READER(readinto1)
TO_READER(peek)
TO_READER(readable)
TO_WRITER(write)
TO_WRITER(flush)
TO_WRITER(writable)

NATIVE(pair_close)
{
    mr_value v = pass(rt, as_pair(self)->writer, "close", NULL, 0);
    mr_value error = mr_error_take(rt);
    mr_decref(rt, v);
    v = pass(rt, as_pair(self)->reader, "close", NULL, 0);
    mr_decref(rt, v);
    if (error) {
        mr_error_clear(rt);
        mr_error_restore(rt, error);
    }
    return mr_error(rt) ? MR_NULL : MR_NONE;
}

NATIVE(pair_isatty)
{
    mr_value v = pass(rt, as_pair(self)->writer, "isatty", NULL, 0);
    return v == MR_FALSE ? pass(rt, as_pair(self)->reader, "isatty", NULL, 0) : v;
}

static mr_value pair_closed(mr_runtime *rt, mr_value self, void *closure)
{
    if (!as_pair(self)->writer)
        return mr_raise(rt, rt->exc.RuntimeError,
                        "the BufferedRWPair object is being garbage-collected");
    return mr_getattr(rt, as_pair(self)->writer, MR_NAME(rt, closed));
}

static const mr_method_def pair_methods[] = {
    {"read", pair_read, MR_ARGS_ANY, NULL},         {"read1", pair_read1, MR_ARGS_ANY, NULL},
    {"readinto", pair_readinto, MR_ARGS_ANY, NULL},
    {"readinto1", pair_readinto1, MR_ARGS_ANY, NULL}, {"peek", pair_peek, MR_ARGS_ANY, NULL},
    {"readable", pair_readable, MR_ARGS_NONE, NULL}, {"write", pair_write, MR_ARGS_ANY, NULL},
    {"flush", pair_flush, MR_ARGS_NONE, NULL}, {"writable", pair_writable, MR_ARGS_NONE, NULL},
    {"close", pair_close, MR_ARGS_NONE, NULL}, {"isatty", pair_isatty, MR_ARGS_NONE, NULL},
    {NULL, NULL, 0, NULL},
};
static const mr_getset_def pair_getsets[] = {{"closed", pair_closed, NULL, NULL, NULL}, {0}};
const mr_type_spec mr_bufferedrwpair_spec = {
    .name = "_io.BufferedRWPair",
    .doc = "A buffered reader and writer object together.",
    .basic_size = sizeof(pair),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_DICT,
    .layout = &pair_layout,
    .slots = {.new_ = mr_io_new, .init = pair_init},
    .methods = pair_methods,
    .getsets = pair_getsets,
};
