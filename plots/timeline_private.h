/* What the files of the timeline library share and nobody else needs. */
#ifndef MEMOIR_PLOTS_TIMELINE_PRIVATE_H
#define MEMOIR_PLOTS_TIMELINE_PRIVATE_H

#include "plots/timeline.h"

/* A copy for free() with everything that is not UTF-8 replaced by U+FFFD, NULL if out of memory. */
char *tl_copy_utf8(const char *text);

/* a + b for 0 <= a, b <= TL_MAX, at most TL_MAX. */
int64_t tl_add_saturated(int64_t a, int64_t b);

/* A number with a point, whatever the locale says. */
char *tl_format_decimal(char *buffer, size_t size, double value, int decimals);

/* Fills `error` unless it is NULL; always false, so that a check can end in it. */
bool tl_fail(struct tl_error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
