/*
 * plot: the drawing of a timeline.
 *
 * One function draws a timeline through a view (size, window of time, scale, which parts) in a
 * theme onto any cairo context: screen, PNG, SVG and PDF are the same picture, and the same input
 * gives the same picture, byte by byte. Live bytes are exact and drawn as steps; each pixel column
 * shows its lowest and highest value, whatever the zoom, at a cost of O(columns x log buckets).
 * What happened inside a bucket is drawn at the bucket's beginning. RSS is sampled and drawn as
 * dots. The horizontal axis is the time, or the bytes allocated.
 *
 * From top to bottom: title and summary, the curve with waiting garbage hatched inside it and falls
 * coloured by cause, a lane of collections, a lane of the young generation's count against its
 * threshold, a lane of brackets nested by depth, the time axis, the legend. A part with nothing to
 * show takes no room.
 *
 * Units     Lengths are the cairo context's user units (CSS pixels); (0, 0) is the picture's upper
 *           left.
 * Ownership A plot borrows its timeline, which must stay as it is until plot_destroy; it owns the
 *           indices that make drawing fast. Views, themes, layouts and overlays are plain values.
 * Errors    plot_create and plot_draw report nothing but exhausted memory.
 */
#ifndef MEMOIR_PLOTS_PLOT_H
#define MEMOIR_PLOTS_PLOT_H

#include <cairo.h>

#include "plots/timeline.h"

struct plot;

struct plot *plot_create(const struct tl_timeline *tl);
void plot_destroy(struct plot *plot);
const struct tl_timeline *plot_timeline(const struct plot *plot);

struct plot_color {
    double r, g, b, a;
};

enum plot_cause { PLOT_REFCOUNT, PLOT_COLLECTOR, PLOT_OTHER, PLOT_CAUSES };

struct plot_theme {
    const char *font; /* families in order of preference */
    double font_size; /* of axis labels; all else follows from it */
    struct plot_color background, ink, muted, grid, axis;
    struct plot_color curve, area, band;
    struct plot_color causes[PLOT_CAUSES];
    struct plot_color waiting;
    struct plot_color generations[TL_GENERATIONS];
    struct plot_color rss;
    struct plot_color span, span_edge, span_text;
    struct plot_color cross, selection, highlight;
};

/* Both are told apart by colour-blind eyes; background is opaque. */
extern const struct plot_theme plot_light, plot_dark;

enum plot_parts {
    PLOT_TITLE = 1,
    PLOT_COLLECTIONS = 2,
    PLOT_COUNTS = 4,
    PLOT_SPANS = 8,
    PLOT_TIME_AXIS = 16,
    PLOT_LEGEND = 32,
    PLOT_BACKGROUND = 64,
    PLOT_EVERYTHING = 127,
};

/* Along which the run is drawn. Bytes allocated are the same on every machine and in every run of a
 * deterministic program; what happens without an allocation stands in one place then. */
enum plot_axis { PLOT_TIME, PLOT_ALLOCATED };

struct plot_view {
    double width, height;
    enum plot_axis axis;
    int64_t x0, x1; /* the window: times, or bytes allocated since the run's start */
    int64_t y0, y1; /* bytes at the curve's bottom and top; y1 = 0: as the timeline needs */
    unsigned parts;
};

/* The whole run over time, scaled to itself, with all parts. */
void plot_view_init(struct plot_view *view, const struct plot *plot, double width, double height);
/* The whole run over another axis. */
void plot_view_set_axis(struct plot_view *view, const struct plot *plot, enum plot_axis axis);

/* False: out of memory, and the picture is not complete. */
bool plot_draw(cairo_t *cr, const struct plot *plot, const struct plot_view *view,
               const struct plot_theme *theme);

/* ---- where things are ---- */

struct plot_rect {
    double x, y, width, height;
};

struct plot_layout {
    struct plot_rect curve, collections, counts, spans; /* height 0: not shown */
    double span_row;      /* height of a row of brackets */
    size_t span_rows;     /* rows shown, the last one may stand for all deeper ones */
    double legend_y;      /* top of the legend */
    const struct plot *plot;
    enum plot_axis axis;
    int64_t x0, x1, y0, y1;
    bool relative;  /* the axis is cut and counts from the run's start */
    unsigned parts; /* what of the view's parts is shown: small pictures leave some out */
};

void plot_layout_get(const struct plot *plot, const struct plot_view *view,
                     const struct plot_theme *theme, struct plot_layout *layout);

/* The axis from the run's start to its end; at least 1. */
int64_t plot_axis_length(const struct plot *plot, enum plot_axis axis);
/* Where on the axis a time stands. */
double plot_axis_of_time(const struct plot *plot, enum plot_axis axis, int64_t t_ns);
double plot_axis_of_x(const struct plot_layout *layout, double x);
/* Time and bytes run on beyond the curve's rectangle; over bytes allocated, times end with the
 * run. Where several times share a place, it stands for the last of them. */
double plot_x_of_time(const struct plot_layout *layout, int64_t t_ns);
int64_t plot_time_of_x(const struct plot_layout *layout, double x);
double plot_y_of_bytes(const struct plot_layout *layout, int64_t bytes);
int64_t plot_bytes_of_y(const struct plot_layout *layout, double y);

enum plot_hit_kind { PLOT_HIT_NONE, PLOT_HIT_BUCKET, PLOT_HIT_COLLECTION, PLOT_HIT_SPAN };

struct plot_hit {
    enum plot_hit_kind kind;
    size_t index;    /* in the timeline's buckets, collections or spans */
    int64_t t_ns;    /* the time under the pointer */
    int64_t live;    /* live bytes then */
    int64_t waiting; /* waiting garbage then */
};

/* What is at (x, y). Over the curve that is the bucket which the pixel column's line belongs to
 * (none if the timeline has no buckets). The time and the bytes are filled in wherever x lies in
 * the window. */
void plot_hit_test(const struct plot *plot, const struct plot_view *view,
                   const struct plot_theme *theme, double x, double y, struct plot_hit *hit);

/* A stretch of time in numbers: what a selection tells. */
struct plot_stretch {
    int64_t first, min, max, last; /* live bytes */
    int64_t allocated, freed[PLOT_CAUSES];
    int64_t collections, collected; /* how many began inside, and the bytes they freed */
};

/* Between two times, in either order; what happened in a bucket counts at the bucket's
 * beginning. */
void plot_measure(const struct plot *plot, int64_t from, int64_t to, struct plot_stretch *stretch);

enum plot_event_kind {
    PLOT_EVENT_ENTER, /* a call */
    PLOT_EVENT_LEAVE,
    PLOT_EVENT_COLLECTION,
    PLOT_EVENT_PEAK,
};

struct plot_event {
    enum plot_event_kind kind;
    size_t index; /* in the timeline's spans or collections */
    int64_t t_ns;
};

/* The nearest event after (or before) a time: where a call was entered or left, a collection
 * began, the peak stands. False if there is none. */
bool plot_next_event(const struct plot *plot, int64_t t_ns, bool backwards,
                     struct plot_event *event);

/* ---- what moves with the pointer, drawn on top of an unchanged picture ---- */

struct plot_overlay {
    bool cross; /* a cross-hair at `cross_t`, with the curve's value and the time */
    int64_t cross_t;
    bool selected; /* dims what is outside and labels what is inside */
    int64_t from, to;
    int64_t line; /* lights up the times at which this line was at a maximum; 0: none */
    bool card;    /* the facts of the selection, or else of the cross-hair's place, instead of the
                     title (see plot_facts.h) */
};

void plot_overlay_draw(cairo_t *cr, const struct plot *plot, const struct plot_view *view,
                       const struct plot_theme *theme, const struct plot_overlay *overlay);

#endif
