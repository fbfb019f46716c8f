#include "kernel/log.h"

#include "protocol/error.h"

#include <stdarg.h>
#include <stdio.h>

void mk_log(const char *format, ...)
{
    char line[1024];
    va_list args;

    va_start(args, format);
    vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    /* One call, so that lines of two threads do not mix. */
    fprintf(stderr, "memoir-kernel: %s\n", line);
}

void mk_log_dropped(const char *channel, unsigned long *count, const struct jp_error *why)
{
    ++*count;
    if (*count < 10)
        mk_log("%s: message dropped: %s", channel, why->text);
    else if ((*count & (*count - 1)) == 0)
        mk_log("%s: %lu messages dropped so far, the last: %s", channel, *count, why->text);
}
