/*
 * bytes.c - the type bytes, and what it shares with bytearray.
 */
#include "text/bytes.h"

#include <stdlib.h>

#include "containers/internal.h"
#include "core/runtime.h"
#include "text/codecs.h"
#include "text/text.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/str.h"

struct mr_span_of_bytes mr_bytes_span(mr_value v)
{
    if (mr_is_bytes(v))
        return (struct mr_span_of_bytes){mr_as_bytes(v)->data, mr_as_bytes(v)->length};
    const mr_bytearray *a = (const mr_bytearray *)mr_obj(v);
    return (struct mr_span_of_bytes){a->data ? a->data : (const uint8_t *)"", a->length};
}

static size_t bytes_size(mr_runtime *rt, mr_object *self)
{
    return sizeof(mr_bytes) + ((mr_bytes *)self)->length + 1;
}

static const mr_layout bytes_layout = {.size = bytes_size};

mr_value mr_bytes_new(mr_runtime *rt, const void *data, size_t length)
{
    if (length == 0 && rt->empty_bytes)
        return mr_incref(rt->empty_bytes);
    if (length > INT64_MAX - sizeof(mr_bytes) - 1)
        return mr_raise(rt, rt->exc.OverflowError, "byte string is too large");
    mr_bytes *b = mr_object_new(rt, rt->types.bytes, sizeof *b + length + 1, false);
    if (!b)
        return MR_NULL;
    b->length = length;
    if (data)
        memcpy(b->data, data, length);
    if (length == 0)
        rt->empty_bytes = mr_incref(mr_from(b));
    return mr_from(b);
}

mr_value mr_bytes_like_new(mr_runtime *rt, mr_value like, const void *data, size_t length)
{
    return mr_is_bytes(like) ? mr_bytes_new(rt, data, length) : mr_bytearray_new(rt, data, length);
}

/* ---- construction ---- */

int mr_byte_value(mr_runtime *rt, mr_value v, const char *range_error)
{
    mr_value n = mr_index(rt, v);
    if (!n)
        return -1;
    int overflow;
    int64_t byte = mr_int_value(n, &overflow);
    mr_decref(rt, n);
    if (overflow || byte < 0 || byte > 255)
        return mr_fail(rt, rt->exc.ValueError, "%s", range_error);
    return (int)byte;
}

mr_value mr_bytes_from_iterable(mr_runtime *rt, mr_value v, const char *range_error)
{
    mr_value it = mr_iter(rt, v), item;
    if (!it) {
        if (mr_error_catch(rt, rt->exc.TypeError))
            mr_raise(rt, rt->exc.TypeError, "cannot convert '%T' object to bytes", v);
        return MR_NULL;
    }
    uint8_t *data = NULL;
    size_t length = 0, capacity = 0;
    while ((item = mr_next(rt, it))) {
        int byte = mr_byte_value(rt, item, range_error);
        mr_decref(rt, item);
        if (byte < 0)
            break;
        if (length == capacity) {
            uint8_t *grown = realloc(data, capacity = capacity * 2 + 64);
            if (!grown) {
                mr_raise_no_memory(rt);
                break;
            }
            data = grown;
        }
        data[length++] = (uint8_t)byte;
    }
    mr_decref(rt, it);
    mr_value bytes = mr_error(rt) ? MR_NULL : mr_bytes_new(rt, data ? data : (uint8_t *)"", length);
    free(data);
    return bytes;
}

mr_value mr_bytes_build(mr_runtime *rt, bool array, const mr_value *args, size_t nargs,
                        mr_value kwnames)
{
    mr_value out[3];
    if (!mr_bind(rt,
                 array ? "bytearray(source=, encoding=, errors=)"
                       : "bytes(source=, encoding=, errors=)",
                 args, nargs, kwnames, out))
        return MR_NULL;
    mr_value source = out[0];
    if (!source) {
        if (out[1] || out[2])
            return mr_raise(rt, rt->exc.TypeError, out[1] ? "encoding without a string argument"
                                                         : "errors without a string argument");
        return mr_bytes_new(rt, "", 0);
    }
    if (out[1] || out[2]) {
        if (!mr_is_str(source))
            return mr_raise(rt, rt->exc.TypeError, out[1] ? "encoding without a string argument"
                                                         : "errors without a string argument");
        return out[1] ? mr_encode(rt, source, out[1], out[2])
                      : mr_raise(rt, rt->exc.TypeError, "string argument without an encoding");
    }
    if (mr_is_str(source))
        return mr_raise(rt, rt->exc.TypeError, "string argument without an encoding");
    mr_value method = array ? MR_NULL : mr_lookup_special(rt, source, MR_NAME(rt, __bytes__));
    if (method) {
        mr_value bytes = mr_call0(rt, method);
        mr_decref(rt, method);
        if (bytes && !mr_is_bytes(bytes)) {
            mr_raise(rt, rt->exc.TypeError, "__bytes__ returned non-bytes (type %T)", bytes);
            mr_clear(rt, &bytes);
        }
        return bytes;
    }
    if (mr_error(rt))
        return MR_NULL;
    if (mr_is_integer(source) ||
        (mr_type_of(rt, source)->slots.index && !mr_has_buffer(rt, source))) {
        int64_t n;
        if (!mr_to_int64(rt, source, &n)) {
            if (mr_error_catch(rt, rt->exc.OverflowError))
                mr_raise(rt, rt->exc.OverflowError, "cannot fit '%T' into an index-sized integer",
                         source);
            return MR_NULL;
        }
        if (n < 0)
            return mr_raise(rt, rt->exc.ValueError, "negative count");
        return mr_bytes_new(rt, NULL, (size_t)n);
    }
    if (!mr_has_buffer(rt, source))
        return mr_bytes_from_iterable(
            rt, source, array ? "byte must be in range(0, 256)" : "bytes must be in range(0, 256)");
    if (mr_type_of(rt, source) == rt->types.memoryview)
        return mr_memoryview_bytes(rt, source);
    mr_buffer view;
    if (mr_buffer_get(rt, source, &view, 0) < 0)
        return MR_NULL;
    mr_value bytes = mr_bytes_new(rt, view.data ? view.data : "", view.length);
    mr_buffer_release(rt, &view);
    return bytes;
}

static mr_value bytes_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    if (type == rt->types.bytes && nargs == 1 && !kwnames && mr_is_exact(args[0], MR_KIND_BYTES))
        return mr_incref(args[0]);
    mr_value bytes = mr_bytes_build(rt, false, args, nargs, kwnames);
    if (!bytes || type == rt->types.bytes)
        return bytes;
    size_t length = mr_as_bytes(bytes)->length;
    mr_value v = mr_type_alloc_var(rt, type, sizeof(mr_bytes) + length + 1);
    if (v) {
        mr_as_bytes(v)->length = length;
        memcpy(mr_as_bytes(v)->data, mr_as_bytes(bytes)->data, length);
    }
    mr_decref(rt, bytes);
    return mr_type_track(rt, v);
}

/* ---- shared slots ---- */

mr_value mr_bytes_repr_of(mr_runtime *rt, const uint8_t *data, size_t length, const char *prefix,
                          const char *suffix)
{
    bool single = memchr(data, '\'', length) != NULL, twofold = memchr(data, '"', length) != NULL;
    char quote = single && !twofold ? '"' : '\'';
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    mr_str_builder_text(&b, prefix);
    mr_str_builder_char(&b, (uint8_t)quote);
    for (size_t i = 0; i < length; i++)
        mr_str_escape(&b, data[i], quote, true);
    mr_str_builder_char(&b, (uint8_t)quote);
    mr_str_builder_text(&b, suffix);
    return mr_str_builder_take(&b);
}

static mr_value bytes_repr(mr_runtime *rt, mr_value self)
{
    return mr_bytes_repr_of(rt, mr_as_bytes(self)->data, mr_as_bytes(self)->length, "b", "");
}

static int64_t bytes_hash(mr_runtime *rt, mr_value self)
{
    mr_bytes *b = mr_as_bytes(self);
    if (!b->hash)
        b->hash = mr_hash_bytes(b->data, b->length);
    return (int64_t)b->hash == -1 ? -2 : (int64_t)b->hash;
}

mr_value mr_bytes_compare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    mr_buffer x, y;
    if (!mr_has_buffer(rt, a) || !mr_has_buffer(rt, b))
        return MR_NOT_IMPLEMENTED;
    if (mr_buffer_get(rt, a, &x, 0) < 0)
        return MR_NULL;
    if (mr_buffer_get(rt, b, &y, 0) < 0) {
        mr_buffer_release(rt, &x);
        return MR_NULL;
    }
    size_t n = x.length < y.length ? x.length : y.length;
    int order = n ? memcmp(x.data, y.data, n) : 0;
    if (order == 0)
        order = x.length < y.length ? -1 : x.length > y.length;
    mr_buffer_release(rt, &x);
    mr_buffer_release(rt, &y);
    switch (op) {
    case MR_LT: return mr_bool(order < 0);
    case MR_LE: return mr_bool(order <= 0);
    case MR_EQ: return mr_bool(order == 0);
    case MR_NE: return mr_bool(order != 0);
    case MR_GT: return mr_bool(order > 0);
    default: return mr_bool(order >= 0);
    }
}

mr_value mr_bytes_concat(mr_runtime *rt, mr_value a, mr_value b)
{
    mr_buffer view;
    if (!mr_has_buffer(rt, b))
        return mr_raise(rt, rt->exc.TypeError, "can't concat %T to %T", b, a);
    if (mr_buffer_get(rt, b, &view, 0) < 0)
        return MR_NULL;
    struct mr_span_of_bytes s = mr_bytes_span(a);
    mr_value v = mr_bytes_like_new(rt, a, NULL, s.length + view.length);
    if (v) {
        uint8_t *to = (uint8_t *)(uintptr_t)mr_bytes_span(v).data;
        if (s.length)
            memcpy(to, s.data, s.length);
        if (view.length)
            memcpy(to + s.length, view.data, view.length);
    }
    mr_buffer_release(rt, &view);
    return v;
}

mr_value mr_bytes_repeat(mr_runtime *rt, mr_value self, int64_t n)
{
    struct mr_span_of_bytes s = mr_bytes_span(self);
    if (n < 0)
        n = 0;
    if (s.length && (uint64_t)n > SIZE_MAX / 8 / s.length)
        return mr_raise_no_memory(rt);
    mr_value v = mr_bytes_like_new(rt, self, NULL, s.length * (size_t)n);
    uint8_t *to = v ? (uint8_t *)(uintptr_t)mr_bytes_span(v).data : NULL;
    for (int64_t i = 0; v && s.length && i < n; i++) {
        memcpy(to + (size_t)i * s.length, s.data, s.length);
        if (mr_poll_interrupt(rt) < 0)
            mr_clear(rt, &v);
    }
    return v;
}

mr_value mr_bytes_getitem(mr_runtime *rt, mr_value self, mr_value key)
{
    struct mr_span_of_bytes s = mr_bytes_span(self);
    const char *name = mr_is_bytes(self) ? "byte" : "bytearray";
    if (mr_has_kind(key, MR_KIND_SLICE)) {
        int64_t start, stop, step;
        int64_t n = mr_slice_resolve(rt, key, (int64_t)s.length, &start, &stop, &step);
        if (n < 0)
            return MR_NULL;
        if (n == (int64_t)s.length && step == 1 && mr_is_exact(self, MR_KIND_BYTES))
            return mr_incref(self);
        mr_value v = mr_bytes_like_new(rt, self, step == 1 ? s.data + start : NULL, (size_t)n);
        for (int64_t i = 0; v && step != 1 && i < n; i++)
            ((uint8_t *)(uintptr_t)mr_bytes_span(v).data)[i] = s.data[start + i * step];
        return v;
    }
    if (!mr_is_integer(key) && !mr_type_of(rt, key)->slots.index)
        return mr_raise(rt, rt->exc.TypeError, "%s indices must be integers or slices, not %T",
                        name, key);
    int64_t i;
    if (!mr_to_int64(rt, key, &i)) {
        if (mr_error_catch(rt, rt->exc.OverflowError))
            mr_raise(rt, rt->exc.IndexError, "cannot fit '%T' into an index-sized integer", key);
        return MR_NULL;
    }
    if (i < 0)
        i += (int64_t)s.length;
    if (i < 0 || (size_t)i >= s.length)
        return mr_raise(rt, rt->exc.IndexError, "%s",
                        mr_is_bytes(self) ? "index out of range" : "bytearray index out of range");
    return mr_small_int(s.data[i]);
}

int mr_bytes_contains(mr_runtime *rt, mr_value self, mr_value v)
{
    struct mr_span_of_bytes s = mr_bytes_span(self);
    if (mr_is_integer(v) || (mr_type_of(rt, v)->slots.index && !mr_has_buffer(rt, v))) {
        int byte = mr_byte_value(rt, v, "byte must be in range(0, 256)");
        return byte < 0 ? -1 : memchr(s.data, byte, s.length) != NULL;
    }
    mr_buffer view;
    if (mr_buffer_get(rt, v, &view, 0) < 0)
        return -1;
    int64_t at = mr_span_find(rt, s, view.data, view.length, 0, s.length);
    mr_buffer_release(rt, &view);
    return at == -2 ? -1 : at >= 0;
}

/* bytes % args: the text formatting on the bytes as Latin-1, %s and %b taking bytes. */
mr_value mr_bytes_percent(mr_runtime *rt, mr_value format, mr_value args)
{
    if (!mr_is_bytes(format) && !mr_is_bytearray(format))
        return MR_NOT_IMPLEMENTED;
    struct mr_span_of_bytes s = mr_bytes_span(format);
    mr_value text = mr_str_latin1(rt, s.data, s.length);
    mr_value done = text ? mr_str_percent_bytes(rt, text, args) : MR_NULL;
    mr_decref(rt, text);
    mr_value v = done ? mr_encode_with(rt, done, MR_LATIN1, MR_NULL) : MR_NULL;
    mr_decref(rt, done);
    if (v && mr_is_bytearray(format))
        mr_replace(rt, &v, mr_bytearray_new(rt, mr_as_bytes(v)->data, mr_as_bytes(v)->length));
    return v;
}

/* ---- the type bytes ---- */

static int64_t bytes_length(mr_runtime *rt, mr_value self)
{
    return (int64_t)mr_as_bytes(self)->length;
}
static mr_value bytes_item(mr_runtime *rt, mr_value self, int64_t i)
{
    if (i < 0 || (size_t)i >= mr_as_bytes(self)->length)
        return mr_raise(rt, rt->exc.IndexError, "index out of range");
    return mr_small_int(mr_as_bytes(self)->data[i]);
}

static int bytes_getbuffer(mr_runtime *rt, mr_value self, mr_buffer *out, int flags)
{
    if (flags & MR_BUFFER_WRITABLE)
        return mr_fail(rt, rt->exc.BufferError, "Object is not writable.");
    out->data = mr_as_bytes(self)->data;
    out->length = mr_as_bytes(self)->length;
    out->readonly = true;
    return 0;
}

static mr_value bytes_getnewargs(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                 mr_value kwnames)
{
    mr_value bytes = mr_bytes_new(rt, mr_as_bytes(self)->data, mr_as_bytes(self)->length);
    mr_value tuple = bytes ? mr_tuple_pack(rt, 1, bytes) : MR_NULL;
    mr_decref(rt, bytes);
    return tuple;
}

static mr_value bytes_bytes(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    return mr_is_exact(self, MR_KIND_BYTES)
               ? mr_incref(self)
               : mr_bytes_new(rt, mr_as_bytes(self)->data, mr_as_bytes(self)->length);
}

static const mr_method_def bytes_methods[] = {
    MR_BYTES_METHODS(MR_BYTES_METHOD_ENTRY)
    {"__bytes__", bytes_bytes, MR_ARGS_NONE, NULL},
    {"__getnewargs__", bytes_getnewargs, MR_ARGS_NONE, NULL},
    {0},
};

/* ---- iterator over bytes and bytearrays ---- */

typedef struct byte_iter {
    mr_object head;
    mr_value seq; /* MR_NULL when exhausted */
    size_t index;
} byte_iter;

static mr_value make_iter(mr_runtime *rt, mr_value self, mr_type *type)
{
    byte_iter *it = mr_object_new(rt, type, sizeof *it, true);
    if (!it)
        return MR_NULL;
    it->seq = mr_incref(self);
    mr_gc_track(rt, &it->head);
    return mr_from(it);
}

static mr_value bytes_iter(mr_runtime *rt, mr_value self)
{
    return make_iter(rt, self, rt->types.bytes_iter);
}
mr_value mr_bytearray_iter(mr_runtime *rt, mr_value self)
{
    return make_iter(rt, self, rt->types.bytearray_iter);
}

static mr_value iter_next(mr_runtime *rt, mr_value self)
{
    byte_iter *it = (byte_iter *)mr_obj(self);
    if (!it->seq)
        return MR_NULL;
    struct mr_span_of_bytes s = mr_bytes_span(it->seq);
    if (it->index < s.length)
        return mr_small_int(s.data[it->index++]);
    mr_clear(rt, &it->seq);
    return MR_NULL;
}

static mr_value iter_self(mr_runtime *rt, mr_value self) { return mr_incref(self); }
static void iter_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_clear(rt, &((byte_iter *)self)->seq);
}
static void iter_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    visit(rt, ((byte_iter *)self)->seq, arg);
}
static mr_value iter_hint(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    const byte_iter *it = (const byte_iter *)mr_obj(self);
    size_t length = it->seq ? mr_bytes_span(it->seq).length : 0;
    return mr_small_int(length > it->index ? (int64_t)(length - it->index) : 0);
}

static mr_value iter_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    const byte_iter *it = (const byte_iter *)mr_obj(self);
    return it->seq ? mr_iter_reduce(rt, "iter", it->seq, mr_small_int((int64_t)it->index))
                   : mr_iter_reduce_end(rt, "iter", true);
}
static mr_value iter_setstate(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    byte_iter *it = (byte_iter *)mr_obj(self);
    int64_t index;
    if (!mr_to_int64(rt, args[0], &index))
        return MR_NULL;
    size_t length = it->seq ? mr_bytes_span(it->seq).length : 0;
    it->index = index < 0 ? 0 : (size_t)index > length ? length : (size_t)index;
    return MR_NONE;
}

static const mr_method_def iter_methods[] = {
    {"__length_hint__", iter_hint, MR_ARGS_NONE, NULL},
    {"__reduce__", iter_reduce, MR_ARGS_NONE, "What pickle and copy make an equal object of."},
    {"__setstate__", iter_setstate, MR_ARGS_ONE, "Takes over the state that __reduce__ gave."},
    {0},
};
static const mr_layout iter_layout = {.dealloc = iter_dealloc, .traverse = iter_traverse};
#define ITER_SPEC(type_name)                                                                       \
    {                                                                                              \
        .name = type_name, .basic_size = sizeof(byte_iter), .kind = MR_KIND_OTHER,                 \
        .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW, .layout = &iter_layout,                         \
        .slots = {.iter = iter_self, .next = iter_next}, .methods = iter_methods                   \
    }
static const mr_type_spec bytes_iter_spec = ITER_SPEC("bytes_iterator");
static const mr_type_spec bytearray_iter_spec = ITER_SPEC("bytearray_iterator");

static const mr_type_spec bytes_spec = {
    .name = "bytes",
    .doc = "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\n"
           "bytes(bytes_or_buffer) -> bytes\nbytes(int) -> bytes of zeros\nbytes() -> empty bytes",
    .basic_size = sizeof(mr_bytes),
    .kind = MR_KIND_BYTES,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_MATCH_SELF,
    .layout = &bytes_layout,
    .slots = {.new_ = bytes_new, .repr = bytes_repr, .hash = bytes_hash,
        .richcompare = mr_bytes_compare, .iter = bytes_iter, .length = bytes_length,
              .getitem = mr_bytes_getitem, .contains = mr_bytes_contains, .concat = mr_bytes_concat,
              .repeat = mr_bytes_repeat, .item = bytes_item, .remainder = mr_bytes_percent,
              .getbuffer = bytes_getbuffer},
    .methods = bytes_methods,
};

bool mr_bytes_types_init(mr_runtime *rt)
{
    return mr_type_ready(rt, rt->types.bytes, &bytes_spec, NULL) &&
           mr_type_ready(rt, rt->types.bytes_iter, &bytes_iter_spec, NULL) &&
           mr_type_ready(rt, rt->types.bytearray_iter, &bytearray_iter_spec, NULL) &&
           mr_bytearray_type_init(rt) && mr_memoryview_type_init(rt);
}
