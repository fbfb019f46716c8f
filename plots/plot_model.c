/* A timeline made ready for drawing: its pyramid, and what the layout wants to know of the whole
 * run. */
#include <stdlib.h>

#include "plots/plot_private.h"

static void survey(struct plot *plot)
{
    const struct tl_timeline *tl = plot->tl;
    const struct tl_buckets *b = &tl->buckets;

    plot->lowest = tl->start_bytes < tl->end_bytes ? tl->start_bytes : tl->end_bytes;
    plot->highest = tl->peak.bytes;
    plot->most_waiting = tl->waiting_bytes;
    if (b->n) {
        struct tl_bucket all = tl_pyramid_query(&plot->pyramid, 0, b->n);
        if (all.min < plot->lowest)
            plot->lowest = all.min;
        if (all.max > plot->highest)
            plot->highest = all.max;
        if (all.waiting > plot->most_waiting)
            plot->most_waiting = all.waiting;
        for (size_t g = 0; g < TL_GENERATIONS; g++)
            plot->most_counts[g] = all.counts[g];
        plot->freed[PLOT_REFCOUNT] = all.freed_refcount;
        plot->freed[PLOT_COLLECTOR] = all.freed_collector;
        plot->freed[PLOT_OTHER] = tl_bucket_freed_other(&all);
    }
    for (size_t i = 0; i < tl->rss.n; i++) {
        if (!i || tl->rss.bytes[i] < plot->rss_low)
            plot->rss_low = tl->rss.bytes[i];
        if (tl->rss.bytes[i] > plot->rss_high)
            plot->rss_high = tl->rss.bytes[i];
    }
}

struct plot *plot_create(const struct tl_timeline *tl)
{
    struct plot *plot = calloc(1, sizeof(*plot));

    if (!plot)
        return NULL;
    plot->tl = tl;
    if (!plot_axis_init(plot))
        goto fail;
    if (!tl_pyramid_init(&plot->pyramid, &tl->buckets))
        goto fail_axis;
    if (!plot_spans_init(&plot->spans, tl))
        goto fail_pyramid;
    survey(plot);
    return plot;
fail_pyramid:
    tl_pyramid_finish(&plot->pyramid);
fail_axis:
    free(plot->allocated);
fail:
    free(plot);
    return NULL;
}

void plot_destroy(struct plot *plot)
{
    if (!plot)
        return;
    plot_spans_finish(&plot->spans);
    tl_pyramid_finish(&plot->pyramid);
    free(plot->allocated);
    free(plot);
}

const struct tl_timeline *plot_timeline(const struct plot *plot)
{
    return plot->tl;
}

void plot_view_init(struct plot_view *view, const struct plot *plot, double width, double height)
{
    *view = (struct plot_view){
        .width = width,
        .height = height,
        .x1 = plot_axis_length(plot, PLOT_TIME),
        .parts = PLOT_EVERYTHING,
    };
}

void plot_view_set_axis(struct plot_view *view, const struct plot *plot, enum plot_axis axis)
{
    view->axis = axis;
    view->x0 = 0;
    view->x1 = plot_axis_length(plot, axis);
}
