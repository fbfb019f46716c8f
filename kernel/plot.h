/*
 * mk_plot: pictures, drawn by the program memoir-plot in a process of its own: drawing in this one
 * would change the memory it measures. It stands in ../plots or beside this program, or on PATH.
 */
#ifndef MK_PLOT_H
#define MK_PLOT_H

#include "protocol/buffer.h"
#include "protocol/error.h"

/* Draw the timeline (its JSON text) as "png", "svg" or "pdf"; the picture is appended to `out`. */
int mk_plot(const char *timeline, size_t length, const char *format, struct jp_buffer *out,
            struct jp_error *error);

#endif
