#include "kernel/log.h"

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
