#include "protocol/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A reason cut at the end of its buffer must not end in half a character. */
static void trim_partial_character(char *text, size_t length)
{
    size_t start = length;

    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0xC0)
        text[start - 1] = '\0';
}

int jp_fail(struct jp_error *error, const char *format, ...)
{
    char text[sizeof(error->text)];
    va_list args;
    int needed;

    if (!error)
        return -1;
    /* Through a copy: the arguments may be the error's own former text. */
    va_start(args, format);
    needed = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    if (needed >= (int)sizeof(text))
        trim_partial_character(text, sizeof(text) - 1);
    memcpy(error->text, text, sizeof(text));
    return -1;
}
