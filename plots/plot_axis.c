/* The horizontal axis: times, or bytes allocated since the run's start, and pixels. */
#include <math.h>
#include <stdlib.h>

#include "plots/plot_private.h"
#include "plots/timeline_private.h"

bool plot_axis_init(struct plot *plot)
{
    const struct tl_buckets *b = &plot->tl->buckets;

    plot->allocated = malloc((b->n + 1) * sizeof(*plot->allocated));
    if (!plot->allocated)
        return false;
    plot->allocated[0] = 0;
    for (size_t i = 0; i < b->n; i++)
        plot->allocated[i + 1] = tl_add_saturated(plot->allocated[i], b->allocated[i]);
    return true;
}

int64_t plot_axis_length(const struct plot *plot, enum plot_axis axis)
{
    int64_t length = axis == PLOT_ALLOCATED ? plot->allocated[plot->tl->buckets.n]
                                            : plot->tl->duration_ns;

    return length > 0 ? length : 1;
}

static int64_t bucket_end(const struct plot *plot, size_t i)
{
    const struct tl_buckets *b = &plot->tl->buckets;

    return i + 1 < b->n ? b->t_ns[i + 1] : plot->tl->duration_ns;
}

/* Bytes allocated before a time. Inside a bucket they count as spread evenly, so that what lies in
 * one bucket keeps its order. */
static double allocated_before(const struct plot *plot, int64_t t_ns)
{
    const struct tl_buckets *b = &plot->tl->buckets;

    if (!b->n || t_ns <= b->t_ns[0])
        return 0;
    size_t i = tl_bucket_find(b, t_ns);
    int64_t begin = b->t_ns[i], end = bucket_end(plot, i);
    double share = end > begin ? (double)(t_ns - begin) / (double)(end - begin) : 0;
    return (double)plot->allocated[i]
           + (double)(plot->allocated[i + 1] - plot->allocated[i]) * fmin(share, 1);
}

double plot_axis_of_time(const struct plot *plot, enum plot_axis axis, int64_t t_ns)
{
    return axis == PLOT_ALLOCATED ? allocated_before(plot, t_ns) : (double)t_ns;
}

/* The last bucket that begins at or before so many allocated bytes. */
static size_t bucket_of_allocated(const struct plot *plot, double at)
{
    size_t low = 0, high = plot->tl->buckets.n;

    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        if ((double)plot->allocated[middle] <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

int64_t plot_time_of_axis(const struct plot *plot, enum plot_axis axis, double at)
{
    const struct tl_buckets *b = &plot->tl->buckets;

    if (axis == PLOT_TIME)
        return (int64_t)floor(at);
    if (!b->n || at <= 0)
        return 0;
    if (at >= (double)plot->allocated[b->n])
        return plot->tl->duration_ns;
    size_t i = bucket_of_allocated(plot, at);
    int64_t begin = b->t_ns[i], length = bucket_end(plot, i) - begin;
    double of = (double)(plot->allocated[i + 1] - plot->allocated[i]);
    double share = of > 0 ? (at - (double)plot->allocated[i]) / of : 0;
    int64_t inside = (int64_t)((double)length * fmin(share, 1));
    return begin + (inside < length || !length ? inside : length - 1);
}

size_t plot_bucket_from(const struct plot *plot, enum plot_axis axis, int64_t at)
{
    const struct tl_buckets *b = &plot->tl->buckets;
    const int64_t *begin = axis == PLOT_ALLOCATED ? plot->allocated : b->t_ns;
    size_t low = 0, high = b->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (begin[middle] < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool plot_in_window(const struct plot_layout *layout, int64_t from, int64_t to)
{
    return plot_axis_of_time(layout->plot, layout->axis, to) >= (double)layout->x0
           && plot_axis_of_time(layout->plot, layout->axis, from) <= (double)layout->x1;
}

static double x_of(const struct plot_layout *layout, double at)
{
    return layout->curve.x + layout->curve.width * (at - (double)layout->x0)
                                 / (double)(layout->x1 - layout->x0);
}

double plot_x_of_axis(const struct plot_layout *layout, int64_t at)
{
    return x_of(layout, (double)at);
}

double plot_x_of_time(const struct plot_layout *layout, int64_t t_ns)
{
    return x_of(layout, plot_axis_of_time(layout->plot, layout->axis, t_ns));
}

double plot_axis_of_x(const struct plot_layout *layout, double x)
{
    return (double)layout->x0
           + (x - layout->curve.x) / layout->curve.width * (double)(layout->x1 - layout->x0);
}

int64_t plot_time_of_x(const struct plot_layout *layout, double x)
{
    return plot_time_of_axis(layout->plot, layout->axis, plot_axis_of_x(layout, x));
}
