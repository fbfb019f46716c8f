/*
 * memoryview.c - views on other objects' memory: one dimension, or the shape
 * that the exporter or cast() gives; items by the formats of the struct module.
 */
#include <stdlib.h>

#include "core/runtime.h"
#include "text/bytes.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str.h"

#define MAX_DIMENSIONS 8

typedef struct mr_memoryview {
    mr_object head;
    mr_buffer buffer; /* of the root; owner MR_NULL once released */
    uint8_t *data;    /* first item of this view */
    char format;
    bool readonly, released;
    uint8_t ndim;
    uint32_t item_size;
    size_t exports;
    int64_t shape[MAX_DIMENSIONS], strides[MAX_DIMENSIONS]; /* items; bytes */
    mr_value base;    /* the view this one was made of, which keeps the buffer; or MR_NULL */
} mr_memoryview;

static mr_memoryview *as_view(mr_value v) { return (mr_memoryview *)mr_obj(v); }

static bool check(mr_runtime *rt, const mr_memoryview *m)
{
    if (m->released)
        mr_raise(rt, rt->exc.ValueError, "operation forbidden on released memoryview object");
    return !m->released;
}

static size_t format_size(char c)
{
    switch (c) {
    case 'c': case 'b': case 'B': case '?': return 1;
    case 'h': case 'H': case 'e': return 2;
    case 'i': case 'I': case 'f': return 4;
    case 'l': case 'L': case 'q': case 'Q': case 'n': case 'N': case 'd': case 'P': return 8;
    default: return 0;
    }
}

static int64_t item_count(const mr_memoryview *m)
{
    int64_t n = 1;
    for (int i = 0; i < m->ndim; i++)
        n *= m->shape[i];
    return n;
}

static void drop(mr_runtime *rt, mr_memoryview *m)
{
    if (!m->released && m->base) {
        as_view(m->base)->exports--;
    } else if (!m->released) {
        mr_buffer_release(rt, &m->buffer);
    }
    m->released = true;
    mr_clear(rt, &m->base);
}

static void view_dealloc(mr_runtime *rt, mr_object *self) { drop(rt, (mr_memoryview *)self); }
static void view_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    mr_memoryview *m = (mr_memoryview *)self;
    visit(rt, m->base, arg);
    visit(rt, m->buffer.owner, arg);
}
static const mr_layout view_layout = {.dealloc = view_dealloc, .traverse = view_traverse};

static mr_memoryview *view_alloc(mr_runtime *rt)
{
    return mr_object_new(rt, rt->types.memoryview, sizeof(mr_memoryview), true);
}

/* A view with the same place and form, on the same buffer. */
static mr_memoryview *view_of_view(mr_runtime *rt, mr_memoryview *from)
{
    mr_memoryview *m = view_alloc(rt);
    if (!m)
        return NULL;
    mr_object head = m->head;
    *m = *from;
    m->head = head;
    m->buffer.owner = MR_NULL;
    m->exports = 0;
    m->base = mr_incref(from->base ? from->base : mr_from(from));
    as_view(m->base)->exports++;
    mr_gc_track(rt, &m->head);
    return m;
}

static mr_value view_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    mr_value object;
    if (!mr_bind(rt, "memoryview(object)", args, nargs, kwnames, &object))
        return MR_NULL;
    if (mr_type_of(rt, object) == rt->types.memoryview)
        return check(rt, as_view(object)) ? mr_from(view_of_view(rt, as_view(object))) : MR_NULL;
    if (!mr_has_buffer(rt, object))
        return mr_raise(rt, rt->exc.TypeError,
                        "memoryview: a bytes-like object is required, not '%T'", object);
    mr_memoryview *m = view_alloc(rt);
    if (!m)
        return MR_NULL;
    m->released = true;
    if (mr_buffer_get(rt, object, &m->buffer, 0) < 0 || m->buffer.ndim > MAX_DIMENSIONS) {
        mr_decref(rt, mr_from(m));
        return MR_NULL;
    }
    m->released = false;
    m->data = m->buffer.data;
    m->readonly = m->buffer.readonly;
    const char *format = m->buffer.format ? m->buffer.format : "B";
    m->format = format[strspn(format, "@=<")];
    m->item_size = (uint32_t)m->buffer.item_size;
    m->ndim = (uint8_t)m->buffer.ndim;
    if (m->buffer.shape) {
        int64_t stride = m->item_size;
        for (int i = m->ndim; i-- > 0;) {
            m->shape[i] = m->buffer.shape[i];
            m->strides[i] = m->buffer.strides ? m->buffer.strides[i] : stride;
            stride *= m->shape[i];
        }
    } else {
        m->ndim = 1;
        m->shape[0] = (int64_t)(m->buffer.length / m->item_size);
        m->strides[0] = m->item_size;
    }
    mr_gc_track(rt, &m->head);
    return mr_from(m);
}

/* ---- items ---- */

static mr_value unpack(mr_runtime *rt, const mr_memoryview *m, const uint8_t *p)
{
#define READ(T)                                                                                    \
    ({                                                                                             \
        T value;                                                                                   \
        memcpy(&value, p, sizeof value);                                                           \
        value;                                                                                     \
    })
    switch (m->format) {
    case 'B': return mr_small_int(*p);
    case 'b': return mr_small_int((int8_t)*p);
    case 'c': return mr_bytes_new(rt, p, 1);
    case '?': return mr_bool(*p);
    case 'h': return mr_small_int(READ(int16_t));
    case 'H': return mr_small_int(READ(uint16_t));
    case 'i': return mr_small_int(READ(int32_t));
    case 'I': return mr_small_int(READ(uint32_t));
    case 'l': case 'q': case 'n': return mr_int_from(rt, READ(int64_t));
    case 'L': case 'Q': case 'N': case 'P': return mr_int_from_u64(rt, READ(uint64_t));
    case 'f': return mr_float(READ(float));
    case 'd': return mr_float(READ(double));
    default:
        return mr_raise(rt, rt->exc.NotImplementedError, "memoryview: format %c not supported",
                        m->format);
    }
}

static bool pack(mr_runtime *rt, const mr_memoryview *m, uint8_t *p, mr_value v)
{
    uint8_t bytes[8];
    double d;
    float f;
    switch (m->format) {
    case 'f':
    case 'd':
        if (!mr_to_double(rt, v, &d))
            return false;
        f = (float)d;
        memcpy(p, m->format == 'f' ? (void *)&f : (void *)&d, m->item_size);
        return true;
    case 'c':
        if (!mr_is_bytes(v) || mr_as_bytes(v)->length != 1) {
            mr_raise(rt, rt->exc.TypeError, "memoryview: invalid type for format 'c'");
            return false;
        }
        *p = mr_as_bytes(v)->data[0];
        return true;
    case '?': {
        int truth = mr_truth(rt, v);
        *p = (uint8_t)truth;
        return truth >= 0;
    }
    default: {
        mr_value n = mr_is_integer(v) || mr_type_of(rt, v)->slots.index ? mr_index(rt, v) : MR_NULL;
        if (!n) {
            if (!mr_error(rt))
                mr_raise(rt, rt->exc.TypeError, "memoryview: invalid type for format '%c'",
                         m->format);
            return false;
        }
        bool ok =
            mr_int_to_bytes(rt, n, bytes, m->item_size, false, strchr("bhilqn", m->format) != NULL);
        mr_decref(rt, n);
        if (!ok) {
            mr_error_clear(rt);
            mr_raise(rt, rt->exc.ValueError, "memoryview: invalid value for format '%c'",
                     m->format);
        } else {
            memcpy(p, bytes, m->item_size);
        }
        return ok;
    }
    }
}

/* The place of item `key` (an index, or a tuple of them); NULL with an exception set. */
static uint8_t *item_place(mr_runtime *rt, const mr_memoryview *m, mr_value key)
{
    uint8_t *p = m->data;
    size_t n = mr_is_tuple(key) ? mr_as_tuple(key)->length : 1;
    if (n != m->ndim) {
        mr_raise(rt, m->ndim > 1 && n < m->ndim ? rt->exc.NotImplementedError : rt->exc.TypeError,
                 m->ndim > 1 && n < m->ndim
                     ? "multi-dimensional sub-views are not implemented"
                     : "cannot index %d-dimension view with %zu-element tuple",
                 m->ndim, n);
        return NULL;
    }
    for (size_t d = 0; d < n; d++) {
        mr_value part = mr_is_tuple(key) ? mr_as_tuple(key)->items[d] : key;
        int64_t i;
        if (!mr_is_integer(part) && !mr_type_of(rt, part)->slots.index) {
            mr_raise(rt, rt->exc.TypeError, "memoryview: invalid slice key");
            return NULL;
        }
        if (!mr_to_int64(rt, part, &i))
            return NULL;
        if (i < 0)
            i += m->shape[d];
        if (i < 0 || i >= m->shape[d]) {
            mr_raise(rt, rt->exc.IndexError, "index out of bounds on dimension %zu", d + 1);
            return NULL;
        }
        p += i * m->strides[d];
    }
    return p;
}

static mr_value view_getitem(mr_runtime *rt, mr_value self, mr_value key)
{
    mr_memoryview *m = as_view(self);
    if (!check(rt, m))
        return MR_NULL;
    if (key == MR_ELLIPSIS)
        return mr_incref(self);
    if (mr_has_kind(key, MR_KIND_SLICE) && m->ndim >= 1) {
        int64_t start, stop, step;
        int64_t n = mr_slice_resolve(rt, key, m->shape[0], &start, &stop, &step);
        mr_memoryview *part = n < 0 ? NULL : view_of_view(rt, m);
        if (!part)
            return MR_NULL;
        part->data += start * m->strides[0];
        part->shape[0] = n;
        part->strides[0] *= step;
        return mr_from(part);
    }
    uint8_t *p = item_place(rt, m, key);
    return p ? unpack(rt, m, p) : MR_NULL;
}

static mr_value contents(mr_runtime *rt, mr_memoryview *m);

static int view_setitem(mr_runtime *rt, mr_value self, mr_value key, mr_value v)
{
    mr_memoryview *m = as_view(self);
    if (!check(rt, m))
        return -1;
    if (m->readonly)
        return mr_fail(rt, rt->exc.TypeError, "cannot modify read-only memory");
    if (!v)
        return mr_fail(rt, rt->exc.TypeError, "cannot delete memory");
    if (!mr_has_kind(key, MR_KIND_SLICE)) {
        uint8_t *p = item_place(rt, m, key);
        return p && pack(rt, m, p, v) ? 0 : -1;
    }
    mr_value target = view_getitem(rt, self, key);
    mr_value source = target ? view_new(rt, rt->types.memoryview, &v, 1, MR_NULL) : MR_NULL;
    mr_value bytes = MR_NULL;
    if (source) {
        mr_memoryview *t = as_view(target), *s = as_view(source);
        if (t->ndim != 1 || s->ndim != 1 || t->shape[0] != s->shape[0] || t->format != s->format) {
            mr_raise(rt, rt->exc.ValueError,
                     "memoryview assignment: lvalue and rvalue have different structures");
        } else if ((bytes = contents(rt, s))) {
            for (int64_t i = 0; i < t->shape[0]; i++)
                memcpy(t->data + i * t->strides[0], mr_as_bytes(bytes)->data + i * t->item_size,
                       t->item_size);
        }
    }
    int result = bytes ? 0 : -1;
    mr_decref(rt, bytes);
    mr_decref(rt, source);
    mr_decref(rt, target);
    return result;
}

static int64_t view_length(mr_runtime *rt, mr_value self)
{
    return check(rt, as_view(self)) ? (as_view(self)->ndim ? as_view(self)->shape[0] : 1) : -1;
}

static bool contiguous(const mr_memoryview *m)
{
    int64_t stride = m->item_size;
    for (int i = m->ndim; i-- > 0; stride *= m->shape[i]) {
        if (m->shape[i] > 1 && m->strides[i] != stride)
            return false;
    }
    return true;
}

static void gather(const mr_memoryview *m, int d, const uint8_t *p, uint8_t **to)
{
    if (d == m->ndim) {
        memcpy(*to, p, m->item_size);
        *to += m->item_size;
        return;
    }
    for (int64_t i = 0; i < m->shape[d]; i++)
        gather(m, d + 1, p + i * m->strides[d], to);
}

/* All items in order, as bytes. */
static mr_value contents(mr_runtime *rt, mr_memoryview *m)
{
    mr_value bytes = mr_bytes_new(rt, NULL, (size_t)item_count(m) * m->item_size);
    if (bytes && mr_as_bytes(bytes)->length) {
        uint8_t *to = mr_as_bytes(bytes)->data;
        gather(m, 0, m->data, &to);
    }
    return bytes;
}

mr_value mr_memoryview_bytes(mr_runtime *rt, mr_value v)
{
    return check(rt, as_view(v)) ? contents(rt, as_view(v)) : MR_NULL;
}

static mr_value to_list(mr_runtime *rt, const mr_memoryview *m, int d, const uint8_t *p)
{
    if (d == m->ndim)
        return unpack(rt, m, p);
    mr_value list = mr_list_new(rt, NULL, 0);
    for (int64_t i = 0; list && i < m->shape[d]; i++) {
        mr_value item = to_list(rt, m, d + 1, p + i * m->strides[d]);
        if (!item || !mr_list_append_steal(rt, list, item))
            mr_clear(rt, &list);
    }
    return list;
}

static mr_value view_compare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if (op != MR_EQ && op != MR_NE)
        return MR_NOT_IMPLEMENTED;
    if (!mr_has_buffer(rt, b))
        return MR_NOT_IMPLEMENTED;
    bool equal = a == b;
    mr_value other =
        as_view(a)->released ? MR_NULL : view_new(rt, rt->types.memoryview, &b, 1, MR_NULL);
    if (other) {
        mr_memoryview *x = as_view(a), *y = as_view(other);
        equal =
            x->ndim == y->ndim && !memcmp(x->shape, y->shape, (size_t)x->ndim * sizeof *x->shape);
        mr_value p = equal ? to_list(rt, x, 0, x->data) : MR_NULL,
                 q = p ? to_list(rt, y, 0, y->data) : MR_NULL;
        if (equal && q)
            equal = mr_equal(rt, p, q) > 0;
        mr_decref(rt, p);
        mr_decref(rt, q);
        mr_decref(rt, other);
    }
    return mr_error(rt) ? MR_NULL : mr_bool(equal == (op == MR_EQ));
}

static int64_t view_hash(mr_runtime *rt, mr_value self)
{
    mr_memoryview *m = as_view(self);
    if (!check(rt, m))
        return -1;
    if (!m->readonly)
        return mr_fail(rt, rt->exc.ValueError, "cannot hash writable memoryview object");
    mr_value bytes = contents(rt, m);
    uint64_t hash = 0;
    int failed = bytes ? mr_hash(rt, bytes, &hash) : -1;
    mr_decref(rt, bytes);
    return failed < 0 ? -1 : (int64_t)hash;
}

static mr_value view_repr(mr_runtime *rt, mr_value self)
{
    return mr_str_format(
        rt, as_view(self)->released ? "<released memory at 0x%lx>" : "<memory at 0x%lx>",
        (unsigned long)self);
}

static mr_value view_item(mr_runtime *rt, mr_value self, int64_t i)
{
    return view_getitem(rt, self, mr_small_int(i));
}

static int view_getbuffer(mr_runtime *rt, mr_value self, mr_buffer *out, int flags)
{
    mr_memoryview *m = as_view(self);
    if (!check(rt, m))
        return -1;
    if (flags & MR_BUFFER_WRITABLE && m->readonly)
        return mr_fail(rt, rt->exc.BufferError, "memoryview: underlying buffer is not writable");
    if (!contiguous(m))
        return mr_fail(rt, rt->exc.BufferError,
                       "memoryview: underlying buffer is not C-contiguous");
    out->data = m->data;
    out->length = (size_t)item_count(m) * m->item_size;
    out->item_size = m->item_size;
    out->readonly = m->readonly;
    m->exports++;
    return 0;
}

static void view_releasebuffer(mr_runtime *rt, mr_value self, mr_buffer *view)
{
    as_view(self)->exports--;
}

/* ---- methods ---- */

#define METHOD(name)                                                                               \
    static mr_value view_##name(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs, \
                                mr_value kwnames)

METHOD(tobytes) { return check(rt, as_view(self)) ? contents(rt, as_view(self)) : MR_NULL; }
METHOD(tolist)
{
    return check(rt, as_view(self)) ? to_list(rt, as_view(self), 0, as_view(self)->data) : MR_NULL;
}

METHOD(hex)
{
    mr_value bytes = check(rt, as_view(self)) ? contents(rt, as_view(self)) : MR_NULL;
    if (!bytes)
        return MR_NULL;
    mr_value text =
        mr_hex_text(rt, mr_as_bytes(bytes)->data, mr_as_bytes(bytes)->length, args, nargs, kwnames);
    mr_decref(rt, bytes);
    return text;
}

METHOD(release)
{
    mr_memoryview *m = as_view(self);
    if (!m->released && m->exports > 0)
        return mr_raise(rt, rt->exc.BufferError, "memoryview has %zu exported buffer%s", m->exports,
                        m->exports == 1 ? "" : "s");
    drop(rt, m);
    return MR_NONE;
}

METHOD(enter) { return check(rt, as_view(self)) ? mr_incref(self) : MR_NULL; }
METHOD(exit) { return view_release(rt, self, NULL, 0, MR_NULL); }

METHOD(toreadonly)
{
    mr_memoryview *m = check(rt, as_view(self)) ? view_of_view(rt, as_view(self)) : NULL;
    if (m)
        m->readonly = true;
    return m ? mr_from(m) : MR_NULL;
}

METHOD(cast)
{
    mr_value out[2];
    mr_memoryview *from = as_view(self);
    if (!mr_bind(rt, "cast(format, shape=)", args, nargs, kwnames, out) || !check(rt, from))
        return MR_NULL;
    if (!mr_is_str(out[0]))
        return mr_raise(rt, rt->exc.TypeError, "cast() argument 'format' must be str, not %T",
                        out[0]);
    const mr_str *format = mr_as_str(out[0]);
    uint32_t code = format->length == 1 ? mr_str_at(format, 0)
                    : format->length == 2 && mr_str_at(format, 0) == '@' ? mr_str_at(format, 1) : 0;
    size_t size = code < 0x80 ? format_size((char)code) : 0;
    if (!size)
        return mr_raise(rt, rt->exc.ValueError,
                        "memoryview: destination format must be a native single character format "
                        "prefixed with an optional '@'");
    if (!contiguous(from))
        return mr_raise(rt, rt->exc.TypeError,
                        "memoryview: casts are restricted to C-contiguous views");
    if (size != 1 && from->item_size != 1)
        return mr_raise(rt, rt->exc.TypeError,
                        "memoryview: cannot cast between two non-byte formats");
    int64_t bytes = item_count(from) * from->item_size, count = bytes / (int64_t)size;
    if (bytes % (int64_t)size)
        return mr_raise(rt, rt->exc.TypeError, "memoryview: length is not a multiple of itemsize");
    mr_memoryview *m = view_of_view(rt, from);
    if (!m)
        return MR_NULL;
    m->format = (char)code;
    m->item_size = (uint32_t)size;
    m->ndim = 1;
    m->shape[0] = count;
    if (out[1] && out[1] != MR_NONE) {
        mr_value shape = mr_tuple_from(rt, out[1]);
        bool ok = shape && mr_as_tuple(shape)->length <= MAX_DIMENSIONS;
        m->ndim = ok ? (uint8_t)mr_as_tuple(shape)->length : 1;
        for (int i = 0; ok && i < m->ndim; i++)
            ok = mr_to_int64(rt, mr_as_tuple(shape)->items[i], &m->shape[i]);
        mr_decref(rt, shape);
        if (ok && item_count(m) != count) {
            mr_raise(rt, rt->exc.TypeError, "memoryview: product(shape) * itemsize != buffer size");
            ok = false;
        }
        if (!ok) {
            mr_decref(rt, mr_from(m));
            return MR_NULL;
        }
    }
    int64_t stride = (int64_t)size;
    for (int i = m->ndim; i-- > 0; stride *= m->shape[i])
        m->strides[i] = stride;
    return mr_from(m);
}

static const mr_method_def view_methods[] = {
    {"tobytes", view_tobytes, MR_ARGS_ANY, "The items as bytes."},
    {"tolist", view_tolist, MR_ARGS_NONE, "The items as a list."},
    {"hex", view_hex, MR_ARGS_ANY, "The bytes in hexadecimal."},
    {"release", view_release, MR_ARGS_NONE, "Gives the buffer back."},
    {"cast", view_cast, MR_ARGS_ANY, "The same memory with another format or shape."},
    {"toreadonly", view_toreadonly, MR_ARGS_NONE, "A read-only view."},
    {"__enter__", view_enter, MR_ARGS_NONE, NULL},
    {"__exit__", view_exit, MR_ARGS_ANY, NULL},
    {0},
};

static mr_value dimensions(mr_runtime *rt, mr_memoryview *m, const int64_t *from)
{
    mr_value tuple = mr_tuple_new(rt, NULL, m->ndim);
    for (int i = 0; tuple && i < m->ndim; i++)
        mr_as_tuple(tuple)->items[i] = mr_int_from(rt, from[i]);
    return tuple;
}

#define GETTER(name, value)                                                                        \
    static mr_value get_##name(mr_runtime *rt, mr_value self, void *closure)                       \
    {                                                                                              \
        mr_memoryview *m = as_view(self);                                                          \
        return check(rt, m) ? value : MR_NULL;                                                     \
    }
GETTER(nbytes, mr_int_from(rt, item_count(m) * m->item_size))
GETTER(itemsize, mr_small_int(m->item_size))
GETTER(ndim, mr_small_int(m->ndim))
GETTER(readonly, mr_bool(m->readonly))
GETTER(format, mr_str_char(rt, (uint8_t)m->format))
GETTER(shape, dimensions(rt, m, m->shape))
GETTER(strides, dimensions(rt, m, m->strides))
GETTER(suboffsets, mr_incref(rt->empty_tuple))
GETTER(obj, mr_incref(m->base ? as_view(m->base)->buffer.owner : m->buffer.owner))
GETTER(contiguous, mr_bool(contiguous(m)))

static const mr_getset_def view_getsets[] = {
    {.name = "nbytes", .get = get_nbytes}, {.name = "itemsize", .get = get_itemsize},
    {.name = "ndim", .get = get_ndim}, {.name = "readonly", .get = get_readonly},
    {.name = "format", .get = get_format}, {.name = "shape", .get = get_shape},
    {.name = "strides", .get = get_strides}, {.name = "suboffsets", .get = get_suboffsets},
    {.name = "obj", .get = get_obj}, {.name = "contiguous", .get = get_contiguous},
    {.name = "c_contiguous", .get = get_contiguous}, {0},
};

static const mr_type_spec view_spec = {
    .name = "memoryview",
    .doc = "memoryview(object)\n--\n\nA view on the memory of an object.",
    .basic_size = sizeof(mr_memoryview),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_SEQUENCE,
    .layout = &view_layout,
    .slots = {.new_ = view_new, .repr = view_repr, .hash = view_hash, .richcompare = view_compare,
                  .length = view_length, .getitem = view_getitem, .setitem = view_setitem,
              .item = view_item, .getbuffer = view_getbuffer, .releasebuffer = view_releasebuffer},
    .methods = view_methods,
    .getsets = view_getsets,
};

bool mr_memoryview_type_init(mr_runtime *rt)
{
    return mr_type_ready(rt, rt->types.memoryview, &view_spec, NULL);
}
