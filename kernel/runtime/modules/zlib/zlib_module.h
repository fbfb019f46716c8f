/*
 * zlib_module.h - what the files of the module zlib share. The work is libz's;
 * its memory comes from the heap, so that the ledger knows it.
 */
#ifndef MR_ZLIB_MODULE_H
#define MR_ZLIB_MODULE_H

#include <zlib.h>

#include "modules/fields.h"
#include "modules/module.h"

#define MR_ZLIB_BUFFER 16384

/* A stream and the bytes that libz has taken for it; must not move once it is set up. */
typedef struct mr_zstream {
    z_stream z;
    mr_runtime *rt;
    size_t taken; /* sum of mr_block_size */
} mr_zstream;
void mr_zstream_init(mr_runtime *rt, mr_zstream *s);

/* What comes out of a stream. */
typedef struct mr_zoutput {
    uint8_t *data; /* heap buffer */
    size_t length, capacity, limit;
} mr_zoutput;
/* Room for at least one more byte, unless the limit is reached; false with an exception set. */
bool mr_zoutput_room(mr_runtime *rt, mr_zoutput *out, z_stream *z);
void mr_zoutput_took(mr_zoutput *out, const z_stream *z);
/* The bytes, owned; MR_NULL when `fine` is false. Finishes the output. */
mr_value mr_zoutput_take(mr_runtime *rt, mr_zoutput *out, bool fine);

/* The next piece of input, as much as fits libz's counter. */
void mr_zinput(z_stream *z, const uint8_t **next, size_t *left);

/* Raises zlib.error "Error -3 while ...: ..."; MR_NULL. */
mr_value mr_zlib_error(mr_runtime *rt, const z_stream *z, int code, const char *during);
/* zlib.error with this text; MR_NULL. */
mr_value mr_zlib_raise(mr_runtime *rt, const char *text);

extern const mr_type_spec mr_zcompress_spec, mr_zdecompress_spec;
mr_value mr_zlib_compressobj(ARGS);
mr_value mr_zlib_decompressobj(ARGS);

#endif
