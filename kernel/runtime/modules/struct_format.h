/*
 * struct_format.h - the formats of the module _struct, read item by item.
 *
 * A format is walked where it stands, so nothing is built for a call of
 * struct.pack() or struct.unpack().
 */
#ifndef MR_STRUCT_FORMAT_H
#define MR_STRUCT_FORMAT_H

#include "modules/fields.h"

typedef struct mr_packed {
    const char *at, *end;
    bool native;      /* the machine's sizes and alignment */
    bool big_endian;
    size_t offset;    /* behind the items so far */
} mr_packed;

/* What stands for one code and its count: "4h" is four values of two bytes. */
typedef struct mr_packed_item {
    char code;
    size_t count;  /* values; of "s" and "p": bytes of the one value; of "x": bytes skipped */
    size_t size;   /* bytes of a value */
    size_t offset; /* of the first */
} mr_packed_item;

void mr_packed_begin(mr_packed *f, const char *format, size_t length);
/* The next item: 1, 0 at the end, -1 with struct.error set. */
int mr_packed_next(mr_runtime *rt, mr_packed *f, mr_packed_item *item);
/* Bytes of the whole and number of values; false with struct.error set. */
bool mr_packed_measure(mr_runtime *rt, const char *format, size_t length, size_t *size,
                       size_t *values);

/* One value into and out of memory. */
bool mr_packed_pack(mr_runtime *rt, const mr_packed *f, const mr_packed_item *item, mr_value v,
                    uint8_t *to);
mr_value mr_packed_unpack(mr_runtime *rt, const mr_packed *f, const mr_packed_item *item,
                          const uint8_t *from);

/* Raises struct.error; MR_NULL. */
mr_value mr_struct_error(mr_runtime *rt, const char *format, ...);

#endif
