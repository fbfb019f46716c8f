/*
 * str_type.c - the type str: construction, operators, iteration.
 */
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "containers/internal.h"
#include "core/init.h"
#include "core/runtime.h"
#include "text/text.h"
#include "types/abstract.h"
#include "types/bytes.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/str.h"

/* ---- repr ---- */

bool mr_char_printable(uint32_t c)
{
    if (c < 0x80)
        return c >= 0x20 && c != 0x7f;
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_ZS: return false;
    default: return true;
    }
}

void mr_str_escape(mr_str_builder *b, uint32_t c, char quote, bool ascii)
{
    char text[12];
    if (c == '\\' || (quote && c == (uint8_t)quote)) {
        mr_str_builder_char(b, '\\');
        mr_str_builder_char(b, c);
    } else if (c == '\n' || c == '\t' || c == '\r') {
        mr_str_builder_text(b, c == '\n' ? "\\n" : c == '\t' ? "\\t" : "\\r");
    } else if (mr_char_printable(c) && (c < 0x80 || !ascii)) {
        mr_str_builder_char(b, c);
    } else {
        snprintf(text, sizeof text, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
        mr_str_builder_text(b, text);
    }
}

static mr_value str_repr(mr_runtime *rt, mr_value self)
{
    const mr_str *s = mr_as_str(self);
    bool single = false, twofold = false;
    for (size_t i = 0; i < s->length; i++) {
        single |= mr_str_at(s, i) == '\'';
        twofold |= mr_str_at(s, i) == '"';
    }
    char quote = single && !twofold ? '"' : '\'';
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    mr_str_builder_char(&b, (uint8_t)quote);
    for (size_t i = 0; i < s->length && !b.failed; i++) {
        mr_str_escape(&b, mr_str_at(s, i), quote, false);
        b.failed |= mr_poll_step(rt, i + 1) < 0;
    }
    mr_str_builder_char(&b, (uint8_t)quote);
    return mr_str_builder_take(&b);
}

/* ---- construction ---- */

mr_value mr_str_exact(mr_runtime *rt, mr_value v)
{
    if (!(mr_obj(v)->flags & MR_FLAG_SUBCLASS))
        return mr_incref(v);
    const mr_str *s = mr_as_str(v);
    return mr_str_narrow(rt, s->data, s->width, s->length);
}

static mr_value str_subclass(mr_runtime *rt, mr_type *type, mr_value text)
{
    const mr_str *from = mr_as_str(text);
    mr_value v = mr_type_alloc_var(rt, type, sizeof(mr_str) + (from->length + 1) * from->width);
    if (!v)
        return MR_NULL;
    mr_str *s = mr_as_str(v);
    s->width = from->width;
    s->length = from->length;
    s->ascii = from->ascii;
    memcpy(s->data, from->data, from->length * from->width);
    return mr_type_track(rt, v);
}

static mr_value str_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                        mr_value kwnames)
{
    mr_value out[3];
    if (!mr_bind(rt, "str(object=, encoding=, errors=)", args, nargs, kwnames, out))
        return MR_NULL;
    for (int i = 1; i < 3; i++) {
        if (out[i] && !mr_is_str(out[i]))
            return mr_raise(rt, rt->exc.TypeError, "str() argument '%s' must be str, not %T",
                            i == 1 ? "encoding" : "errors", out[i]);
    }
    mr_value text;
    if (!out[0])
        text = mr_incref(rt->empty_str);
    else if (!out[1] && !out[2])
        text = mr_to_str(rt, out[0]);
    else if (mr_is_str(out[0]))
        return mr_raise(rt, rt->exc.TypeError, "decoding str is not supported");
    else if (!mr_has_buffer(rt, out[0]))
        return mr_raise(rt, rt->exc.TypeError,
                        "decoding to str: need a bytes-like object, %T found", out[0]);
    else
        text = mr_decode(rt, out[0], out[1], out[2]);
    if (!text || type == rt->types.str)
        return text;
    mr_value v = str_subclass(rt, type, text);
    mr_decref(rt, text);
    return v;
}

/* ---- operators ---- */

static int64_t str_length(mr_runtime *rt, mr_value self)
{
    return (int64_t)mr_as_str(self)->length;
}

static int64_t str_hash_slot(mr_runtime *rt, mr_value self)
{
    int64_t hash = (int64_t)mr_str_hash(mr_as_str(self));
    return hash == -1 ? -2 : hash;
}

static mr_value str_compare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if (!mr_is_str(a) || !mr_is_str(b))
        return MR_NOT_IMPLEMENTED;
    if (op == MR_EQ || op == MR_NE)
        return mr_bool(mr_str_equal(a, b) == (op == MR_EQ));
    int order = mr_str_compare(a, b);
    return mr_bool(op == MR_LT   ? order < 0
                   : op == MR_LE ? order <= 0
                   : op == MR_GT ? order > 0
                                 : order >= 0);
}

static mr_value str_concat(mr_runtime *rt, mr_value a, mr_value b)
{
    if (!mr_is_str(b))
        return mr_raise(rt, rt->exc.TypeError, "can only concatenate str (not \"%T\") to str", b);
    return mr_str_concat(rt, a, b);
}

/* Bytes that are copied between two polls. */
#define COPY_STEP ((size_t)4 << 20)

static mr_value str_repeat(mr_runtime *rt, mr_value self, int64_t n)
{
    const mr_str *s = mr_as_str(self);
    if (n <= 0 || s->length == 0)
        return mr_incref(rt->empty_str);
    if (n == 1)
        return mr_str_exact(rt, self);
    if ((uint64_t)n > INT64_MAX / s->length)
        return mr_raise(rt, rt->exc.OverflowError, "repeated string is too long");
    mr_value v =
        mr_str_alloc(rt, s->length * (size_t)n, mr_str_widest(s->data, s->width, s->length));
    if (!v)
        return MR_NULL;
    uint8_t *to = mr_as_str(v)->data;
    size_t bytes = s->length * s->width, total = bytes * (size_t)n;
    memcpy(to, s->data, bytes);
    for (size_t done = bytes; done < total;) {
        size_t step = done < total - done ? done : total - done;
        if (mr_poll_interrupt(rt) < 0) {
            mr_decref(rt, v);
            return MR_NULL;
        }
        if (step > COPY_STEP && bytes <= COPY_STEP)
            step = COPY_STEP - COPY_STEP % bytes;
        memcpy(to + done, to, step);
        done += step;
    }
    return v;
}

static mr_value str_item(mr_runtime *rt, mr_value self, int64_t i)
{
    const mr_str *s = mr_as_str(self);
    if (i < 0 || (uint64_t)i >= s->length)
        return mr_raise(rt, rt->exc.IndexError, "string index out of range");
    return mr_str_char(rt, mr_str_at(s, (size_t)i));
}

static mr_value str_getitem(mr_runtime *rt, mr_value self, mr_value key)
{
    const mr_str *s = mr_as_str(self);
    if (mr_has_kind(key, MR_KIND_SLICE)) {
        int64_t start, stop, step;
        int64_t n = mr_slice_resolve(rt, key, (int64_t)s->length, &start, &stop, &step);
        if (n < 0)
            return MR_NULL;
        if (step == 1)
            return n == (int64_t)s->length
                       ? mr_str_exact(rt, self)
                       : mr_str_substring(rt, self, (size_t)start, (size_t)(start + n));
        mr_str_builder b;
        mr_str_builder_init(&b, rt);
        for (int64_t i = 0; i < n; i++)
            mr_str_builder_char(&b, mr_str_at(s, (size_t)(start + i * step)));
        return mr_str_builder_take(&b);
    }
    int64_t i;
    if (!mr_is_integer(key) && !mr_type_of(rt, key)->slots.index)
        return mr_raise(rt, rt->exc.TypeError, "string indices must be integers, not '%T'", key);
    mr_value index = mr_index(rt, key);
    if (!index)
        return MR_NULL;
    int overflow;
    i = mr_int_value(index, &overflow);
    mr_decref(rt, index);
    if (overflow)
        return mr_raise(rt, rt->exc.IndexError, "cannot fit '%T' into an index-sized integer", key);
    return str_item(rt, self, i < 0 ? i + (int64_t)s->length : i);
}

static int str_contains(mr_runtime *rt, mr_value self, mr_value v)
{
    if (!mr_is_str(v))
        return mr_fail(rt, rt->exc.TypeError,
                       "'in <string>' requires string as left operand, not %T", v);
    return mr_str_contains(rt, self, v);
}

static mr_value str_remainder(mr_runtime *rt, mr_value a, mr_value b)
{
    return mr_is_str(a) ? mr_str_percent(rt, a, b) : MR_NOT_IMPLEMENTED;
}

static mr_value str_str(mr_runtime *rt, mr_value self) { return mr_str_exact(rt, self); }

/* ---- iterator ---- */

static mr_value str_iter_slot(mr_runtime *rt, mr_value self)
{
    bool ascii = mr_as_str(self)->ascii && mr_is_exact(self, MR_KIND_STR);
    mr_str_iter *it =
        mr_object_new(rt, ascii ? rt->types.str_ascii_iter : rt->types.str_iter, sizeof *it, true);
    if (!it)
        return MR_NULL;
    it->str = mr_incref(self);
    mr_gc_track(rt, &it->head);
    return mr_from(it);
}

static mr_value str_iter_next(mr_runtime *rt, mr_value self)
{
    mr_str_iter *it = (mr_str_iter *)mr_obj(self);
    if (!it->str)
        return MR_NULL;
    const mr_str *s = mr_as_str(it->str);
    if (it->index < s->length)
        return mr_str_char(rt, mr_str_at(s, it->index++));
    mr_clear(rt, &it->str);
    return MR_NULL;
}

static void str_iter_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_clear(rt, &((mr_str_iter *)self)->str);
}
static void str_iter_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    visit(rt, ((mr_str_iter *)self)->str, arg);
}
static const mr_layout str_iter_layout = {.dealloc = str_iter_dealloc,
                                          .traverse = str_iter_traverse};

static mr_value str_iter_self(mr_runtime *rt, mr_value self) { return mr_incref(self); }

static mr_value str_iter_hint(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    const mr_str_iter *it = (const mr_str_iter *)mr_obj(self);
    return mr_small_int(it->str ? (int64_t)(mr_as_str(it->str)->length - it->index) : 0);
}

static mr_value str_iter_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    const mr_str_iter *it = (const mr_str_iter *)mr_obj(self);
    return it->str ? mr_iter_reduce(rt, "iter", it->str, mr_small_int((int64_t)it->index))
                   : mr_iter_reduce(rt, "iter", rt->empty_str, MR_NULL);
}

static mr_value str_iter_setstate(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                  mr_value kwnames)
{
    mr_str_iter *it = (mr_str_iter *)mr_obj(self);
    int64_t index;
    if (!mr_to_int64(rt, args[0], &index))
        return MR_NULL;
    size_t length = it->str ? mr_as_str(it->str)->length : 0;
    it->index = index < 0 ? 0 : (size_t)index > length ? length : (size_t)index;
    return MR_NONE;
}

static const mr_method_def str_iter_methods[] = {
    {"__length_hint__", str_iter_hint, MR_ARGS_NONE, NULL},
    {"__reduce__", str_iter_reduce, MR_ARGS_NONE, "What pickle and copy make an equal object of."},
    {"__setstate__", str_iter_setstate, MR_ARGS_ONE, "Takes over the state that __reduce__ gave."},
    {0},
};

#define ITER_SPEC(type_name)                                                                       \
    {                                                                                              \
        .name = type_name, .basic_size = sizeof(mr_str_iter), .kind = MR_KIND_OTHER,                  \
        .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW, .layout = &str_iter_layout,                     \
        .slots = {.iter = str_iter_self, .next = str_iter_next}, .methods = str_iter_methods       \
    }
static const mr_type_spec str_iter_spec = ITER_SPEC("str_iterator");
static const mr_type_spec str_ascii_iter_spec = ITER_SPEC("str_ascii_iterator");

static const mr_type_spec str_spec = {
    .name = "str",
    .doc = "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str",
    .basic_size = sizeof(mr_str),
    .kind = MR_KIND_STR,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_MATCH_SELF,
    .layout = &mr_str_layout,
    .slots = {.new_ = str_new, .repr = str_repr, .str = str_str, .hash = str_hash_slot,
              .richcompare = str_compare, .iter = str_iter_slot, .length = str_length,
              .getitem = str_getitem, .contains = str_contains, .concat = str_concat,
              .repeat = str_repeat, .item = str_item, .remainder = str_remainder},
    .methods = mr_str_methods,
};

bool mr_text_types_init(mr_runtime *rt)
{
    return mr_type_ready(rt, rt->types.str, &str_spec, NULL) &&
           mr_type_ready(rt, rt->types.str_iter, &str_iter_spec, NULL) &&
           mr_type_ready(rt, rt->types.str_ascii_iter, &str_ascii_iter_spec, NULL) &&
           mr_bytes_types_init(rt);
}
