/*
 * text.h - what the files of text/ share.
 */
#ifndef MR_TEXT_H
#define MR_TEXT_H

#include "types/str.h"
#include "types/type.h"

extern const mr_method_def mr_str_methods[]; /* text/str_methods.c */
bool mr_bytes_types_init(mr_runtime *rt);    /* bytes, bytearray, memoryview and their iterators */

mr_value mr_str_exact(mr_runtime *rt, mr_value v); /* of type str itself; owned */
bool mr_char_printable(uint32_t c);
bool mr_char_wide_space(uint32_t c); /* not ASCII */
static inline bool mr_char_space(uint32_t c)
{
    return c < 0x80 ? c - 9 < 5 || c - 0x1c < 5 : mr_char_wide_space(c);
}
/* Adds c as repr() shows it; quote 0: quotes stay as they are; ascii: only ASCII. */
void mr_str_escape(mr_str_builder *b, uint32_t c, char quote, bool ascii);

/* First place of `needle` in [from, to) of `s`, or -1; last place. Both are str.
 * -2 with an exception set: interrupted, or no memory. */
int64_t mr_str_find(mr_runtime *rt, mr_value s, mr_value needle, size_t from, size_t to);
int64_t mr_str_rfind(mr_runtime *rt, mr_value s, mr_value needle, size_t from, size_t to);
/* Is `needle` in `s`? 1, 0, -1. */
static inline int mr_str_contains(mr_runtime *rt, mr_value s, mr_value needle)
{
    int64_t at = mr_str_find(rt, s, needle, 0, mr_as_str(s)->length);
    return at == -2 ? -1 : at >= 0;
}
/* Resolves optional start and end arguments as slices do. */
bool mr_slice_arguments(mr_runtime *rt, mr_value start, mr_value end, size_t length, size_t *from,
                        size_t *to);

/* 1 to 3 positional arguments, in the words of find() and its kind:
 * "find() takes at least 1 argument (0 given)". */
bool mr_search_arity(mr_runtime *rt, const char *name, size_t nargs, mr_value kwnames);

/* `format % args`, str.format, str.format_map */
mr_value mr_str_percent(mr_runtime *rt, mr_value format, mr_value args);
/* on Latin-1 text, for bytes */
mr_value mr_str_percent_bytes(mr_runtime *rt, mr_value format,
                              mr_value args);
mr_value mr_str_format_method(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames);
mr_value mr_str_format_map(mr_runtime *rt, mr_value self, mr_value mapping);

/* Text to bytes and back. encoding and errors are str, or MR_NULL for "utf-8"
 * and "strict"; codecs not known here are asked of the codecs module. */
mr_value mr_encode(mr_runtime *rt, mr_value str, mr_value encoding, mr_value errors);
mr_value mr_decode(mr_runtime *rt, mr_value bytes_like, mr_value encoding, mr_value errors);

#endif
