/*
 * names.h - code points by their Unicode names, and the names themselves.
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

/* The name of a code point: its length, 0 when it has none (or there is no file). */
#define MR_LONGEST_NAME 120
size_t mr_name_of_char(uint32_t c, char out[MR_LONGEST_NAME]);

#endif
