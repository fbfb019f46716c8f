/*
 * array.c - array.array: memory, items, operators.
 */
#include "modules/array.h"

#include "types/bytes.h"
#include "types/float.h"

static size_t item_size(char code)
{
    switch (code) {
    case 'b':
    case 'B': return 1;
    case 'h':
    case 'H': return 2;
    case 'l':
    case 'L': return sizeof(long);
    case 'q':
    case 'Q':
    case 'd': return 8;
    default: return 4;
    }
}

static bool is_signed(const mr_array *a) { return strchr("bhilq", a->code); }

bool mr_array_check(mr_runtime *rt, mr_value v)
{
    for (mr_type *type = mr_type_of(rt, v); type; type = type->base)
        if (type->spec == &mr_array_spec)
            return true;
    return false;
}

/* ---- memory ---- */

mr_value mr_array_new(mr_runtime *rt, mr_type *type, char code)
{
    mr_value self = mr_type_alloc(rt, type);
    if (!self)
        return MR_NULL;
    mr_array *a = mr_as_array(self);
    a->code = a->format[0] = code;
    a->item_size = (uint8_t)item_size(code);
    if (type->flags & MR_TYPE_TRACKED)
        mr_container_track(rt, self);
    return self;
}

bool mr_array_resize(mr_runtime *rt, mr_array *a, size_t length)
{
    if (a->exports && length != a->length) {
        mr_raise(rt, rt->exc.BufferError, "cannot resize an array that is exporting buffers");
        return false;
    }
    if (a->capacity >= length && length >= a->capacity / 4) {
        a->length = length;
        return true;
    }
    size_t capacity = length ? length + (length >> 3) + (length < 9 ? 3 : 6) : 0;
    if (a->length == 0)
        capacity = length;
    if (length > SIZE_MAX / 4 / a->item_size) {
        mr_raise_no_memory(rt);
        return false;
    }
    uint8_t *data = NULL;
    if (capacity == 0) {
        if (a->data)
            mr_buf_free(rt, a->data, a->capacity * a->item_size);
    } else {
        data = a->data
            ? mr_buf_resize(rt, a->data, a->capacity * a->item_size, capacity * a->item_size)
                       : mr_buf_new(rt, capacity * a->item_size);
        if (!data)
            return false;
    }
    a->data = data;
    a->capacity = capacity;
    a->length = length;
    return true;
}

bool mr_array_splice(mr_runtime *rt, mr_array *a, size_t start, size_t stop, const uint8_t *with,
                     size_t n)
{
    size_t size = a->item_size, tail = a->length - stop, length = a->length - (stop - start) + n;
    if (n < stop - start) {
        if (a->exports) {
            mr_raise(rt, rt->exc.BufferError, "cannot resize an array that is exporting buffers");
            return false;
        }
        if (tail)
            memmove(a->data + (start + n) * size, a->data + stop * size, tail * size);
        if (!mr_array_resize(rt, a, length))
            return false;
    } else {
        if (!mr_array_resize(rt, a, length))
            return false;
        if (tail)
            memmove(a->data + (start + n) * size, a->data + stop * size, tail * size);
    }
    if (n)
        memcpy(a->data + start * size, with, n * size);
    return true;
}

bool mr_array_from_bytes(mr_runtime *rt, mr_array *a, const uint8_t *data, size_t bytes)
{
    if (bytes % a->item_size) {
        mr_raise(rt, rt->exc.ValueError, "bytes length not a multiple of item size");
        return false;
    }
    return mr_array_splice(rt, a, a->length, a->length, data, bytes / a->item_size);
}

static void array_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_array *a = (mr_array *)self;
    if (a->data)
        mr_buf_free(rt, a->data, a->capacity * a->item_size);
}
static void array_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg) {}
static size_t array_extra(mr_runtime *rt, mr_object *self)
{
    mr_array *a = (mr_array *)self;
    return a->data ? mr_block_size(a->capacity * a->item_size) : 0;
}
static const mr_layout array_layout = {.dealloc = array_dealloc, .traverse = array_traverse,
                                       .extra = array_extra};

/* ---- items ---- */

mr_value mr_array_get(mr_runtime *rt, const mr_array *a, size_t i)
{
    const uint8_t *from = a->data + i * a->item_size;
    uint64_t bits = 0;
    memcpy(&bits, from, a->item_size);
    switch (a->code) {
    case 'u': return mr_str_char(rt, (uint32_t)bits);
    case 'd': {
        double d;
        memcpy(&d, from, sizeof d);
        return mr_float(d);
    }
    case 'f': {
        float f;
        memcpy(&f, from, sizeof f);
        return mr_float((double)f);
    }
    default: break;
    }
    if (!is_signed(a))
        return mr_int_from_u64(rt, bits);
    int unused = 64 - 8 * a->item_size;
    return mr_int_from(rt, (int64_t)(bits << unused) >> unused);
}

static void range_error(mr_runtime *rt, const mr_array *a, mr_value n)
{
    static const struct {
        char code;
        const char *name;
    } names[] = {{'b', "signed char"}, {'B', "unsigned byte integer"},
                 {'h', "signed short integer"},
                 {'H', "unsigned short"}, {'i', "signed integer"}, {'I', "unsigned int"}};
    bool below = mr_int_sign(n) < 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (names[i].code == a->code) {
            if (a->code == 'I' && below)
                mr_raise(rt, rt->exc.OverflowError, "can't convert negative value to unsigned int");
            else
                mr_raise(rt, rt->exc.OverflowError, "%s is %s", names[i].name,
                         below ? "less than minimum" : "greater than maximum");
            return;
        }
    }
    if (!is_signed(a) && below)
        mr_raise(rt, rt->exc.OverflowError, "can't convert negative value to unsigned int");
    else
        mr_raise(rt, rt->exc.OverflowError,
                 a->code == 'q' || a->code == 'Q' ? "int too big to convert"
                 : a->code == 'L'
                     ? "Python int too large to convert to C unsigned long"
                                                  : "Python int too large to convert to C long");
}

bool mr_array_store(mr_runtime *rt, mr_array *a, size_t i, mr_value v)
{
    uint8_t item[8];
    if (a->code == 'd' || a->code == 'f') {
        double d;
        if (!mr_to_double(rt, v, &d))
            return false;
        float f = (float)d;
        if (a->code == 'd')
            memcpy(item, &d, sizeof d);
        else
            memcpy(item, &f, sizeof f);
    } else if (a->code == 'u') {
        if (!mr_is_str(v) || mr_as_str(v)->length != 1) {
            mr_raise(rt, rt->exc.TypeError, "array item must be a unicode character, not %T", v);
            return false;
        }
        uint32_t c = mr_str_at(mr_as_str(v), 0);
        memcpy(item, &c, sizeof c);
    } else {
        mr_value n = mr_index(rt, v);
        if (!n)
            return false;
        bool ok = mr_int_to_bytes(rt, n, item, a->item_size, false, is_signed(a));
        if (!ok) {
            mr_error_clear(rt);
            range_error(rt, a, n);
        }
        mr_decref(rt, n);
        if (!ok)
            return false;
    }
    if (i >= a->length) { /* __index__ may have shortened it */
        mr_raise(rt, rt->exc.IndexError, "array assignment index out of range");
        return false;
    }
    memcpy(a->data + i * a->item_size, item, a->item_size);
    return true;
}

bool mr_array_append(mr_runtime *rt, mr_array *a, mr_value v)
{
    size_t n = a->length;
    if (!mr_array_resize(rt, a, n + 1))
        return false;
    if (mr_array_store(rt, a, n, v))
        return true;
    if (a->length > n)
        a->length = n;
    return false;
}

bool mr_array_extend(mr_runtime *rt, mr_value self, mr_value from)
{
    mr_array *a = mr_as_array(self);
    if (mr_array_check(rt, from)) {
        mr_array *b = mr_as_array(from);
        if (a->code != b->code) {
            mr_raise(rt, rt->exc.TypeError, "can only extend with array of same kind");
            return false;
        }
        size_t n = b->length, old = a->length;
        if (!mr_array_resize(rt, a, old + n))
            return false;
        if (n)
            memcpy(a->data + old * a->item_size, b->data, n * a->item_size);
        return true;
    }
    mr_walk w;
    if (!mr_walk_begin(rt, &w, from))
        return false;
    bool ok = true;
    mr_value v;
    while (ok && (v = mr_walk_next(rt, &w))) {
        ok = mr_array_append(rt, a, v);
        mr_decref(rt, v);
    }
    mr_walk_end(rt, &w);
    return ok && !mr_error(rt);
}

/* ---- making one ---- */

static mr_value array_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    if (!(type->flags & MR_TYPE_HEAP) && !mr_no_keywords(rt, "array.array", kwnames))
        return MR_NULL;
    if (!mr_arity(rt, "array", nargs, MR_NULL, 1, 2))
        return MR_NULL;
    if (!mr_is_str(args[0]) || mr_as_str(args[0])->length != 1)
        return mr_raise(rt, rt->exc.TypeError,
                        "array() argument 1 must be a unicode character, not %T", args[0]);
    uint32_t code = mr_str_at(mr_as_str(args[0]), 0);
    mr_value from = nargs > 1 ? args[1] : MR_NULL;
    if (!code || code > 127 || !strchr(MR_ARRAY_CODES, (int)code))
        return mr_raise(rt, rt->exc.ValueError,
                        "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
    if (from && code != 'u') {
        bool text = mr_is_str(from) || (mr_array_check(rt, from) && mr_as_array(from)->code == 'u');
        if (text)
            return mr_raise(rt, rt->exc.TypeError,
                            mr_is_str(from)
                                ? "cannot use a str to initialize an array with typecode '%c'"
                                            : "cannot use a unicode array to initialize an array "
                                              "with typecode '%c'",
                            (int)code);
    }
    mr_value self = mr_array_new(rt, type, (char)code);
    if (!self || !from)
        return self;
    mr_array *a = mr_as_array(self);
    bool ok;
    if (mr_is_bytes(from)) {
        ok = mr_array_from_bytes(rt, a, mr_as_bytes(from)->data, mr_as_bytes(from)->length);
    } else if (mr_is_bytearray(from)) {
        mr_bytearray *b = (mr_bytearray *)mr_obj(from);
        ok = mr_array_from_bytes(rt, a, b->data, b->length);
    } else if (mr_array_check(rt, from) && mr_as_array(from)->code != a->code) {
        mr_value list = mr_list_from(rt, from);
        ok = list && mr_array_extend(rt, self, list);
        mr_decref(rt, list);
    } else {
        ok = mr_array_extend(rt, self, from);
    }
    if (!ok)
        mr_clear(rt, &self);
    return self;
}

/* ---- operators ---- */

static mr_value array_text(mr_runtime *rt, const mr_array *a)
{
    return mr_str_ucs4(rt, (const uint32_t *)(const void *)a->data, a->length);
}

static mr_value array_repr(mr_runtime *rt, mr_value self)
{
    mr_array *a = mr_as_array(self);
    const char *name = mr_type_short_name(mr_type_of(rt, self));
    if (a->length == 0)
        return mr_str_format(rt, "%s('%c')", name, a->code);
    mr_value items = a->code == 'u' ? array_text(rt, a) : mr_list_from(rt, self);
    mr_value out = items ? mr_str_format(rt, "%s('%c', %R)", name, a->code, items) : MR_NULL;
    mr_decref(rt, items);
    return out;
}

static mr_value array_richcompare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if (!mr_array_check(rt, a) || !mr_array_check(rt, b))
        return MR_NOT_IMPLEMENTED;
    mr_array *x = mr_as_array(a), *y = mr_as_array(b);
    if ((op == MR_EQ || op == MR_NE) && x->length != y->length)
        return mr_bool(op == MR_NE);
    mr_value v = mr_list_from(rt, a), w = v ? mr_list_from(rt, b) : MR_NULL;
    mr_value out = w ? mr_compare(rt, v, w, op) : MR_NULL;
    mr_decref(rt, v);
    mr_decref(rt, w);
    return out;
}

static int64_t array_length(mr_runtime *rt, mr_value self)
{
    return (int64_t)mr_as_array(self)->length;
}

static mr_value array_item(mr_runtime *rt, mr_value self, int64_t i)
{
    if ((uint64_t)i >= mr_as_array(self)->length)
        return mr_raise(rt, rt->exc.IndexError, "array index out of range");
    return mr_array_get(rt, mr_as_array(self), (size_t)i);
}

static mr_value array_getitem(mr_runtime *rt, mr_value self, mr_value key)
{
    mr_array *a = mr_as_array(self);
    int64_t i;
    if (mr_has_kind(key, MR_KIND_SLICE)) {
        int64_t start, stop, step;
        if (!mr_slice_unpack(rt, key, &start, &stop, &step))
            return MR_NULL;
        int64_t n = mr_slice_adjust((int64_t)a->length, &start, &stop, step);
        mr_type *type = mr_type_of(rt, self);
        while (type->flags & MR_TYPE_HEAP)
            type = type->base;
        mr_value out = mr_array_new(rt, type, a->code);
        if (out && !mr_array_resize(rt, mr_as_array(out), (size_t)n))
            mr_clear(rt, &out);
        for (int64_t k = 0; out && k < n; k++)
            memcpy(mr_as_array(out)->data + k * a->item_size,
                   a->data + (start + k * step) * a->item_size, a->item_size);
        return out;
    }
    if (!mr_type_of(rt, key)->slots.index)
        return mr_raise(rt, rt->exc.TypeError, "array indices must be integers");
    if (!mr_item_index(rt, key, a->length, &i))
        return MR_NULL;
    return array_item(rt, self, i);
}

/* Sets or (v MR_NULL) deletes a slice. */
static int set_slice(mr_runtime *rt, mr_value self, mr_value key, mr_value v)
{
    mr_array *a = mr_as_array(self), *b = NULL;
    int64_t start, stop, step;
    mr_value copy = MR_NULL;
    if (v) {
        if (!mr_array_check(rt, v))
            return mr_fail(rt, rt->exc.TypeError,
                           "can only assign array (not \"%T\") to array slice", v);
        if (mr_as_array(v)->code != a->code)
            return mr_fail(rt, rt->exc.TypeError, "bad argument type for built-in operation");
    }
    if (!mr_slice_unpack(rt, key, &start, &stop, &step))
        return -1;
    int64_t n = mr_slice_adjust((int64_t)a->length, &start, &stop, step);
    if (v == self) {
        copy = mr_array_new(rt, mr_type_of(rt, self), a->code);
        if (!copy || !mr_array_extend(rt, copy, self)) {
            mr_decref(rt, copy);
            return -1;
        }
        v = copy;
    }
    if (v)
        b = mr_as_array(v);
    int status = 0;
    size_t size = a->item_size, count = b ? b->length : 0;
    if (step == 1) {
        if (stop < start)
            stop = start;
        status = mr_array_splice(rt, a, (size_t)start, (size_t)stop, b ? b->data : NULL, count) ? 0
            : -1;
    } else if (b && (size_t)n != count) {
        status = mr_fail(rt, rt->exc.ValueError,
                         "attempt to assign array of size %zu to extended slice of size %lld",
                         count, (long long)n);
    } else if (b) {
        for (int64_t k = 0; k < n; k++)
            memcpy(a->data + (size_t)(start + k * step) * size, b->data + (size_t)k * size, size);
    } else if (n) {
        if (step < 0) {
            start += step * (n - 1);
            step = -step;
        }
        for (int64_t k = n; status == 0 && k-- > 0;)
            status = mr_array_splice(rt, a, (size_t)(start + k * step),
                                     (size_t)(start + k * step) + 1, NULL, 0) ? 0 : -1;
    }
    mr_decref(rt, copy);
    return status;
}

static int array_setitem(mr_runtime *rt, mr_value self, mr_value key, mr_value v)
{
    mr_array *a = mr_as_array(self);
    int64_t i;
    if (mr_has_kind(key, MR_KIND_SLICE))
        return set_slice(rt, self, key, v);
    if (!mr_type_of(rt, key)->slots.index)
        return mr_fail(rt, rt->exc.TypeError, "array indices must be integers");
    if (!mr_item_index(rt, key, a->length, &i))
        return -1;
    if ((uint64_t)i >= a->length)
        return mr_fail(rt, rt->exc.IndexError, "array assignment index out of range");
    if (v)
        return mr_array_store(rt, a, (size_t)i, v) ? 0 : -1;
    return mr_array_splice(rt, a, (size_t)i, (size_t)i + 1, NULL, 0) ? 0 : -1;
}

static int array_contains(mr_runtime *rt, mr_value self, mr_value v)
{
    mr_array *a = mr_as_array(self);
    int found = 0;
    for (size_t i = 0; i < a->length && found == 0; i++) {
        mr_value item = mr_array_get(rt, a, i);
        found = item ? mr_value_equal(rt, item, v) : -1;
        mr_decref(rt, item);
    }
    return found;
}

/* An exact array with the items of self, n times, and those of `more` (or NULL). */
static mr_value copies(mr_runtime *rt, mr_value self, int64_t n, const mr_array *more)
{
    mr_array *a = mr_as_array(self);
    mr_type *type = mr_type_of(rt, self);
    while (type->flags & MR_TYPE_HEAP)
        type = type->base;
    size_t length = a->length, total;
    if (n < 0)
        n = 0;
    if (__builtin_mul_overflow(length, (size_t)n, &total) || total > SIZE_MAX / 32)
        return mr_raise_no_memory(rt);
    mr_value out = mr_array_new(rt, type, a->code);
    if (!out || !mr_array_resize(rt, mr_as_array(out), total + (more ? more->length : 0))) {
        mr_decref(rt, out);
        return MR_NULL;
    }
    uint8_t *to = mr_as_array(out)->data;
    size_t bytes = length * a->item_size;
    for (int64_t k = 0; bytes && k < n; k++)
        memcpy(to + (size_t)k * bytes, a->data, bytes);
    if (more && more->length)
        memcpy(to + (size_t)n * bytes, more->data, more->length * a->item_size);
    return out;
}

static mr_value array_concat(mr_runtime *rt, mr_value a, mr_value b)
{
    if (!mr_array_check(rt, b))
        return mr_raise(rt, rt->exc.TypeError, "can only append array (not \"%T\") to array", b);
    if (mr_as_array(a)->code != mr_as_array(b)->code)
        return mr_raise(rt, rt->exc.TypeError, "bad argument type for built-in operation");
    return copies(rt, a, 1, mr_as_array(b));
}

static mr_value array_iconcat(mr_runtime *rt, mr_value self, mr_value b)
{
    if (!mr_array_check(rt, b))
        return mr_raise(rt, rt->exc.TypeError, "can only extend with array (not \"%T\")", b);
    return mr_array_extend(rt, self, b) ? mr_incref(self) : MR_NULL;
}

static mr_value array_repeat(mr_runtime *rt, mr_value self, int64_t n)
{
    return copies(rt, self, n, NULL);
}

static mr_value array_irepeat(mr_runtime *rt, mr_value self, int64_t n)
{
    mr_array *a = mr_as_array(self);
    mr_value all = copies(rt, self, n, NULL);
    if (!all)
        return MR_NULL;
    bool ok = mr_array_splice(rt, a, 0, a->length, mr_as_array(all)->data,
                              mr_as_array(all)->length);
    mr_decref(rt, all);
    return ok ? mr_incref(self) : MR_NULL;
}

static int array_getbuffer(mr_runtime *rt, mr_value self, mr_buffer *out, int flags)
{
    mr_array *a = mr_as_array(self);
    a->shape = (int64_t)a->length;
    a->stride = a->item_size;
    out->data = a->data ? a->data : (uint8_t *)&a->shape;
    out->length = a->length * a->item_size;
    out->item_size = a->item_size;
    out->ndim = 1;
    out->format = a->code == 'u' ? "w" : a->format;
    out->shape = &a->shape;
    out->strides = &a->stride;
    a->exports++;
    return 0;
}

static void array_releasebuffer(mr_runtime *rt, mr_value self, mr_buffer *view)
{
    mr_as_array(self)->exports--;
}

/* ---- iterator ---- */

typedef struct array_iter {
    mr_object head;
    mr_value array; /* MR_NULL when exhausted */
    size_t index;
} array_iter;
MR_FIELDS_LAYOUT(array_iter, 1);

static mr_value array_iter_make(mr_runtime *rt, mr_value self)
{
    mr_value type = mr_import_attr(rt, "array", "arrayiterator");
    mr_value out = type
        ? mr_fields_new(rt, (mr_type *)mr_obj(type), (mr_value[]){mr_incref(self)}, 1) : MR_NULL;
    mr_decref(rt, type);
    return out;
}

static mr_value array_iter_next(mr_runtime *rt, mr_value self)
{
    array_iter *it = (array_iter *)mr_obj(self);
    if (!it->array)
        return MR_NULL;
    if (it->index < mr_as_array(it->array)->length)
        return mr_array_get(rt, mr_as_array(it->array), it->index++);
    mr_clear(rt, &it->array);
    return MR_NULL;
}

const mr_type_spec mr_array_iter_spec = {
    .name = "array.arrayiterator",
    .basic_size = sizeof(array_iter),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,
    .layout = &array_iter_layout,
    .slots = {.iter = mr_iter_self, .next = array_iter_next},
};

static mr_value get_typecode(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_str_char(rt, (uint32_t)mr_as_array(self)->code);
}
static mr_value get_itemsize(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_small_int(mr_as_array(self)->item_size);
}
static const mr_getset_def getsets[] = {
    {"typecode", get_typecode, NULL, "the code of the items' type", NULL},
    {"itemsize", get_itemsize, NULL, "bytes of an item", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

const mr_type_spec mr_array_spec = {
    .name = "array.array",
    .doc = "array(typecode[, initializer])\n\nNumbers of one machine type: b B h H i I l L q Q for "
           "integers (capitals\n"
           "unsigned), f and d for floats, u for characters.",
    .basic_size = sizeof(mr_array),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_WEAKREFS | MR_TYPE_SEQUENCE | MR_TYPE_IMMUTABLE,
    .layout = &array_layout,
    .slots = {
        .new_ = array_new,
        .repr = array_repr,
        .richcompare = array_richcompare,
        .iter = array_iter_make,
        .length = array_length,
        .getitem = array_getitem,
        .setitem = array_setitem,
        .item = array_item,
        .contains = array_contains,
        .concat = array_concat,
        .inplace_concat = array_iconcat,
        .repeat = array_repeat,
        .inplace_repeat = array_irepeat,
        .getbuffer = array_getbuffer,
        .releasebuffer = array_releasebuffer,
    },
    .methods = mr_array_methods,
    .getsets = getsets,
};
