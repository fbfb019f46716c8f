/*
 * stringio.c - StringIO: a file of text in memory. The text stands in a
 * buffer as wide as its widest character needs.
 */
#include "modules/io/io.h"

typedef struct stringio {
    mr_iobase base;
    uint8_t *data;
    size_t length, pos; /* characters */
    size_t size;        /* bytes of data */
    uint32_t width;
    const char *newline;       /* as given, NULL for None */
    const char *write_newline; /* what \n becomes; NULL: it stays */
    mr_newlines newlines;      /* with None: what is written is translated */
} stringio;

static stringio *as_stringio(mr_value v) { return (stringio *)mr_obj(v); }

static void stringio_dealloc(mr_runtime *rt, mr_object *self)
{
    stringio *s = (stringio *)self;
    if (s->data)
        mr_buf_free(rt, s->data, s->size);
}
static size_t stringio_extra(mr_runtime *rt, mr_object *self)
{
    const stringio *s = (stringio *)self;
    return s->data ? mr_block_size(s->size) : 0;
}
static const mr_layout stringio_layout = {
    .dealloc = stringio_dealloc, .traverse = mr_io_traverse_nothing, .extra = stringio_extra};

static bool check_open(mr_runtime *rt, const stringio *s)
{
    if (s->base.closed)
        mr_raise(rt, rt->exc.ValueError, "I/O operation on closed file");
    return !s->base.closed;
}

static bool reserve(mr_runtime *rt, stringio *s, size_t length, uint32_t width)
{
    if (width < s->width)
        width = s->width;
    if (length * width <= s->size && width == s->width)
        return true;
    size_t size = (length + length / 4 + 32) * width;
    if (width == s->width) {
        uint8_t *grown = mr_buf_resize(rt, s->data, s->size, size);
        if (!grown)
            return false;
        s->data = grown;
        s->size = size;
        return true;
    }
    uint8_t *wider = mr_buf_new(rt, size);
    if (!wider)
        return false;
    if (s->length)
        mr_str_copy(wider, width, s->data, s->width, s->length);
    if (s->data)
        mr_buf_free(rt, s->data, s->size);
    s->data = wider;
    s->size = size;
    s->width = width;
    return true;
}

static bool put(mr_runtime *rt, stringio *s, mr_value text)
{
    const mr_str *t = mr_as_str(text);
    if (!t->length)
        return true;
    if (!reserve(rt, s, s->pos + t->length, t->width))
        return false;
    if (s->pos > s->length)
        memset(s->data + s->length * s->width, 0, (s->pos - s->length) * s->width);
    mr_str_copy(s->data + s->pos * s->width, s->width, t->data, t->width, t->length);
    s->pos += t->length;
    if (s->pos > s->length)
        s->length = s->pos;
    return true;
}

static bool write_text(mr_runtime *rt, stringio *s, mr_value text)
{
    mr_value translated =
        s->newline ? mr_incref(text) : mr_newlines_decode(rt, &s->newlines, mr_incref(text), true);
    if (translated && s->write_newline)
        mr_replace(rt, &translated, mr_newlines_encode(rt, translated, s->write_newline));
    bool fine = translated && put(rt, s, translated);
    mr_decref(rt, translated);
    return fine;
}

static bool set_newline(mr_runtime *rt, stringio *s, mr_value v)
{
    s->newline = "\n";
    if (v && !mr_newline_argument(rt, v, &s->newline)) {
        if (mr_error_catch(rt, rt->exc.ValueError))
            mr_raise(rt, rt->exc.ValueError, "illegal newline value: %R", v);
        return false;
    }
    s->newlines = (mr_newlines){.translate = !s->newline};
    s->write_newline = s->newline && s->newline[0] == '\r' ? s->newline : NULL;
    return true;
}

static int stringio_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    mr_value a[2];
    stringio *s = as_stringio(self);
    if (!mr_bind(rt, "StringIO(initial_value=, newline=)", args, nargs, kwnames, a) ||
        !set_newline(rt, s, a[1]))
        return -1;
    s->length = s->pos = 0;
    if (!a[0] || a[0] == MR_NONE)
        return 0;
    if (!mr_is_str(a[0]))
        return mr_fail(rt, rt->exc.TypeError, "initial_value must be str or None, not %T", a[0]);
    bool fine = write_text(rt, s, a[0]);
    s->pos = 0;
    return fine ? 0 : -1;
}

static size_t left(const stringio *s) { return s->pos < s->length ? s->length - s->pos : 0; }

static mr_value take(mr_runtime *rt, stringio *s, size_t n)
{
    if (!n)
        return mr_incref(rt->empty_str);
    mr_value v = mr_str_narrow(rt, s->data + s->pos * s->width, s->width, n);
    if (v)
        s->pos += n;
    return v;
}

static uint32_t char_at(const stringio *s, size_t i)
{
    switch (s->width) {
    case 1: return s->data[i];
    case 2: return ((const uint16_t *)(const void *)s->data)[i];
    default: return ((const uint32_t *)(const void *)s->data)[i];
    }
}

/* Length of the line at pos, its newline included. */
static size_t line_length(const stringio *s, int64_t limit)
{
    size_t n = left(s), end = s->pos + n;
    bool universal = s->newline && !*s->newline;
    const char *newline = s->newline && *s->newline ? s->newline : "\n";
    if (!universal && newline[0] == '\n' && s->width == 1 && n) {
        const uint8_t *at = memchr(s->data + s->pos, '\n', n);
        n = at ? (size_t)(at - s->data) + 1 - s->pos : n;
    } else {
        for (size_t i = s->pos; i < end; i++) {
            uint32_t c = char_at(s, i), next = i + 1 < end ? char_at(s, i + 1) : 0;
            size_t found = 0;
            if (universal && c == '\r')
                found = next == '\n' ? 2 : 1;
            else if (universal && c == '\n')
                found = 1;
            else if (!universal && c == (uint8_t)newline[0] &&
                     (!newline[1] || next == (uint8_t)newline[1]))
                found = newline[1] ? 2 : 1;
            if (found) {
                n = i + found - s->pos;
                break;
            }
        }
    }
    return limit >= 0 && (size_t)limit < n ? (size_t)limit : n;
}

NATIVE(stringio_read)
{
    mr_value a[1];
    int64_t n;
    stringio *s = as_stringio(self);
    if (!mr_bind(rt, "read(size=, /)", args, nargs, kwnames, a) || !mr_io_size(rt, a[0], &n) ||
        !check_open(rt, s))
        return MR_NULL;
    return take(rt, s, n < 0 || (size_t)n > left(s) ? left(s) : (size_t)n);
}

NATIVE(stringio_readline)
{
    mr_value a[1];
    int64_t n;
    stringio *s = as_stringio(self);
    if (!mr_bind(rt, "readline(size=, /)", args, nargs, kwnames, a) || !mr_io_size(rt, a[0], &n) ||
        !check_open(rt, s))
        return MR_NULL;
    return take(rt, s, line_length(s, n));
}

static mr_value stringio_next(mr_runtime *rt, mr_value self)
{
    stringio *s = as_stringio(self);
    if (!check_open(rt, s))
        return MR_NULL;
    if (mr_io_exact(rt, self, &mr_stringio_spec)) {
        size_t n = line_length(s, -1);
        return n ? take(rt, s, n) : MR_NULL;
    }
    mr_value line = mr_call_method(rt, self, MR_NAME(rt, readline), NULL, 0);
    if (line && mr_length(rt, line) <= 0)
        mr_clear(rt, &line);
    return line;
}

NATIVE(stringio_write)
{
    stringio *s = as_stringio(self);
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "string argument expected, got '%T'", args[0]);
    if (!check_open(rt, s) || !write_text(rt, s, args[0]))
        return MR_NULL;
    return mr_int_from(rt, (int64_t)mr_as_str(args[0])->length);
}

NATIVE(stringio_getvalue)
{
    const stringio *s = as_stringio(self);
    if (!check_open(rt, s))
        return MR_NULL;
    return s->length ? mr_str_narrow(rt, s->data, s->width, s->length) : mr_incref(rt->empty_str);
}

NATIVE(stringio_tell)
{
    return check_open(rt, as_stringio(self)) ? mr_int_from(rt, (int64_t)as_stringio(self)->pos)
                                             : MR_NULL;
}

NATIVE(stringio_seek)
{
    int64_t pos;
    int whence = 0;
    stringio *s = as_stringio(self);
    if (!mr_arity(rt, "seek", nargs, kwnames, 1, 2) || !mr_to_int64(rt, args[0], &pos) ||
        (nargs > 1 && !mr_to_c_int(rt, args[1], &whence)) || !check_open(rt, s))
        return MR_NULL;
    if (whence < 0 || whence > 2)
        return mr_raise(rt, rt->exc.ValueError, "Invalid whence (%d, should be 0, 1 or 2)", whence);
    if (whence == 0 && pos < 0)
        return mr_raise(rt, rt->exc.ValueError, "Negative seek position %lld", (long long)pos);
    if (whence && pos)
        return mr_raise(rt, rt->exc.OSError, "Can't do nonzero cur-relative seeks");
    s->pos = whence == 0 ? (size_t)pos : whence == 1 ? s->pos : s->length;
    return mr_int_from(rt, (int64_t)s->pos);
}

NATIVE(stringio_truncate)
{
    stringio *s = as_stringio(self);
    int64_t size = (int64_t)s->pos;
    if (!mr_arity(rt, "truncate", nargs, kwnames, 0, 1) || !check_open(rt, s) ||
        (nargs && args[0] != MR_NONE && !mr_to_int64(rt, args[0], &size)))
        return MR_NULL;
    if (size < 0)
        return mr_raise(rt, rt->exc.ValueError, "Negative size value %lld", (long long)size);
    if ((size_t)size < s->length)
        s->length = (size_t)size;
    return mr_int_from(rt, size);
}

NATIVE(stringio_close)
{
    stringio *s = as_stringio(self);
    if (s->data)
        mr_buf_free(rt, s->data, s->size);
    s->data = NULL;
    s->length = s->pos = s->size = 0;
    s->width = 0;
    s->base.closed = true;
    return MR_NONE;
}

NATIVE(stringio_true) { return check_open(rt, as_stringio(self)) ? MR_TRUE : MR_NULL; }

NATIVE(stringio_getstate)
{
    mr_value text = stringio_getvalue(rt, self, NULL, 0, MR_NULL);
    mr_value dict = text ? mr_instance_dict(rt, mr_obj(self)) : MR_NULL;
    mr_value newline =
                 as_stringio(self)->newline ? mr_str_from(rt, as_stringio(self)->newline) : MR_NONE,
             out = MR_NULL;
    if (dict && newline)
        out = mr_tuple_pack(rt, 4, text, newline, mr_int_from(rt, (int64_t)as_stringio(self)->pos),
                            mr_as_dict(dict)->length ? dict : MR_NONE);
    mr_decref(rt, text);
    mr_decref(rt, dict);
    mr_decref(rt, newline);
    return out;
}

NATIVE(stringio_setstate)
{
    int64_t pos;
    stringio *s = as_stringio(self);
    if (!mr_is_tuple(args[0]) || mr_as_tuple(args[0])->length < 4)
        return mr_raise(rt, rt->exc.TypeError, "%T.__setstate__ argument should be 4-tuple, got %T",
                        self, args[0]);
    const mr_tuple *state = mr_as_tuple(args[0]);
    if (!mr_is_str(state->items[0]))
        return mr_raise(rt, rt->exc.TypeError, "initial_value must be str or None, not %T",
                        state->items[0]);
    if (!set_newline(rt, s, state->items[1]) || !mr_to_int64(rt, state->items[2], &pos))
        return MR_NULL;
    if (pos < 0)
        return mr_raise(rt, rt->exc.ValueError, "position value cannot be negative");
    s->length = s->pos = 0;
    if (!put(rt, s, state->items[0])) /* it has been translated already */
        return MR_NULL;
    s->pos = (size_t)pos;
    if (state->items[3] == MR_NONE)
        return MR_NONE;
    mr_value dict = mr_instance_dict(rt, mr_obj(self));
    bool fine = dict && mr_dict_update(rt, dict, state->items[3]);
    mr_decref(rt, dict);
    return fine ? MR_NONE : MR_NULL;
}

static mr_value get_line_buffering(mr_runtime *rt, mr_value self, void *closure)
{
    return check_open(rt, as_stringio(self)) ? MR_FALSE : MR_NULL;
}
static mr_value get_newlines(mr_runtime *rt, mr_value self, void *closure)
{
    return check_open(rt, as_stringio(self))
               ? mr_newlines_seen(rt, as_stringio(self)->newlines.seen)
               : MR_NULL;
}

static const mr_method_def stringio_methods[] = {
    {"read", stringio_read, MR_ARGS_ANY, NULL},
    {"readline", stringio_readline, MR_ARGS_ANY, NULL},
    {"write", stringio_write, MR_ARGS_ONE, NULL},
    {"getvalue", stringio_getvalue, MR_ARGS_NONE, NULL},
    {"tell", stringio_tell, MR_ARGS_NONE, NULL},
    {"seek", stringio_seek, MR_ARGS_ANY, NULL}, {"truncate", stringio_truncate, MR_ARGS_ANY, NULL},
    {"close", stringio_close, MR_ARGS_NONE, NULL}, {"readable", stringio_true, MR_ARGS_NONE, NULL},
    {"writable", stringio_true, MR_ARGS_NONE, NULL},
    {"seekable", stringio_true, MR_ARGS_NONE, NULL},
    {"__getstate__", stringio_getstate, MR_ARGS_NONE, NULL},
    {"__setstate__", stringio_setstate, MR_ARGS_ONE, NULL}, {NULL, NULL, 0, NULL},
};
static const mr_getset_def stringio_getsets[] = {
    {"line_buffering", get_line_buffering, NULL, NULL, NULL},
    {"newlines", get_newlines, NULL, NULL, NULL},
    {0},
};
const mr_type_spec mr_stringio_spec = {
    .name = "_io.StringIO",
    .doc = "Text I/O implementation using an in-memory buffer.",
    .basic_size = sizeof(stringio),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_DICT,
    .layout = &stringio_layout,
    .slots = {.new_ = mr_io_new, .init = stringio_init, .next = stringio_next},
    .methods = stringio_methods,
    .getsets = stringio_getsets,
};
