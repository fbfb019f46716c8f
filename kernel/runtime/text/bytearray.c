/*
 * bytearray.c - the type bytearray.
 */
#include "core/runtime.h"
#include "text/bytes.h"
#include "text/text.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/str.h"

static mr_bytearray *as_array(mr_value v) { return (mr_bytearray *)mr_obj(v); }

static void array_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_bytearray *a = (mr_bytearray *)self;
    mr_buf_free(rt, a->data, a->capacity);
}

static size_t array_extra(mr_runtime *rt, mr_object *self)
{
    const mr_bytearray *a = (const mr_bytearray *)self;
    return a->data ? mr_block_size(a->capacity) : 0;
}

static const mr_layout array_layout = {.dealloc = array_dealloc, .extra = array_extra};

/* Sets the length; new bytes are zero. */
static bool resize(mr_runtime *rt, mr_bytearray *a, size_t length)
{
    if (length != a->length && a->exports > 0) {
        mr_raise(rt, rt->exc.BufferError, "Existing exports of data: object cannot be re-sized");
        return false;
    }
    if (length + 1 > a->capacity || (length + 1 < a->capacity / 2 && a->capacity > 64)) {
        if (length > SIZE_MAX / 4) {
            mr_raise_no_memory(rt);
            return false;
        }
        size_t capacity =
            length + 1 > a->capacity && a->data ? length + length / 8 + 8 : length + 1;
        uint8_t *data =
            a->data ? mr_buf_resize(rt, a->data, a->capacity, capacity) : mr_buf_new(rt, capacity);
        if (!data)
            return false;
        a->data = data;
        a->capacity = capacity;
    }
    if (length > a->length)
        memset(a->data + a->length, 0, length - a->length);
    a->length = length;
    a->data[length] = 0;
    return true;
}

mr_value mr_bytearray_new(mr_runtime *rt, const void *data, size_t length)
{
    mr_bytearray *a = mr_object_new(rt, rt->types.bytearray, sizeof *a, false);
    if (!a)
        return MR_NULL;
    if (length && !resize(rt, a, length)) {
        mr_decref(rt, mr_from(a));
        return MR_NULL;
    }
    if (length && data)
        memcpy(a->data, data, length);
    return mr_from(a);
}

/* Replaces bytes [from, to) by n bytes; `with` may lie in the array itself. */
static bool splice(mr_runtime *rt, mr_bytearray *a, size_t from, size_t to, const void *with,
                   size_t n)
{
    uint8_t *copy = NULL;
    if (n && a->data && (const uint8_t *)with >= a->data &&
        (const uint8_t *)with < a->data + a->capacity) {
        copy = mr_buf_new(rt, n);
        if (!copy)
            return false;
        memcpy(copy, with, n);
        with = copy;
    }
    size_t old = a->length, tail = old - to;
    bool ok = true;
    if (n > to - from)
        ok = resize(rt, a, old + n - (to - from));
    else if (n < to - from && a->exports > 0)
        ok = resize(rt, a, old - 1);
    if (ok) {
        if (tail)
            memmove(a->data + from + n, a->data + to, tail);
        if (n)
            memcpy(a->data + from, with, n);
        if (n < to - from)
            ok = resize(rt, a, from + n + tail);
    }
    mr_buf_free(rt, copy, n);
    return ok;
}

/* Bytes of any argument that bytearray methods take, as an owned bytes object or the array itself.
 */
static mr_value bytes_of(mr_runtime *rt, mr_value v)
{
    if (mr_is_str(v))
        return mr_raise(rt, rt->exc.TypeError,
                        "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
    return mr_bytes_build(rt, true, &v, 1, MR_NULL);
}

static int array_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                      mr_value kwnames)
{
    mr_bytearray *a = as_array(self);
    if (nargs == 1 && !kwnames && mr_is_int(args[0]) && mr_small_int_value(args[0]) >= 0) {
        /* Zeros are made in place: a large array must not be there twice. */
        size_t n = (size_t)mr_small_int_value(args[0]);
        bool made = (!a->length || resize(rt, a, 0)) && (!n || resize(rt, a, n));
        return made ? 0 : -1;
    }
    mr_value bytes = mr_bytes_build(rt, true, args, nargs, kwnames);
    if (!bytes)
        return -1;
    bool ok = splice(rt, a, 0, a->length, mr_as_bytes(bytes)->data, mr_as_bytes(bytes)->length);
    mr_decref(rt, bytes);
    return ok ? 0 : -1;
}

static mr_value array_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    return mr_type_track(rt, mr_type_alloc(rt, type));
}

static mr_value array_repr(mr_runtime *rt, mr_value self)
{
    struct mr_span_of_bytes s = mr_bytes_span(self);
    mr_value prefix = mr_str_format(rt, "%T(b", self);
    size_t bytes;
    char *owned;
    const char *text = prefix ? mr_str_utf8(rt, prefix, &bytes, &owned) : NULL;
    mr_value v = text ? mr_bytes_repr_of(rt, s.data, s.length, text, ")") : MR_NULL;
    if (text)
        mr_decref(rt, prefix);
    return v;
}

static int64_t array_length(mr_runtime *rt, mr_value self)
{
    return (int64_t)as_array(self)->length;
}

static int array_setitem(mr_runtime *rt, mr_value self, mr_value key, mr_value v)
{
    mr_bytearray *a = as_array(self);
    if (mr_has_kind(key, MR_KIND_SLICE)) {
        int64_t start, stop, step;
        int64_t n = mr_slice_resolve(rt, key, (int64_t)a->length, &start, &stop, &step);
        if (n < 0)
            return -1;
        if (v && mr_is_integer(v))
            return mr_fail(rt, rt->exc.TypeError,
                           "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
        mr_value bytes = v ? bytes_of(rt, v) : mr_bytes_new(rt, "", 0);
        if (!bytes)
            return -1;
        const uint8_t *with = mr_as_bytes(bytes)->data;
        size_t count = mr_as_bytes(bytes)->length;
        bool ok = true;
        if (step == 1) {
            ok = splice(rt, a, (size_t)start, (size_t)(start + n), with, count);
        } else if (!v) {
            /* What stays moves up, from the lowest place on. */
            int64_t first = step < 0 ? start + (n - 1) * step : start,
                    gap = step < 0 ? -step : step;
            size_t to = (size_t)first;
            for (size_t i = (size_t)first, k = 0; n > 0 && i < a->length; i++) {
                if (k < (size_t)n && (int64_t)i == first + (int64_t)k * gap)
                    k++;
                else
                    a->data[to++] = a->data[i];
            }
            ok = n == 0 || resize(rt, a, to);
        } else if (count != (size_t)n) {
            mr_raise(rt, rt->exc.ValueError,
                     "attempt to assign bytes of size %zu to extended slice of size %lld", count,
                     (long long)n);
            ok = false;
        } else {
            for (int64_t i = 0; i < n; i++)
                a->data[start + i * step] = with[i];
        }
        mr_decref(rt, bytes);
        return ok ? 0 : -1;
    }
    int64_t i;
    if (!mr_is_integer(key) && !mr_type_of(rt, key)->slots.index)
        return mr_fail(rt, rt->exc.TypeError,
                       "bytearray indices must be integers or slices, not %T", key);
    if (!mr_to_int64(rt, key, &i))
        return -1;
    if (i < 0)
        i += (int64_t)a->length;
    if (i < 0 || (size_t)i >= a->length)
        return mr_fail(rt, rt->exc.IndexError, "bytearray index out of range");
    if (!v)
        return splice(rt, a, (size_t)i, (size_t)i + 1, NULL, 0) ? 0 : -1;
    int byte = mr_byte_value(rt, v, "byte must be in range(0, 256)");
    if (byte < 0)
        return -1;
    a->data[i] = (uint8_t)byte;
    return 0;
}

static mr_value array_inplace_concat(mr_runtime *rt, mr_value self, mr_value v)
{
    mr_buffer view;
    if (!mr_has_buffer(rt, v))
        return mr_raise(rt, rt->exc.TypeError, "can't concat %T to %T", v, self);
    if (mr_buffer_get(rt, v, &view, 0) < 0)
        return MR_NULL;
    mr_bytearray *a = as_array(self);
    if (view.owner == self)
        a->exports--; /* its own view must not keep it from growing; splice copies */
    bool ok = splice(rt, a, a->length, a->length, view.data, view.length);
    if (view.owner == self)
        a->exports++;
    mr_buffer_release(rt, &view);
    return ok ? mr_incref(self) : MR_NULL;
}

static mr_value array_inplace_repeat(mr_runtime *rt, mr_value self, int64_t n)
{
    mr_bytearray *a = as_array(self);
    size_t length = a->length;
    if (n < 0)
        n = 0;
    if (length && (uint64_t)n > SIZE_MAX / 8 / length)
        return mr_raise_no_memory(rt);
    if (!resize(rt, a, length * (size_t)n))
        return MR_NULL;
    for (int64_t i = 1; i < n && length; i++)
        memcpy(a->data + (size_t)i * length, a->data, length);
    return mr_incref(self);
}

static int array_getbuffer(mr_runtime *rt, mr_value self, mr_buffer *out, int flags)
{
    mr_bytearray *a = as_array(self);
    out->data = a->data ? a->data : (uint8_t *)(uintptr_t)"";
    out->length = a->length;
    a->exports++;
    return 0;
}

static void array_releasebuffer(mr_runtime *rt, mr_value self, mr_buffer *view)
{
    as_array(self)->exports--;
}

/* ---- methods ---- */

#define METHOD(name)                                                                  \
    static mr_value array_##name(mr_runtime *rt, mr_value self, const mr_value *args, \
                                 size_t nargs, mr_value kwnames)

METHOD(append)
{
    int byte = mr_byte_value(rt, args[0], "byte must be in range(0, 256)");
    uint8_t c = (uint8_t)byte;
    mr_bytearray *a = as_array(self);
    return byte >= 0 && splice(rt, a, a->length, a->length, &c, 1) ? MR_NONE : MR_NULL;
}

METHOD(extend)
{
    mr_bytearray *a = as_array(self);
    if (mr_is_integer(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "can't extend bytearray with %T", args[0]);
    mr_value bytes = mr_has_buffer(rt, args[0])
                         ? bytes_of(rt, args[0])
                         : mr_bytes_from_iterable(rt, args[0], "byte must be in range(0, 256)");
    if (!bytes)
        return MR_NULL;
    bool ok =
        splice(rt, a, a->length, a->length, mr_as_bytes(bytes)->data, mr_as_bytes(bytes)->length);
    mr_decref(rt, bytes);
    return ok ? MR_NONE : MR_NULL;
}

METHOD(insert)
{
    int64_t i;
    mr_bytearray *a = as_array(self);
    if (!mr_arity(rt, "insert", nargs, kwnames, 2, 2) || !mr_to_index_clamped(rt, args[0], &i))
        return MR_NULL;
    int byte = mr_byte_value(rt, args[1], "byte must be in range(0, 256)");
    uint8_t c = (uint8_t)byte;
    if (i < 0)
        i += (int64_t)a->length;
    size_t at = i < 0 ? 0 : (size_t)i > a->length ? a->length : (size_t)i;
    return byte >= 0 && splice(rt, a, at, at, &c, 1) ? MR_NONE : MR_NULL;
}

METHOD(pop)
{
    int64_t i = -1;
    mr_bytearray *a = as_array(self);
    if (!mr_arity(rt, "pop", nargs, kwnames, 0, 1) || (nargs && !mr_to_int64(rt, args[0], &i)))
        return MR_NULL;
    if (a->length == 0)
        return mr_raise(rt, rt->exc.IndexError, "pop from empty bytearray");
    if (i < 0)
        i += (int64_t)a->length;
    if (i < 0 || (size_t)i >= a->length)
        return mr_raise(rt, rt->exc.IndexError, "pop index out of range");
    uint8_t c = a->data[i];
    return splice(rt, a, (size_t)i, (size_t)i + 1, NULL, 0) ? mr_small_int(c) : MR_NULL;
}

METHOD(remove)
{
    mr_bytearray *a = as_array(self);
    int byte = mr_byte_value(rt, args[0], "byte must be in range(0, 256)");
    if (byte < 0)
        return MR_NULL;
    uint8_t *at = a->length ? memchr(a->data, byte, a->length) : NULL;
    if (!at)
        return mr_raise(rt, rt->exc.ValueError, "value not found in bytearray");
    size_t i = (size_t)(at - a->data);
    return splice(rt, a, i, i + 1, NULL, 0) ? MR_NONE : MR_NULL;
}

METHOD(clear) { return resize(rt, as_array(self), 0) ? MR_NONE : MR_NULL; }
METHOD(copy) { return mr_bytearray_new(rt, as_array(self)->data, as_array(self)->length); }

METHOD(reverse)
{
    mr_bytearray *a = as_array(self);
    for (size_t i = 0; i < a->length / 2; i++) {
        uint8_t c = a->data[i];
        a->data[i] = a->data[a->length - 1 - i];
        a->data[a->length - 1 - i] = c;
    }
    return MR_NONE;
}

METHOD(alloc) { return mr_small_int((int64_t)as_array(self)->capacity); }

METHOD(reduce)
{
    mr_value bytes =
        mr_bytes_new(rt, as_array(self)->data ? as_array(self)->data : (uint8_t *)(uintptr_t) "",
                     as_array(self)->length);
    mr_value inner = bytes ? mr_tuple_pack(rt, 1, bytes) : MR_NULL;
    mr_value v =
        inner ? mr_tuple_pack(rt, 3, mr_from(mr_type_of(rt, self)), inner, MR_NONE) : MR_NULL;
    mr_decref(rt, bytes);
    mr_decref(rt, inner);
    return v;
}

static const mr_method_def array_methods[] = {
    MR_BYTES_METHODS(MR_BYTES_METHOD_ENTRY)
    {"append", array_append, MR_ARGS_ONE, "Adds one byte at the end."},
    {"extend", array_extend, MR_ARGS_ONE, "Adds all bytes of an iterable at the end."},
    {"insert", array_insert, MR_ARGS_ANY, "Inserts one byte before an index."},
    {"pop", array_pop, MR_ARGS_ANY, "Removes and returns one byte."},
    {"remove", array_remove, MR_ARGS_ONE, "Removes the first occurrence of a byte."},
    {"clear", array_clear, MR_ARGS_NONE, "Removes everything."},
    {"copy", array_copy, MR_ARGS_NONE, "A copy."},
    {"reverse", array_reverse, MR_ARGS_NONE, "Reverses the order in place."},
    {"__alloc__", array_alloc, MR_ARGS_NONE, "Bytes allocated."},
    {"__reduce__", array_reduce, MR_ARGS_NONE, NULL},
    {0},
};

static const mr_type_spec array_spec = {
    .name = "bytearray",
    .doc = "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> "
           "bytearray\n"
           "bytearray(bytes_or_buffer) -> mutable copy\nbytearray(int) -> bytearray of "
           "zeros\nbytearray() -> empty",
    .basic_size = sizeof(mr_bytearray),
    .kind = MR_KIND_BYTEARRAY,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_MATCH_SELF,
    .layout = &array_layout,
    .slots = {.new_ = array_new, .init = array_init, .repr = array_repr,
        .richcompare = mr_bytes_compare, .iter = mr_bytearray_iter, .length = array_length,
              .getitem = mr_bytes_getitem, .setitem = array_setitem, .contains = mr_bytes_contains,
              .concat = mr_bytes_concat, .inplace_concat = array_inplace_concat,
              .repeat = mr_bytes_repeat, .inplace_repeat = array_inplace_repeat,
              .remainder = mr_bytes_percent, .getbuffer = array_getbuffer,
              .releasebuffer = array_releasebuffer},
    .methods = array_methods,
};

bool mr_bytearray_type_init(mr_runtime *rt)
{
    return mr_type_ready(rt, rt->types.bytearray, &array_spec, NULL);
}
