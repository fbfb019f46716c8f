/*
 * unicode_error.h - raising UnicodeDecodeError and UnicodeEncodeError.
 */
#ifndef MR_UNICODE_ERROR_H
#define MR_UNICODE_ERROR_H

#include "core/object.h"

/* Bytes start..end-1 of data cannot be decoded. Returns MR_NULL. */
mr_value mr_raise_decode(mr_runtime *rt, const char *encoding, const void *data, size_t bytes,
                         size_t start, size_t end, const char *reason);
/* Code points start..end-1 of the str cannot be encoded. Returns MR_NULL. */
mr_value mr_raise_encode(mr_runtime *rt, const char *encoding, mr_value str, size_t start,
                         size_t end, const char *reason);

#endif
