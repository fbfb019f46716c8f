/* jp_strings: a growing list of owned C strings, kept NULL-terminated. For this library's use. */
#ifndef JP_STRING_LIST_H
#define JP_STRING_LIST_H

#include "protocol/kernelspec.h"

#include <stdbool.h>
#include <stddef.h>

struct jp_strings {
    char **items;
    size_t count;
    bool failed; /* memory ran out once: the list is not complete */
};

void jp_strings_add(struct jp_strings *strings, const char *text);
void jp_strings_add_format(struct jp_strings *strings, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
bool jp_strings_contain(const struct jp_strings *strings, const char *text);
void jp_strings_finish(struct jp_strings *strings);

#endif
