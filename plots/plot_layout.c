/* Where the parts stand, the mapping between pixels and values, and what is at a point. */
#include <math.h>

#include "plots/plot_private.h"

/* The layout is a matter of the view and the theme alone, no text is measured: so pictures below
 * each other align, and the app may ask at every movement of the pointer. Lengths are in font
 * sizes. */
static const double left_margin = 6.8, right_margin = 8.9, small_margin = 1.4;
static const double title_height = 4.1, legend_height = 2.3, axis_height = 2.1;
static const double collections_height = 1.5, counts_height = 2.5, lane_gap = 0.75;
static const double row_height = 1.8;
static const double narrowest = 16; /* of the curve, in a picture with margins */
static const double curve_share = 0.42; /* the least that the curve gets */
static const double peak_room = 2.3;    /* above the peak, for its label */

/* The bytes at the curve's bottom and top. Zero is the bottom unless that would flatten the
 * curve to less than a quarter of the height; then the axis is cut and counts from the run's
 * start. */
static void choose_scale(const struct plot *plot, const struct plot_view *view, double em,
                         struct plot_layout *layout)
{
    int64_t low = plot->lowest, high = plot->highest;
    double headroom = fmin(fmax(peak_room * em / layout->curve.height, 0.12), 0.4);

    if (view->y1 > view->y0) {
        layout->y0 = view->y0;
        layout->y1 = view->y1;
        return;
    }
    if (high - low >= high / 4) {
        /* RSS joins the picture if it does not push the curve down much. */
        if (plot->rss_high > high && plot->rss_high - high < high / 2) {
            int64_t rss_top = plot_byte_ceiling(0, plot->rss_high, 0.03);
            layout->y1 = rss_top;
        }
        int64_t top = plot_byte_ceiling(0, high, headroom);
        if (top > layout->y1)
            layout->y1 = top;
        return;
    }
    int64_t range = high - low;
    if (range < 1024)
        range = 1024;
    layout->relative = true;
    layout->y0 = low - range / 5;
    if (layout->y0 < 0)
        layout->y0 = 0;
    layout->y1 = plot_byte_ceiling(layout->y0, low + range, headroom);
}

/* Parts begin and end between pixels, so that edges are sharp and clips are cheap. */
static double whole(double length)
{
    return floor(length + 0.5);
}

/* Stands the parts below each other. Gives the height that is left for the curve. */
static double arrange(const struct plot *plot, const struct plot_view *view, double em,
                      unsigned parts, double spans_share, struct plot_layout *layout)
{
    const struct tl_timeline *tl = plot->tl;
    const double gap = whole(lane_gap * em);
    double top = whole(small_margin * em);
    double bottom = whole(view->height - small_margin * em * 0.6);
    double x = whole(left_margin * em), width = whole(view->width - x - right_margin * em);

    if (width < narrowest * em) { /* no room for the margins and what stands there */
        x = whole(small_margin * em);
        width = fmax(whole(view->width - 2 * x), 1);
    }
    *layout = (struct plot_layout){
        .plot = plot,
        .axis = view->axis,
        .x0 = view->x0,
        .x1 = view->x1 > view->x0 ? view->x1 : view->x0 + 1,
        .span_row = whole(row_height * em),
        .parts = parts,
    };
    if (parts & PLOT_TITLE)
        top += whole(title_height * em);
    layout->legend_y = bottom;
    if (parts & PLOT_LEGEND)
        layout->legend_y = bottom -= whole(legend_height * em);
    if (parts & PLOT_TIME_AXIS)
        bottom -= whole(axis_height * em);

    /* From the bottom up: brackets, counts, collections. */
    if (parts & PLOT_SPANS && tl->n_spans) {
        double most = floor(view->height * spans_share / layout->span_row);
        layout->span_rows = plot->spans.rows;
        if ((double)layout->span_rows > most)
            layout->span_rows = most < 1 ? 1 : (size_t)most;
        layout->spans =
            (struct plot_rect){x, 0, width, (double)layout->span_rows * layout->span_row};
        layout->spans.y = bottom -= layout->spans.height;
        bottom -= gap;
    }
    if (parts & PLOT_COUNTS && tl->buckets.n && plot->most_counts[0] && tl->thresholds[0]) {
        layout->counts = (struct plot_rect){x, 0, width, whole(counts_height * em)};
        layout->counts.y = bottom -= layout->counts.height;
        bottom -= tl->n_collections ? gap : whole(1.7 * gap);
    }
    if (parts & PLOT_COLLECTIONS && tl->n_collections) {
        layout->collections = (struct plot_rect){x, 0, width, whole(collections_height * em)};
        layout->collections.y = bottom -= layout->collections.height;
        bottom -= whole(gap / 2);
    }
    layout->curve = (struct plot_rect){x, top, width, fmax(bottom - top, 1)};
    return bottom - top;
}

void plot_layout_get(const struct plot *plot, const struct plot_view *view,
                     const struct plot_theme *theme, struct plot_layout *layout)
{
    /* In a small picture parts give way to the curve: first the lower rows of brackets, then whole
     * parts, the least important first. */
    static const double shares[] = {0.36, 0.28, 0.2}; /* of the height, for brackets */
    static const unsigned dispensable[] = {
        PLOT_COUNTS, PLOT_LEGEND, PLOT_TITLE, PLOT_SPANS, PLOT_COLLECTIONS, PLOT_TIME_AXIS,
    };
    const size_t n_shares = sizeof(shares) / sizeof(shares[0]);
    const size_t n_dispensable = sizeof(dispensable) / sizeof(dispensable[0]);
    const double em = theme->font_size, least = view->height * curve_share;
    unsigned parts = view->parts;
    size_t share = 0, gone = 0;

    while (arrange(plot, view, em, parts, shares[share], layout) < least && gone < n_dispensable) {
        if (share + 1 < n_shares)
            share++;
        else
            parts &= ~dispensable[gone++];
    }
    choose_scale(plot, view, em, layout);
}

double plot_y_of_bytes(const struct plot_layout *layout, int64_t bytes)
{
    double share = (double)(bytes - layout->y0) / (double)(layout->y1 - layout->y0);

    return layout->curve.y + layout->curve.height - layout->curve.height * share;
}

int64_t plot_bytes_of_y(const struct plot_layout *layout, double y)
{
    return layout->y0 + (int64_t)floor((layout->curve.y + layout->curve.height - y)
                                       / layout->curve.height * (double)(layout->y1 - layout->y0));
}

static bool inside(const struct plot_rect *rect, double x, double y)
{
    return x >= rect->x && x < rect->x + rect->width && y >= rect->y && y < rect->y + rect->height;
}

/* The nearest collection within a few pixels, and of several the oldest generation. */
static bool hit_collection(const struct plot *plot, const struct plot_layout *layout, double x,
                           size_t *index)
{
    const struct tl_timeline *tl = plot->tl;
    double best = 5;
    bool found = false;

    for (size_t i = 0; i < tl->n_collections; i++) {
        const struct tl_collection *c = &tl->collections[i];
        double begin = plot_x_of_time(layout, c->t_ns);
        double end = plot_x_of_time(layout, c->t_ns + c->duration_ns);
        double distance = x < begin ? begin - x : x > end ? x - end : 0;
        if (distance < best
            || (found && distance == best && c->generation > tl->collections[*index].generation)) {
            best = distance;
            *index = i;
            found = true;
        }
    }
    return found;
}

/* A bracket under the pointer, or the nearest within two pixels: short calls are hard to point
 * at. */
static bool hit_span(const struct plot *plot, const struct plot_layout *layout, double x, double y,
                     size_t *index)
{
    const double reach = 2;
    size_t row = (size_t)((y - layout->spans.y) / layout->span_row);
    int64_t from = plot_time_of_x(layout, x - reach), to = plot_time_of_x(layout, x + reach);
    int64_t t = plot_time_of_x(layout, x), best = INT64_MAX;
    bool found = false;

    if (row >= layout->span_rows)
        return false;
    for (size_t i = plot_spans_seek(&plot->spans, plot->tl, row, from);
         i < plot->spans.row_begin[row + 1]; i++) {
        const struct tl_span *span = &plot->tl->spans[plot->spans.span[i]];
        int64_t distance = t < span->enter_ns ? span->enter_ns - t
                           : t > span->leave_ns ? t - span->leave_ns : 0;
        if (span->enter_ns > to || distance >= best)
            break;
        best = distance;
        *index = plot->spans.span[i];
        found = true;
    }
    return found;
}

void plot_hit_test(const struct plot *plot, const struct plot_view *view,
                   const struct plot_theme *theme, double x, double y, struct plot_hit *hit)
{
    const struct tl_buckets *b = &plot->tl->buckets;
    struct plot_layout layout;

    plot_layout_get(plot, view, theme, &layout);
    *hit = (struct plot_hit){.live = plot->tl->start_bytes};
    if (x < layout.curve.x || x >= layout.curve.x + layout.curve.width)
        return;
    hit->t_ns = plot_time_of_x(&layout, x);
    if (b->n && b->t_ns[0] <= hit->t_ns) {
        size_t i = tl_bucket_find(b, hit->t_ns);
        hit->live = b->last[i];
        hit->waiting = b->waiting[i];
    }
    if (inside(&layout.collections, x, y)) {
        if (hit_collection(plot, &layout, x, &hit->index))
            hit->kind = PLOT_HIT_COLLECTION;
    } else if (inside(&layout.spans, x, y)) {
        if (hit_span(plot, &layout, x, y, &hit->index))
            hit->kind = PLOT_HIT_SPAN;
    } else if (inside(&layout.curve, x, y) && b->n && b->t_ns[0] <= hit->t_ns) {
        hit->kind = PLOT_HIT_BUCKET;
        hit->index = tl_bucket_find(b, hit->t_ns);
    }
}
