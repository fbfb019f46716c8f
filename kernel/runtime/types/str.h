/*
 * str.h - str: immutable Unicode text.
 *
 * Each string has one width for all its code points (1, 2 or 4 bytes, the
 * narrowest that holds the widest), so indexing is constant time (the idea is
 * PEP 393's). The data stands inline after the header and ends with a zero
 * code point. Surrogates may stand in a str; converting them to UTF-8 fails
 * unless "surrogatepass" or "surrogateescape" is asked for.
 */
#ifndef MR_STR_H
#define MR_STR_H

#include <stdarg.h>

#include "core/object.h"

typedef struct mr_str {
    mr_object head;
    uint64_t hash;     /* 0 not yet known */
    uint32_t width;    /* 1, 2, 4 */
    uint32_t ascii;    /* true: all code points are below 128, so the data is UTF-8 */
    size_t length;     /* code points */
    uint8_t data[];
} mr_str;

#define MR_STR_INTERNED MR_FLAG_KIND_1

static inline mr_str *mr_as_str(mr_value v) { return (mr_str *)mr_obj(v); }
static inline bool mr_is_str(mr_value v) { return mr_has_kind(v, MR_KIND_STR); }
static inline uint32_t mr_str_at(const mr_str *s, size_t i)
{
    switch (s->width) {
    case 1: return s->data[i];
    case 2: return ((const uint16_t *)s->data)[i];
    default: return ((const uint32_t *)s->data)[i];
    }
}

/* A string of `length` code points, none above `widest`, data to be filled in by
 * the caller before anyone sees it. */
mr_value mr_str_alloc(mr_runtime *rt, size_t length, uint32_t widest);
/* From valid UTF-8 (three-byte surrogates are taken as they are); invalid
 * bytes raise UnicodeDecodeError. */
mr_value mr_str_new(mr_runtime *rt, const char *utf8, size_t bytes);
mr_value mr_str_from(mr_runtime *rt, const char *utf8_z);
mr_value mr_str_ascii(mr_runtime *rt, const void *data, size_t length); /* known to be ASCII */
mr_value mr_str_latin1(mr_runtime *rt, const uint8_t *data, size_t length);
mr_value mr_str_ucs4(mr_runtime *rt, const uint32_t *data, size_t length); /* narrows */
mr_value mr_str_char(mr_runtime *rt, uint32_t code_point);
/* printf-style: %s (UTF-8, char *), %d %i %u %x %c with l, ll, z, %g %f, and
 * %V (mr_value: its str if it is one, else its repr), %R (repr of an
 * mr_value), %S (str of an mr_value), %T (name of an mr_value's type, with its module if built in),
 * %N (name of an mr_type *). A precision limits %s, %V. */
mr_value mr_str_format(mr_runtime *rt, const char *format, ...);
mr_value mr_str_format_v(mr_runtime *rt, const char *format, va_list *args);

/* Below the level of objects: n code points of `width` bytes each. */
void mr_str_put(mr_str *s, size_t i, uint32_t c);
void mr_str_copy(void *to, uint32_t to_width, const void *from, uint32_t from_width, size_t n);
/* at least the widest, of the same width class */
uint32_t mr_str_widest(const void *data, uint32_t width,
                       size_t n);
mr_value mr_str_narrow(mr_runtime *rt, const void *data, uint32_t width, size_t n);
size_t mr_utf8_encode(uint32_t c, char out[4]);
uint64_t mr_hash_bytes(const void *data, size_t n); /* never 0 */

/* str_iterator, and str_ascii_iterator of an ASCII string. */
typedef struct mr_str_iter {
    mr_object head;
    mr_value str; /* MR_NULL when exhausted */
    size_t index;
} mr_str_iter;

/* The interned string equal to s; steals s, returns owned. */
mr_value mr_str_intern(mr_runtime *rt, mr_value s);
mr_value mr_intern(mr_runtime *rt, const char *utf8_z); /* owned */
bool mr_interns_init(mr_runtime *rt);
void mr_interns_finish(mr_runtime *rt);

uint64_t mr_str_hash(mr_str *s);                 /* never 0 */
bool mr_str_equal(mr_value a, mr_value b);       /* both str */
int mr_str_compare(mr_value a, mr_value b);      /* by code point: -1, 0, 1 */
bool mr_str_is(mr_value s, const char *ascii_z); /* equal to this ASCII text? */

mr_value mr_str_concat(mr_runtime *rt, mr_value a, mr_value b);
/* *left = *left + right in place when nobody else refers to it. Steals *left;
 * false with an exception set and *left released and MR_NULL. */
bool mr_str_append(mr_runtime *rt, mr_value *left, mr_value right);
mr_value mr_str_substring(mr_runtime *rt, mr_value s, size_t from, size_t to);
mr_value mr_str_join(mr_runtime *rt, mr_value separator, mr_value iterable);

/* UTF-8 of a str. For an ASCII str the pointer is into the string; else it is
 * a malloc'd copy in *owned, which the caller frees (free(NULL) is fine). With
 * a lone surrogate: NULL with UnicodeEncodeError set. *bytes may be NULL. */
const char *mr_str_utf8(mr_runtime *rt, mr_value s, size_t *bytes, char **owned);

/* Builds a string piece by piece; every function false with an exception set.
 * Short texts are built where the builder stands, which must not move; beyond
 * that the memory is the heap's. */
typedef struct mr_str_builder {
    mr_runtime *rt;
    uint8_t *data;
    size_t length, capacity; /* code points */
    size_t bytes;            /* size of the heap's buffer; 0: data is `room` */
    uint32_t width;
    uint32_t widest; /* no code point is above it */
    bool failed;
    uint8_t room[128];
} mr_str_builder;
void mr_str_builder_init(mr_str_builder *b, mr_runtime *rt);
bool mr_str_builder_char(mr_str_builder *b, uint32_t code_point);
bool mr_str_builder_fill(mr_str_builder *b, uint32_t code_point, size_t count);
bool mr_str_builder_str(mr_str_builder *b, mr_value s);
bool mr_str_builder_slice(mr_str_builder *b, mr_value s, size_t from, size_t to);
bool mr_str_builder_utf8(mr_str_builder *b, const char *utf8, size_t bytes);
bool mr_str_builder_text(mr_str_builder *b, const char *utf8_z);
bool mr_str_builder_repr(mr_str_builder *b, mr_value v);
/* The string; the builder is finished either way. MR_NULL if any step failed. */
mr_value mr_str_builder_take(mr_str_builder *b);
void mr_str_builder_finish(mr_str_builder *b);

#endif
