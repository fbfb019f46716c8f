/*
 * bytes.h - bytes, bytearray, memoryview, and the buffer protocol.
 */
#ifndef MR_BYTES_H
#define MR_BYTES_H

#include "core/object.h"

typedef struct mr_bytes {
    mr_object head;
    uint64_t hash; /* 0 not yet known */
    size_t length;
    uint8_t data[]; /* one zero byte behind the last */
} mr_bytes;

typedef struct mr_bytearray {
    mr_object head;
    uint8_t *data; /* heap buffer, zero byte behind the last; NULL when capacity is 0 */
    size_t length, capacity;
    size_t exports; /* views on it: cannot be resized while there are any */
} mr_bytearray;

static inline mr_bytes *mr_as_bytes(mr_value v) { return (mr_bytes *)mr_obj(v); }
static inline bool mr_is_bytes(mr_value v) { return mr_has_kind(v, MR_KIND_BYTES); }
static inline bool mr_is_bytearray(mr_value v) { return mr_has_kind(v, MR_KIND_BYTEARRAY); }

/* data NULL: contents zero, to be filled in before anyone sees it. */
mr_value mr_bytes_new(mr_runtime *rt, const void *data, size_t length);
mr_value mr_bytearray_new(mr_runtime *rt, const void *data, size_t length);

/* A view on memory that an object exports. Shape and strides are in items and
 * bytes; they belong to the exporter and live until release. */
typedef struct mr_buffer {
    mr_value owner;  /* owned reference */
    void *data;
    size_t length;   /* bytes */
    size_t item_size;
    bool readonly;
    int ndim;
    const char *format; /* struct syntax; NULL is "B" */
    const int64_t *shape, *strides;
    void *internal;
} mr_buffer;
#define MR_BUFFER_WRITABLE 1
/* Fills *out. -1 with TypeError "a bytes-like object is required, not 'x'" or BufferError. */
int mr_buffer_get(mr_runtime *rt, mr_value v, mr_buffer *out, int flags);
void mr_buffer_release(mr_runtime *rt, mr_buffer *view);
bool mr_has_buffer(mr_runtime *rt, mr_value v);

#endif
