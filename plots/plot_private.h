/* What the files of the drawing share: the index of a timeline, and the helpers for text and
 * pixels. */
#ifndef MEMOIR_PLOTS_PLOT_PRIVATE_H
#define MEMOIR_PLOTS_PLOT_PRIVATE_H

#include <pango/pangocairo.h>

#include "plots/plot.h"
#include "plots/pyramid.h"

/* Spans as they stand in rows: nested calls below each other, calls that overlap without nesting
 * (suspended generators) in rows of their own. Sorted by row, then by time; inside a row nothing
 * overlaps. */
struct plot_spans {
    size_t n, rows;
    size_t *span;       /* index in the timeline */
    size_t *row_begin;  /* rows + 1 entries into `span` */
    size_t *same_until; /* first position after this one with another name, in this row */
    int64_t *calls;     /* n + 1 running sums of `merged` */
    /* The deepest row in use as steps over time, with maxima of two and two above (a
     * max-pyramid). */
    size_t n_depths;
    int64_t *depth_t;
    size_t *depth;
    size_t depth_begin[TL_PYRAMID_LEVELS];
};

struct plot {
    const struct tl_timeline *tl;
    struct tl_pyramid pyramid;
    int64_t *allocated; /* bytes before each bucket, and at last all of them */
    struct plot_spans spans;
    int64_t lowest, highest; /* live bytes of the whole run */
    int64_t most_waiting;
    int64_t most_counts[TL_GENERATIONS];
    int64_t freed[PLOT_CAUSES]; /* as the buckets have it */
    int64_t rss_low, rss_high;
};

bool plot_spans_init(struct plot_spans *spans, const struct tl_timeline *tl);
void plot_spans_finish(struct plot_spans *spans);
/* Where in `span` a row's first entry stands that leaves at or after t. */
size_t plot_spans_seek(const struct plot_spans *spans, const struct tl_timeline *tl, size_t row,
                       int64_t t_ns);
/* How many rows are in use at most between two times. */
size_t plot_spans_depth(const struct plot_spans *spans, int64_t from, int64_t to);

/* One pixel column of the curve. */
struct plot_column {
    int64_t before;         /* live bytes when it begins */
    int64_t min, max, last; /* inside, and when it ends */
    int64_t freed[PLOT_CAUSES];
    int64_t waiting; /* most inside */
    int64_t count;   /* highest count of generation 0 inside */
    bool any;        /* something happened */
    bool dense;      /* up and down too fast for lines of their own */
};

/* ---- the horizontal axis: positions are times or bytes allocated, by its kind ---- */

bool plot_axis_init(struct plot *plot);
/* The last of the times that stand at a position. */
int64_t plot_time_of_axis(const struct plot *plot, enum plot_axis axis, double at);
/* The first bucket that begins at or after a position. */
size_t plot_bucket_from(const struct plot *plot, enum plot_axis axis, int64_t at);
/* Whether any of a stretch of time lies in the window. */
bool plot_in_window(const struct plot_layout *layout, int64_t from, int64_t to);
double plot_x_of_axis(const struct plot_layout *layout, int64_t at);

struct plot_columns {
    struct plot_column *column;
    size_t n;
    double step; /* width of a column */
};

bool plot_columns_init(struct plot_columns *columns, const struct plot *plot,
                       const struct plot_layout *layout, double step);
void plot_columns_finish(struct plot_columns *columns);

enum { PLOT_MOST_LABELS = 8 };

/* Everything a part needs to draw itself. */
struct plot_canvas {
    cairo_t *cr;
    const struct plot *plot;
    const struct plot_view *view;
    const struct plot_theme *theme;
    struct plot_layout layout;
    struct plot_columns columns;
    double pixel;            /* a device pixel in user units */
    PangoLayout *text;       /* reused for all text */
    bool fell[PLOT_CAUSES];  /* causes of which a fall is to be seen */
    struct plot_rect labels[PLOT_MOST_LABELS]; /* places inside the curve that are taken */
    size_t n_labels;
};

/* Without the columns, which only the curve and its lanes need. */
void plot_canvas_init(struct plot_canvas *canvas, cairo_t *cr, const struct plot *plot,
                      const struct plot_view *view, const struct plot_theme *theme);
void plot_canvas_finish(struct plot_canvas *canvas);

/* The parts, in the order of drawing. */
void plot_draw_grid(struct plot_canvas *canvas);
void plot_draw_samples(struct plot_canvas *canvas);
void plot_draw_curve(struct plot_canvas *canvas);
void plot_draw_marks(struct plot_canvas *canvas);
void plot_draw_collections(struct plot_canvas *canvas);
void plot_draw_counts(struct plot_canvas *canvas);
void plot_draw_spans(struct plot_canvas *canvas);
void plot_draw_title(struct plot_canvas *canvas);
void plot_draw_legend(struct plot_canvas *canvas);
struct plot_facts;
void plot_draw_card(struct plot_canvas *canvas, const struct plot_facts *facts);

/* Where the start's label stands in the left margin; tick labels keep clear of it. */
double plot_start_label_y(const struct plot_canvas *canvas);

/* ---- helpers ---- */

void plot_set_color(cairo_t *cr, struct plot_color color);
struct plot_color plot_fade(struct plot_color color, double alpha);
/* The middle of the device pixel that a coordinate falls in: for lines of odd width. */
double plot_crisp(const struct plot_canvas *canvas, double coordinate);
/* Diagonal lines all over a rectangle, to be clipped by the caller. */
void plot_hatch(struct plot_canvas *canvas, struct plot_rect rect, double spacing, double width,
                struct plot_color color);
void plot_rounded(cairo_t *cr, struct plot_rect rect, double radius);

struct plot_text {
    double size;       /* factor of the theme's font size */
    bool strong;
    struct plot_color color;
    double align;      /* 0 left, 0.5 middle, 1 right of x */
    double max_width;  /* ellipsis beyond; 0: as wide as it is */
    bool middle;       /* the ellipsis stands in the middle: the end matters */
    bool halo;         /* on a rim of the background's colour, over other things */
};

double plot_text_width(struct plot_canvas *canvas, const char *text, const struct plot_text *style);
/* Draws at a baseline; gives the width taken. */
double plot_text_draw(struct plot_canvas *canvas, double x, double baseline, const char *text,
                      const struct plot_text *style);

/* ---- scales ---- */

enum { PLOT_MOST_TICKS = 24 };

struct plot_ticks {
    size_t n;
    int64_t at[PLOT_MOST_TICKS];
    int64_t step;
};

/* Steps that are powers of two, counted from `origin`, at least `apart` bytes from each other. */
void plot_byte_ticks(struct plot_ticks *ticks, int64_t y0, int64_t y1, int64_t origin,
                     int64_t apart);
/* Steps of 1, 2, 5 below the minute, of clock units from there on. */
void plot_time_ticks(struct plot_ticks *ticks, int64_t t0, int64_t t1, int64_t apart);
void plot_time_label(char *buffer, size_t size, int64_t t_ns, int64_t step, int64_t t1);
/* Where an axis ends that shows bytes up to `highest` and leaves a little room. */
int64_t plot_byte_ceiling(int64_t origin, int64_t highest, double headroom);

#endif
