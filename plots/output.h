/*
 * output: pictures into files, whole or not at all.
 *
 * A picture is made in memory first. A regular file is written beside its target and renamed over
 * it, so that a full disk or a kill leaves the old one as it was; links are followed, the mode of a
 * replaced file is kept. What is no regular file (a pipe, a device) is written to directly. Errors:
 * false, with one line of text that names the file.
 */
#ifndef MEMOIR_PLOTS_OUTPUT_H
#define MEMOIR_PLOTS_OUTPUT_H

#include "plots/plot.h"

enum output_format { OUTPUT_PNG, OUTPUT_SVG, OUTPUT_PDF };

struct output_options {
    enum output_format format;
    double width, height; /* CSS pixels */
    double scale;         /* device pixels per CSS pixel, PNG only */
    const struct plot_theme *theme;
    enum plot_axis axis;
    int64_t x0, x1; /* the window on that axis; x1 = 0: the whole run */
    int64_t y1;     /* bytes at the top, from zero; 0: as the timeline needs */
};

struct output_picture {
    unsigned char *data; /* for output_picture_finish */
    size_t size, capacity;
};

/* The same timeline and options give the same bytes. */
bool output_picture_init(struct output_picture *picture, const struct tl_timeline *tl,
                         const struct output_options *options, struct tl_error *error);
void output_picture_finish(struct output_picture *picture);

bool output_save(const char *path, const struct output_picture *picture, struct tl_error *error);
bool output_write(int fd, const char *name, const struct output_picture *picture,
                  struct tl_error *error);

#endif
