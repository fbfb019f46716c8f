/*
 * bytes.h - what bytes and bytearray share: methods over a span of bytes.
 */
#ifndef MR_TEXT_BYTES_H
#define MR_TEXT_BYTES_H

#include "types/bytes.h"
#include "types/type.h"

/* The contents of a bytes or bytearray. */
struct mr_span_of_bytes {
    const uint8_t *data;
    size_t length;
};
struct mr_span_of_bytes mr_bytes_span(mr_value v);

/* A new object of the same kind as `like` (bytes, or bytearray). */
mr_value mr_bytes_like_new(mr_runtime *rt, mr_value like, const void *data, size_t length);

/* What bytes(x), or with array bytearray(x), makes of its arguments, as a bytes object. */
mr_value mr_bytes_build(mr_runtime *rt, bool array, const mr_value *args, size_t nargs,
                        mr_value kwnames);

/* The bytes that an iterable of integers gives. */
mr_value mr_bytes_from_iterable(mr_runtime *rt, mr_value v, const char *range_error);

/* The place, -1: none, -2: KeyboardInterrupt. */
int64_t mr_span_find(mr_runtime *rt, struct mr_span_of_bytes s, const uint8_t *p, size_t m,
                     size_t from, size_t to);
int64_t mr_span_rfind(mr_runtime *rt, struct mr_span_of_bytes s, const uint8_t *p, size_t m,
                      size_t from, size_t to);

/* Slots both types have. */
mr_value mr_bytes_repr_of(mr_runtime *rt, const uint8_t *data, size_t length, const char *prefix,
                          const char *suffix);
mr_value mr_bytes_compare(mr_runtime *rt, mr_value a, mr_value b, int op);
mr_value mr_bytes_concat(mr_runtime *rt, mr_value a, mr_value b);
mr_value mr_bytes_repeat(mr_runtime *rt, mr_value self, int64_t n);
mr_value mr_bytes_getitem(mr_runtime *rt, mr_value self, mr_value key);
int mr_bytes_contains(mr_runtime *rt, mr_value self, mr_value v);
mr_value mr_bytes_percent(mr_runtime *rt, mr_value format, mr_value args);
/* An integer 0..255 by __index__, or -1: "byte must be in range(0, 256)". */
int mr_byte_value(mr_runtime *rt, mr_value v, const char *range_error);

mr_value mr_bytearray_iter(mr_runtime *rt, mr_value self);
mr_value mr_hex_text(mr_runtime *rt, const uint8_t *data, size_t length, const mr_value *args,
                     size_t nargs, mr_value kwnames);
bool mr_bytearray_type_init(mr_runtime *rt);
bool mr_memoryview_type_init(mr_runtime *rt);
/* all its items in order, gaps or not */
mr_value mr_memoryview_bytes(mr_runtime *rt,
                             mr_value view);

/* Methods both types have; their functions are in bytes_methods.c and bytes_split.c. */
#define MR_BYTES_METHOD(name)                                                                   \
    mr_value mr_bytes_##name(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs, \
                             mr_value kwnames)
#define MR_BYTES_METHODS(X)                                                                        \
    X(capitalize, MR_ARGS_NONE)                                                                    \
    X(center, MR_ARGS_ANY) X(count, MR_ARGS_ANY) X(decode, MR_ARGS_ANY) X(endswith, MR_ARGS_ANY)   \
        X(expandtabs, MR_ARGS_ANY) X(find, MR_ARGS_ANY) X(fromhex, MR_ARGS_ONE | MR_CLASS_METHOD)  \
            X(hex, MR_ARGS_ANY) X(index, MR_ARGS_ANY) X(isalnum, MR_ARGS_NONE)                     \
                X(isalpha, MR_ARGS_NONE) X(isascii, MR_ARGS_NONE) X(isdigit, MR_ARGS_NONE)         \
                    X(islower, MR_ARGS_NONE) X(isspace, MR_ARGS_NONE) X(istitle, MR_ARGS_NONE)     \
                        X(isupper, MR_ARGS_NONE) X(join, MR_ARGS_ONE) X(ljust, MR_ARGS_ANY) X(     \
                            lower, MR_ARGS_NONE) X(lstrip, MR_ARGS_ANY)                            \
                            X(maketrans, MR_ARGS_ANY | MR_STATIC_METHOD) X(partition, MR_ARGS_ONE) \
                                X(removeprefix, MR_ARGS_ONE) X(removesuffix, MR_ARGS_ONE)          \
                                    X(replace, MR_ARGS_ANY) X(rfind, MR_ARGS_ANY)                  \
                                        X(rindex, MR_ARGS_ANY) X(rjust, MR_ARGS_ANY)               \
                                            X(rpartition, MR_ARGS_ONE) X(rsplit, MR_ARGS_ANY)      \
                                                X(rstrip, MR_ARGS_ANY) X(split, MR_ARGS_ANY)       \
                                                    X(splitlines, MR_ARGS_ANY)                     \
                                                        X(startswith, MR_ARGS_ANY)                 \
                                                            X(strip, MR_ARGS_ANY) X(swapcase,      \
                                                                                    MR_ARGS_NONE)  \
                                                                X(title, MR_ARGS_NONE)             \
                                                                    X(translate, MR_ARGS_ANY)      \
                                                                        X(upper, MR_ARGS_NONE)     \
                                                                            X(zfill, MR_ARGS_ONE)
#define X(name, flags) MR_BYTES_METHOD(name);
MR_BYTES_METHODS(X)
#undef X
#define MR_BYTES_METHOD_ENTRY(name, flags) {#name, mr_bytes_##name, flags, NULL},

#endif
