/*
 * names.h - code points by their Unicode names.
 *
 * The names are read from the files of Debian's package unicode-data, mapped
 * into memory for the time of one search: a program asks for few names, and
 * none of it stays. Hangul syllables and CJK ideographs, which the files do
 * not list one by one, are computed as The Unicode Standard says (3.12, 4.8).
 */
#ifndef MR_NAMES_OF_CHARACTERS_H
#define MR_NAMES_OF_CHARACTERS_H

#include <stddef.h>
#include <stdint.h>

/* The code point, or -1 when there is none of this name (or no file). Case does not count. */
int32_t mr_char_by_name(const char *name, size_t length);

#endif
