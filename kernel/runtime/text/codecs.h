/*
 * codecs.h - the codecs written in C.
 */
#ifndef MR_CODECS_H
#define MR_CODECS_H

#include "core/object.h"

enum mr_codec {
    MR_UTF8, MR_ASCII, MR_LATIN1, MR_UTF16, MR_UTF16LE, MR_UTF16BE, MR_UTF32, MR_UTF32LE,
    MR_UTF32BE, MR_OTHER_CODEC
};

/* By any of its names: case, "-", "_" and spaces do not count. */
enum mr_codec mr_codec_of(const char *name, size_t length);
/* errors: the name of a handler, or MR_NULL for "strict". */
mr_value mr_encode_with(mr_runtime *rt, mr_value str, enum mr_codec codec, mr_value errors);
/* Unless `final`, an incomplete end is left over; *consumed (may be NULL) says how many bytes were
 * used. */
mr_value mr_decode_with(mr_runtime *rt, const void *data, size_t length, enum mr_codec codec,
                        mr_value errors, bool final, size_t *consumed);

/* Asks the handler registered under the name `errors` what to do about an
 * exception: the position to go on from, -1 with an exception set;
 * *replacement is owned. length: of what is coded. */
int64_t mr_codec_handle(mr_runtime *rt, mr_value errors, mr_value exception, size_t length,
                        mr_value *replacement);

/* One code point of UTF-8, surrogates not allowed; its length, or 0 with the
 * number of bad bytes and the reason. */
size_t mr_utf8_decode(const uint8_t *p, size_t left, uint32_t *c, size_t *bad, const char **reason);

#endif
