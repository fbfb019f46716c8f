/*
 * str_case.h - case mappings and character classes, as str's methods need them.
 */
#ifndef MR_STR_CASE_H
#define MR_STR_CASE_H

#include "core/object.h"

/* Each writes up to 4 code points and returns their number. */
size_t mr_char_fold(uint32_t c, uint32_t out[4]);
size_t mr_char_upper(uint32_t c, uint32_t out[4]);
size_t mr_char_lower(uint32_t c, uint32_t out[4]);
size_t mr_char_title(uint32_t c, uint32_t out[4]);

bool mr_char_is_cased(uint32_t c);
bool mr_char_is_lower(uint32_t c);
bool mr_char_is_upper(uint32_t c);
bool mr_char_is_title(uint32_t c);
bool mr_char_is_alpha(uint32_t c);
bool mr_char_is_decimal(uint32_t c);
bool mr_char_is_digit(uint32_t c);
bool mr_char_is_numeric(uint32_t c);

enum mr_case_mapping {
    MR_CASE_LOWER,
    MR_CASE_UPPER,
    MR_CASE_FOLD,
    MR_CASE_SWAP,
    MR_CASE_CAPITAL,
    MR_CASE_TITLE
};
mr_value mr_str_map_case(mr_runtime *rt, mr_value str, enum mr_case_mapping mapping);

#endif
