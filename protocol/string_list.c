#include "protocol/string_list.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Takes the text over. */
static void add_owned(struct jp_strings *strings, char *text)
{
    char **items = NULL;

    if (text && !strings->failed)
        items = realloc(strings->items, (strings->count + 2) * sizeof(*items));
    if (!items) {
        strings->failed = true;
        free(text);
        return;
    }
    strings->items = items;
    items[strings->count++] = text;
    items[strings->count] = NULL;
}

void jp_strings_add(struct jp_strings *strings, const char *text)
{
    add_owned(strings, strdup(text));
}

void jp_strings_add_format(struct jp_strings *strings, const char *format, ...)
{
    va_list args;
    char *text;

    va_start(args, format);
    if (vasprintf(&text, format, args) < 0)
        text = NULL;
    va_end(args);
    add_owned(strings, text);
}

bool jp_strings_contain(const struct jp_strings *strings, const char *text)
{
    for (size_t i = 0; i < strings->count; i++) {
        if (strcmp(strings->items[i], text) == 0)
            return true;
    }
    return false;
}

void jp_strings_free(char **strings)
{
    for (size_t i = 0; strings && strings[i]; i++)
        free(strings[i]);
    free(strings);
}

void jp_strings_finish(struct jp_strings *strings)
{
    jp_strings_free(strings->items);
    *strings = (struct jp_strings){0};
}
