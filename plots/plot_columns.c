/* The curve, pixel column by pixel column. */
#include <stdlib.h>

#include "plots/plot_private.h"

/* Whether a column goes up and down at once, or turns against the one before. */
static int turns(const struct plot_column *before, const struct plot_column *column, int64_t least)
{
    int64_t low = column->before < column->last ? column->before : column->last;
    int64_t high = column->before > column->last ? column->before : column->last;
    int n = 0;

    if (!column->any)
        return 0;
    if (low - column->min > least || column->max - high > least)
        n += 2;
    if (before && before->any
        && (before->last - before->before > least) != (column->last - column->before > least))
        n++;
    return n;
}

/* Where lines of their own would run into each other, a band shows the range instead. */
static void mark_dense(struct plot_columns *columns, int64_t least)
{
    const size_t reach = (size_t)(6 / columns->step) + 1;
    const double turns_per_column = 0.3;
    int *sums = calloc(columns->n + 1, sizeof(*sums));

    if (!sums)
        return; /* lines then: less beautiful, not wrong */
    for (size_t k = 0; k < columns->n; k++)
        sums[k + 1] =
            sums[k] + turns(k ? &columns->column[k - 1] : NULL, &columns->column[k], least);
    for (size_t k = 0; k < columns->n; k++) {
        size_t from = k > reach ? k - reach : 0;
        size_t to = k + reach < columns->n ? k + reach : columns->n;
        /* A change that outweighs the ups and downs of its column keeps its line. */
        const struct plot_column *column = &columns->column[k];
        int64_t change = llabs(column->last - column->before);
        double most = turns_per_column * (double)(to - from);
        columns->column[k].dense = column->any && change <= (column->max - column->min) / 2
                                   && sums[to] - sums[from] > most;
    }
    free(sums);
}

bool plot_columns_init(struct plot_columns *columns, const struct plot *plot,
                       const struct plot_layout *layout, double step)
{
    const struct tl_buckets *b = &plot->tl->buckets;
    const double window = (double)(layout->x1 - layout->x0);
    size_t n = (size_t)(layout->curve.width / step);
    size_t begin = plot_bucket_from(plot, layout->axis, layout->x0);
    int64_t level = plot->tl->start_bytes, waiting = 0, count = 0;

    if (n < 1)
        n = 1;
    *columns = (struct plot_columns){.n = n, .step = layout->curve.width / (double)n};
    columns->column = calloc(n, sizeof(*columns->column));
    if (!columns->column)
        return false;
    if (begin) {
        level = b->last[begin - 1];
        waiting = b->waiting[begin - 1];
        count = b->counts[0][begin - 1];
    }
    for (size_t k = 0; k < n; k++) {
        struct plot_column *column = &columns->column[k];
        /* The last column takes what begins at the very end. */
        int64_t until = k + 1 == n ? layout->x1 + 1
                                   : layout->x0 + (int64_t)(window * (double)(k + 1) / (double)n);
        size_t end = plot_bucket_from(plot, layout->axis, until);
        *column = (struct plot_column){
            .before = level,
            .min = level,
            .max = level,
            .last = level,
            .waiting = waiting,
            .count = count,
        };
        if (end > begin) {
            struct tl_bucket all = tl_pyramid_query(&plot->pyramid, begin, end);
            column->any = true;
            column->min = all.min < level ? all.min : level;
            column->max = all.max > level ? all.max : level;
            column->last = level = all.last;
            column->freed[PLOT_REFCOUNT] = all.freed_refcount;
            column->freed[PLOT_COLLECTOR] = all.freed_collector;
            column->freed[PLOT_OTHER] = tl_bucket_freed_other(&all);
            column->waiting = all.waiting;
            column->count = all.counts[0];
            waiting = b->waiting[end - 1];
            count = b->counts[0][end - 1];
            begin = end;
        }
    }
    mark_dense(columns, (layout->y1 - layout->y0) / 150);
    return true;
}

void plot_columns_finish(struct plot_columns *columns)
{
    free(columns->column);
    *columns = (struct plot_columns){0};
}
