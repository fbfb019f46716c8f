/*
 * str.c - strings: making, hashing, interning, comparing, joining.
 *
 * The hash folds eight bytes at a time by a 128-bit multiplication, as wyhash
 * (Wang Yi) does. Interned strings are found in a table that holds no
 * references: a dying string takes itself out.
 */
#include "types/str.h"

#include <stdlib.h>

#include "core/init.h"
#include "core/runtime.h"
#include "text/codecs.h"
#include "text/unicode_error.h"
#include "types/abstract.h"
#include "types/containers.h"

static size_t str_bytes(size_t length, uint32_t width)
{
    return sizeof(mr_str) + (length + 1) * width;
}

static uint32_t width_for(uint32_t widest) { return widest < 0x100 ? 1 : widest < 0x10000 ? 2 : 4; }

void mr_str_put(mr_str *s, size_t i, uint32_t c)
{
    switch (s->width) {
    case 1: s->data[i] = (uint8_t)c; break;
    case 2: ((uint16_t *)s->data)[i] = (uint16_t)c; break;
    default: ((uint32_t *)s->data)[i] = c; break;
    }
}

mr_value mr_str_alloc(mr_runtime *rt, size_t length, uint32_t widest)
{
    uint32_t width = width_for(widest);
    if (length > (SIZE_MAX / 2 - sizeof(mr_str)) / width - 1)
        return mr_raise_no_memory(rt);
    mr_str *s = mr_object_new_leaf(rt, rt->types.str, str_bytes(length, width), sizeof *s);
    if (!s)
        return MR_NULL;
    s->width = width;
    s->length = length;
    s->ascii = widest < 0x80;
    mr_str_put(s, length, 0);
    return mr_from(s);
}

/* Copies code points between widths; the target is wide enough. */
void mr_str_copy(void *to, uint32_t to_width, const void *from, uint32_t from_width, size_t n)
{
    if (n == 0) {
        return; /* from may be NULL then */
    } else if (to_width == from_width) {
        memcpy(to, from, n * to_width);
    } else if (from_width == 1 && to_width == 2) {
        for (size_t i = 0; i < n; i++)
            ((uint16_t *)to)[i] = ((const uint8_t *)from)[i];
    } else if (from_width == 1) {
        for (size_t i = 0; i < n; i++)
            ((uint32_t *)to)[i] = ((const uint8_t *)from)[i];
    } else if (to_width == 4) {
        for (size_t i = 0; i < n; i++)
            ((uint32_t *)to)[i] = ((const uint16_t *)from)[i];
    } else if (to_width == 2) {
        for (size_t i = 0; i < n; i++)
            ((uint16_t *)to)[i] = (uint16_t)((const uint32_t *)from)[i];
    } else if (from_width == 2) {
        for (size_t i = 0; i < n; i++)
            ((uint8_t *)to)[i] = (uint8_t)((const uint16_t *)from)[i];
    } else {
        for (size_t i = 0; i < n; i++)
            ((uint8_t *)to)[i] = (uint8_t)((const uint32_t *)from)[i];
    }
}

uint32_t mr_str_widest(const void *data, uint32_t width, size_t n)
{
    uint32_t all = 0;
    if (width == 1) {
        const uint8_t *p = data;
        uint64_t words = 0, word;
        for (; n >= 8; n -= 8, p += 8) {
            memcpy(&word, p, 8);
            words |= word;
        }
        for (size_t i = 0; i < n; i++)
            all |= p[i];
        return all | (words & 0x8080808080808080u ? 0xff : words ? 0x7f : 0);
    }
    for (size_t i = 0; i < n; i++)
        all |= width == 2 ? ((const uint16_t *)data)[i] : ((const uint32_t *)data)[i];
    return all; /* no narrower class of widths than the widest code point's */
}

/* A string of n ASCII characters. */
mr_value mr_str_ascii(mr_runtime *rt, const void *data, size_t n)
{
    if (n <= 1)
        return n ? mr_str_char(rt, *(const uint8_t *)data) : mr_incref(rt->empty_str);
    mr_value v = mr_str_alloc(rt, n, 0x7f);
    if (v)
        memcpy(mr_as_str(v)->data, data, n);
    return v;
}

/* A string of n code points of some width, narrowed. */
mr_value mr_str_narrow(mr_runtime *rt, const void *data, uint32_t width, size_t n)
{
    if (n == 0 && rt->empty_str)
        return mr_incref(rt->empty_str);
    uint32_t widest = mr_str_widest(data, width, n);
    if (n == 1 && widest < 0x100)
        return mr_str_char(rt, widest);
    mr_value v = mr_str_alloc(rt, n, widest);
    if (v)
        mr_str_copy(mr_as_str(v)->data, mr_as_str(v)->width, data, width, n);
    return v;
}

/* ---- UTF-8 ---- */

/* Decodes one code point of multi-byte UTF-8 at p (surrogates are let through);
 * its length, or 0 with *bad bytes and the *reason when it is invalid. */
static size_t decode_one(const uint8_t *p, size_t left, uint32_t *c, size_t *bad,
                         const char **reason)
{
    uint8_t b = p[0];
    size_t n = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
    *bad = 1;
    if (b < 0xc2 || b > 0xf4) {
        *reason = "invalid start byte";
        return 0;
    }
    uint32_t v = b & (0xffu >> (n + 1));
    for (size_t i = 1; i < n; i++) {
        if (i >= left) {
            *reason = "unexpected end of data";
            *bad = left;
            return 0;
        }
        bool out = i == 1 && ((b == 0xe0 && p[1] < 0xa0) || (b == 0xf0 && p[1] < 0x90) ||
                              (b == 0xf4 && p[1] > 0x8f));
        if ((p[i] & 0xc0) != 0x80 || out) {
            *reason = "invalid continuation byte";
            *bad = i;
            return 0;
        }
        v = v << 6 | (p[i] & 0x3f);
    }
    *c = v;
    return n;
}

size_t mr_utf8_decode(const uint8_t *p, size_t left, uint32_t *c, size_t *bad, const char **reason)
{
    if (p[0] < 0x80) {
        *c = p[0];
        return 1;
    }
    if (p[0] == 0xed && left > 1 && p[1] >= 0xa0) {
        *bad = 1;
        *reason = "invalid continuation byte";
        return 0;
    }
    return decode_one(p, left, c, bad, reason);
}

/* How many bytes from p on are ASCII. */
static size_t ascii_prefix(const uint8_t *p, size_t bytes)
{
    size_t n = 0;
    uint64_t word;
    for (; n + 8 <= bytes; n += 8) {
        memcpy(&word, p + n, 8);
        if (word & 0x8080808080808080u)
            break;
    }
    while (n < bytes && p[n] < 0x80)
        n++;
    return n;
}

mr_value mr_str_new(mr_runtime *rt, const char *utf8, size_t bytes)
{
    const uint8_t *p = (const uint8_t *)utf8;
    size_t ascii = ascii_prefix(p, bytes);
    if (ascii == bytes)
        return bytes || rt->empty_str ? mr_str_ascii(rt, p, bytes) : mr_str_alloc(rt, 0, 0);
    size_t length = ascii;
    uint32_t widest = 0x80;
    for (size_t i = ascii; i < bytes; length++) {
        uint32_t c = p[i];
        size_t n = 1, bad;
        const char *reason;
        if (c >= 0x80 && !(n = decode_one(p + i, bytes - i, &c, &bad, &reason)))
            return mr_raise_decode(rt, "utf-8", utf8, bytes, i, i + bad, reason);
        widest |= c;
        i += n;
    }
    if (length == 1 && widest < 0x100)
        return mr_str_char(rt, (uint32_t)(p[0] & 3) << 6 | (p[1] & 0x3f));
    mr_value v = mr_str_alloc(rt, length, widest);
    if (!v)
        return MR_NULL;
    mr_str *s = mr_as_str(v);
    for (size_t i = 0, at = 0; i < bytes; at++) {
        uint32_t c = p[i];
        size_t n = 1, bad;
        const char *reason;
        if (c >= 0x80)
            n = decode_one(p + i, bytes - i, &c, &bad, &reason);
        mr_str_put(s, at, c);
        i += n;
    }
    return v;
}

mr_value mr_str_from(mr_runtime *rt, const char *utf8_z)
{
    return mr_str_new(rt, utf8_z, strlen(utf8_z));
}

mr_value mr_str_latin1(mr_runtime *rt, const uint8_t *data, size_t length)
{
    return mr_str_narrow(rt, data, 1, length);
}

mr_value mr_str_ucs4(mr_runtime *rt, const uint32_t *data, size_t length)
{
    return mr_str_narrow(rt, data, 4, length);
}

mr_value mr_str_char(mr_runtime *rt, uint32_t c)
{
    if (c < 0x100 && rt->latin1[c])
        return mr_incref(rt->latin1[c]);
    mr_value v = mr_str_alloc(rt, 1, c);
    if (!v)
        return MR_NULL;
    mr_str_put(mr_as_str(v), 0, c);
    if (c < 0x100) {
        rt->latin1[c] = mr_str_intern(rt, v);
        return mr_incref(rt->latin1[c]);
    }
    return v;
}

size_t mr_utf8_encode(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xc0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xe0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3f));
        out[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3f));
    out[2] = (char)(0x80 | (c >> 6 & 0x3f));
    out[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

const char *mr_str_utf8(mr_runtime *rt, mr_value v, size_t *bytes, char **owned)
{
    mr_str *s = mr_as_str(v);
    *owned = NULL;
    if (s->ascii) {
        if (bytes)
            *bytes = s->length;
        return (const char *)s->data;
    }
    size_t room = s->length * (s->width == 1 ? 2 : s->width == 2 ? 3 : 4) + 1;
    char *out = malloc(room);
    if (!out) {
        mr_raise_no_memory(rt);
        return NULL;
    }
    size_t at = 0;
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = mr_str_at(s, i);
        if (c >= 0xd800 && c < 0xe000) {
            free(out);
            size_t end = i + 1;
            while (end < s->length && mr_str_at(s, end) >= 0xd800 && mr_str_at(s, end) < 0xe000)
                end++;
            mr_raise_encode(rt, "utf-8", v, i, end, "surrogates not allowed");
            return NULL;
        }
        at += mr_utf8_encode(c, out + at);
    }
    out[at] = '\0';
    if (bytes)
        *bytes = at;
    return *owned = out;
}

/* ---- equality, order, hash ---- */

static inline uint64_t fold(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t mr_hash_bytes(const void *data, size_t n)
{
    const uint8_t *p = data;
    uint64_t h = 0x9e3779b97f4a7c15u ^ n, word;
    for (; n >= 8; n -= 8, p += 8) {
        memcpy(&word, p, 8);
        h = fold(h ^ word, 0xd6e8feb86659fd93u);
    }
    if (n >= 4) { /* two that overlap */
        uint32_t first, last;
        memcpy(&first, p, 4);
        memcpy(&last, p + n - 4, 4);
        word = first | (uint64_t)last << 32;
    } else {
        word = n ? p[0] | (uint32_t)p[n / 2] << 8 | (uint32_t)p[n - 1] << 16 : 0;
    }
    h = fold(h ^ word, 0xa0761d6478bd642fu) ^ h >> 32;
    return h ? h : 1;
}

uint64_t mr_str_hash(mr_str *s)
{
    if (!s->hash)
        s->hash = mr_hash_bytes(s->data, s->length * s->width);
    return s->hash;
}

bool mr_str_equal(mr_value a, mr_value b)
{
    const mr_str *x = mr_as_str(a), *y = mr_as_str(b);
    if (x == y)
        return true;
    if (x->length != y->length || x->width != y->width ||
        (x->hash && y->hash && x->hash != y->hash))
        return false;
    return memcmp(x->data, y->data, x->length * x->width) == 0;
}

int mr_str_compare(mr_value a, mr_value b)
{
    const mr_str *x = mr_as_str(a), *y = mr_as_str(b);
    size_t n = x->length < y->length ? x->length : y->length;
    if (x->width == 1 && y->width == 1) {
        int order = memcmp(x->data, y->data, n);
        if (order)
            return order < 0 ? -1 : 1;
    } else {
        for (size_t i = 0; i < n; i++) {
            uint32_t c = mr_str_at(x, i), d = mr_str_at(y, i);
            if (c != d)
                return c < d ? -1 : 1;
        }
    }
    return x->length < y->length ? -1 : x->length > y->length;
}

bool mr_str_is(mr_value v, const char *ascii_z)
{
    const mr_str *s = mr_as_str(v);
    return s->ascii && strlen(ascii_z) == s->length &&
           memcmp(s->data, ascii_z, s->length) == 0;
}

/* ---- interning ---- */

struct mr_interns {
    mr_value *table; /* borrowed; MR_NULL free, MR_NONE deleted */
    size_t mask, fill, count;
};

static mr_value *intern_place(struct mr_interns *t, mr_str *s, bool same)
{
    mr_value *deleted = NULL;
    for (size_t i = mr_str_hash(s);; i++) {
        mr_value *place = &t->table[i & t->mask];
        if (*place == MR_NULL)
            return deleted ? deleted : place;
        if (*place == MR_NONE) {
            if (!deleted)
                deleted = place;
        } else if (same ? *place == mr_from(s) : mr_str_equal(*place, mr_from(s))) {
            return place;
        }
    }
}

static bool interns_grow(struct mr_interns *t)
{
    struct mr_interns grown = {.mask = t->mask};
    while (grown.mask < 1023 || t->count * 2 > grown.mask)
        grown.mask = grown.mask * 2 + 1;
    grown.table = calloc(grown.mask + 1, sizeof *grown.table);
    if (!grown.table)
        return false;
    for (size_t i = 0; t->table && i <= t->mask; i++) {
        if (mr_is_object(t->table[i]))
            *intern_place(&grown, mr_as_str(t->table[i]), true) = t->table[i];
    }
    grown.fill = grown.count = t->count;
    free(t->table);
    *t = grown;
    return true;
}

bool mr_interns_init(mr_runtime *rt)
{
    rt->interns = calloc(1, sizeof *rt->interns);
    return rt->interns && interns_grow(rt->interns);
}

void mr_interns_finish(mr_runtime *rt)
{
    if (rt->interns)
        free(rt->interns->table);
    free(rt->interns);
    rt->interns = NULL;
}

mr_value mr_str_intern(mr_runtime *rt, mr_value v)
{
    struct mr_interns *t = rt->interns;
    if (!v || mr_obj(v)->flags & (MR_STR_INTERNED | MR_FLAG_SUBCLASS))
        return v;
    if ((t->fill + 1) * 4 > t->mask * 3 && !interns_grow(t)) {
        mr_decref(rt, v);
        return mr_raise_no_memory(rt);
    }
    mr_value *place = intern_place(t, mr_as_str(v), false);
    if (mr_is_object(*place)) {
        mr_value known = mr_incref(*place);
        mr_decref(rt, v);
        return known;
    }
    t->fill += *place == MR_NULL;
    t->count++;
    *place = v;
    mr_obj(v)->flags |= MR_STR_INTERNED;
    return v;
}

mr_value mr_intern(mr_runtime *rt, const char *utf8_z)
{
    return mr_str_intern(rt, mr_str_from(rt, utf8_z));
}

static void str_dealloc(mr_runtime *rt, mr_object *self)
{
    if (!(self->flags & MR_STR_INTERNED) || !rt->interns)
        return;
    mr_value *place = intern_place(rt->interns, (mr_str *)self, true);
    if (*place == mr_from(self)) {
        *place = MR_NONE;
        rt->interns->count--;
    }
}

static size_t str_size(mr_runtime *rt, mr_object *self)
{
    const mr_str *s = (const mr_str *)self;
    return str_bytes(s->length, s->width);
}

const mr_layout mr_str_layout = {.dealloc = str_dealloc, .size = str_size};

/* ---- joining ---- */

static uint32_t widest_class(const mr_str *s)
{
    return s->ascii ? 0x7f
           : s->width == 1              ? 0xff
           : s->width == 2              ? 0xffff
                                        : 0x10ffff;
}

mr_value mr_str_concat(mr_runtime *rt, mr_value a, mr_value b)
{
    const mr_str *x = mr_as_str(a), *y = mr_as_str(b);
    if (x->length == 0 && mr_is_exact(b, MR_KIND_STR))
        return mr_incref(b);
    if (y->length == 0 && mr_is_exact(a, MR_KIND_STR))
        return mr_incref(a);
    mr_value v = mr_str_alloc(rt, x->length + y->length, widest_class(x) | widest_class(y));
    if (!v)
        return MR_NULL;
    mr_str *s = mr_as_str(v);
    mr_str_copy(s->data, s->width, x->data, x->width, x->length);
    mr_str_copy(s->data + x->length * s->width, s->width, y->data, y->width, y->length);
    return v;
}

bool mr_str_append(mr_runtime *rt, mr_value *left, mr_value right)
{
    mr_str *x = mr_as_str(*left);
    const mr_str *y = mr_as_str(right);
    if (x->head.refcount == 1 && y != x && y->width <= x->width && y->length > 0 && x->length > 1 &&
        !(x->head.flags & (MR_STR_INTERNED | MR_FLAG_SUBCLASS | MR_FLAG_WEAKREFS)) &&
        y->length < SIZE_MAX / 8) {
        size_t length = x->length + y->length;
        mr_str *grown = mr_object_resize(rt, &x->head, str_bytes(x->length, x->width),
                                         str_bytes(length, x->width));
        if (!grown) {
            mr_clear(rt, left);
            return false;
        }
        mr_str_copy(grown->data + grown->length * grown->width, grown->width, y->data, y->width,
                    y->length);
        grown->length = length;
        grown->hash = 0;
        if (!y->ascii)
            grown->ascii = false;
        mr_str_put(grown, length, 0);
        *left = mr_from(grown);
        return true;
    }
    mr_value joined = mr_str_concat(rt, *left, right);
    mr_decref(rt, *left);
    *left = joined;
    return joined != MR_NULL;
}

mr_value mr_str_substring(mr_runtime *rt, mr_value v, size_t from, size_t to)
{
    const mr_str *s = mr_as_str(v);
    if (to > s->length)
        to = s->length;
    if (from >= to)
        return mr_incref(rt->empty_str);
    if (from == 0 && to == s->length && mr_is_exact(v, MR_KIND_STR))
        return mr_incref(v);
    if (!s->ascii)
        return mr_str_narrow(rt, s->data + from * s->width, s->width, to - from);
    return mr_str_ascii(rt, s->data + from, to - from);
}

mr_value mr_str_join(mr_runtime *rt, mr_value separator, mr_value iterable)
{
    mr_value seq = mr_is_list(iterable) || mr_is_tuple(iterable) ? mr_incref(iterable)
                                                                  : mr_list_from(rt, iterable);
    if (!seq) {
        if (!mr_type_of(rt, iterable)->slots.iter && mr_error_catch(rt, rt->exc.TypeError))
            mr_raise(rt, rt->exc.TypeError, "can only join an iterable");
        return MR_NULL;
    }
    const mr_value *items = mr_is_list(seq) ? mr_as_list(seq)->items : mr_as_tuple(seq)->items;
    size_t n = mr_is_list(seq) ? mr_as_list(seq)->length : mr_as_tuple(seq)->length;
    const mr_str *sep = mr_as_str(separator);
    mr_value result = MR_NULL;
    size_t length = n > 1 ? sep->length * (n - 1) : 0;
    uint32_t widest = n > 1 ? widest_class(sep) : 0;
    for (size_t i = 0; i < n; i++) {
        if (!mr_is_str(items[i])) {
            mr_raise(rt, rt->exc.TypeError, "sequence item %zu: expected str instance, %T found", i,
                     items[i]);
            goto done;
        }
        length += mr_as_str(items[i])->length;
        widest |= widest_class(mr_as_str(items[i]));
        if (mr_poll_interrupt(rt) < 0)
            goto done;
    }
    if (n == 1 && mr_is_exact(items[0], MR_KIND_STR)) {
        result = mr_incref(items[0]);
        goto done;
    }
    if (length == 0) {
        result = mr_incref(rt->empty_str);
        goto done;
    }
    result = mr_str_alloc(rt, length, widest);
    if (!result)
        goto done;
    mr_str *s = mr_as_str(result);
    uint8_t *at = s->data;
    for (size_t i = 0; i < n; i++) {
        const mr_str *item = mr_as_str(items[i]);
        if (i > 0) {
            mr_str_copy(at, s->width, sep->data, sep->width, sep->length);
            at += sep->length * s->width;
        }
        mr_str_copy(at, s->width, item->data, item->width, item->length);
        at += item->length * s->width;
        if (mr_poll_interrupt(rt) < 0) {
            mr_clear(rt, &result);
            break;
        }
    }
done:
    mr_decref(rt, seq);
    return result;
}
