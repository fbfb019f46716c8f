/* Spans in rows, and how deep they are nested at any time. */
#include <stdlib.h>
#include <string.h>

#include "plots/plot_private.h"

/* Calls that overlap without being nested move down at most this many rows; beyond that they
 * overlap. */
enum { MOST_SHIFTED = 256 };

struct placed {
    const struct tl_span *span;
    size_t index, row;
};

static int time_order(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;

    if (x->span->enter_ns != y->span->enter_ns)
        return x->span->enter_ns < y->span->enter_ns ? -1 : 1;
    if (x->span->depth != y->span->depth)
        return x->span->depth < y->span->depth ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

static int row_order(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;

    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return time_order(a, b);
}

static int number_order(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;

    return x < y ? -1 : x > y;
}

/* Gives each span the first free row at or below its depth's. Depths are ranked first, so that a
 * timeline which begins at depth 7 begins in row 0. */
static bool place(struct placed *placed, size_t n)
{
    int *depths = malloc(n * sizeof(*depths));
    int64_t *busy_until = malloc((n + MOST_SHIFTED) * sizeof(*busy_until));
    size_t n_depths = 0;
    bool ok = depths && busy_until;

    for (size_t i = 0; ok && i < n; i++)
        depths[i] = placed[i].span->depth;
    if (ok) {
        qsort(depths, n, sizeof(*depths), number_order);
        for (size_t i = 0; i < n; i++)
            if (!i || depths[i] != depths[n_depths - 1])
                depths[n_depths++] = depths[i];
        for (size_t i = 0; i < n + MOST_SHIFTED; i++)
            busy_until[i] = -1;
    }
    for (size_t i = 0; ok && i < n; i++) {
        const struct tl_span *span = placed[i].span;
        const int *rank = bsearch(&span->depth, depths, n_depths, sizeof(*depths), number_order);
        size_t row = (size_t)(rank - depths), last = row + MOST_SHIFTED - 1;
        while (row < last && busy_until[row] > span->enter_ns)
            row++;
        placed[i].row = row;
        if (span->leave_ns > busy_until[row])
            busy_until[row] = span->leave_ns;
    }
    free(depths);
    free(busy_until);
    return ok;
}

struct edge {
    int64_t t_ns;
    size_t row;
    bool enters;
};

static int edge_order(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;

    if (x->t_ns != y->t_ns)
        return x->t_ns < y->t_ns ? -1 : 1;
    return (int)y->enters - (int)x->enters; /* at one time, enter first: a maximum is wanted */
}

/* The rows in use over time, as steps, and their maxima two and two. */
static bool measure_depth(struct plot_spans *spans, const struct placed *placed, size_t rows)
{
    size_t n = 0, deepest = 0;
    struct edge *edges = malloc(2 * spans->n * sizeof(*edges));
    size_t *in_use = calloc(rows + 1, sizeof(*in_use));

    spans->depth_t = malloc(2 * spans->n * sizeof(*spans->depth_t));
    spans->depth = malloc(4 * (spans->n + TL_PYRAMID_LEVELS) * sizeof(*spans->depth));
    if (!edges || !in_use || !spans->depth_t || !spans->depth) {
        free(edges);
        free(in_use);
        return false;
    }
    for (size_t i = 0; i < spans->n; i++) {
        edges[2 * i] = (struct edge){placed[i].span->enter_ns, placed[i].row, true};
        edges[2 * i + 1] = (struct edge){placed[i].span->leave_ns, placed[i].row, false};
    }
    qsort(edges, 2 * spans->n, sizeof(*edges), edge_order);
    for (size_t i = 0; i < 2 * spans->n; i++) {
        if (edges[i].enters)
            in_use[edges[i].row]++;
        else
            in_use[edges[i].row]--;
        if (edges[i].enters && edges[i].row + 1 > deepest)
            deepest = edges[i].row + 1;
        while (deepest && !in_use[deepest - 1])
            deepest--;
        spans->depth_t[n] = edges[i].t_ns;
        spans->depth[n++] = deepest;
    }
    spans->n_depths = n;
    for (size_t level = 0; n > 1; n = (n + 1) / 2, level++) {
        const size_t *below = spans->depth + spans->depth_begin[level];
        size_t *above = spans->depth + spans->depth_begin[level] + n;
        spans->depth_begin[level + 1] = spans->depth_begin[level] + n;
        for (size_t i = 0; i < n; i += 2)
            above[i / 2] = i + 1 < n && below[i + 1] > below[i] ? below[i + 1] : below[i];
    }
    free(edges);
    free(in_use);
    return true;
}

bool plot_spans_init(struct plot_spans *spans, const struct tl_timeline *tl)
{
    size_t n = tl->n_spans;
    struct placed *placed;

    *spans = (struct plot_spans){.n = n};
    if (!n)
        return true;
    placed = malloc(n * sizeof(*placed));
    if (!placed)
        return false;
    for (size_t i = 0; i < n; i++)
        placed[i] = (struct placed){&tl->spans[i], i, 0};
    qsort(placed, n, sizeof(*placed), time_order);
    if (!place(placed, n))
        goto fail;
    qsort(placed, n, sizeof(*placed), row_order);
    spans->rows = placed[n - 1].row + 1;
    spans->span = malloc(n * sizeof(*spans->span));
    spans->row_begin = malloc((spans->rows + 1) * sizeof(*spans->row_begin));
    spans->same_until = malloc(n * sizeof(*spans->same_until));
    spans->calls = malloc((n + 1) * sizeof(*spans->calls));
    if (!spans->span || !spans->row_begin || !spans->same_until || !spans->calls
        || !measure_depth(spans, placed, spans->rows))
        goto fail;
    for (size_t i = n, row = spans->rows; i-- > 0;) {
        bool last = i + 1 == n || placed[i + 1].row != placed[i].row;
        spans->span[i] = placed[i].index;
        spans->same_until[i] = last || strcmp(placed[i].span->name, placed[i + 1].span->name) != 0
                                   ? i + 1
                                   : spans->same_until[i + 1];
        while (row > placed[i].row)
            spans->row_begin[row--] = i + 1;
    }
    spans->row_begin[0] = 0;
    spans->calls[0] = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t merged = placed[i].span->merged;
        spans->calls[i + 1] =
            spans->calls[i] > TL_MAX - merged ? TL_MAX : spans->calls[i] + merged;
    }
    free(placed);
    return true;
fail:
    free(placed);
    plot_spans_finish(spans);
    return false;
}

void plot_spans_finish(struct plot_spans *spans)
{
    free(spans->span);
    free(spans->row_begin);
    free(spans->same_until);
    free(spans->calls);
    free(spans->depth_t);
    free(spans->depth);
    *spans = (struct plot_spans){0};
}

size_t plot_spans_seek(const struct plot_spans *spans, const struct tl_timeline *tl, size_t row,
                       int64_t t_ns)
{
    size_t low = spans->row_begin[row], high = spans->row_begin[row + 1];

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (tl->spans[spans->span[middle]].leave_ns < t_ns)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t plot_spans_depth(const struct plot_spans *spans, int64_t from, int64_t to)
{
    size_t low = 0, high = spans->n_depths, begin, end, deepest = 0;

    /* The step in force at `from` is the last that begins at or before it. */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (spans->depth_t[middle] <= from)
            low = middle + 1;
        else
            high = middle;
    }
    begin = low ? low - 1 : 0;
    high = spans->n_depths;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (spans->depth_t[middle] < to)
            low = middle + 1;
        else
            high = middle;
    }
    end = low;
    for (size_t i = begin; i < end;) {
        size_t level = 0;
        while (!(i >> level & 1) && i + ((size_t)2 << level) <= end)
            level++;
        size_t depth = spans->depth[spans->depth_begin[level] + (i >> level)];
        if (depth > deepest)
            deepest = depth;
        i += (size_t)1 << level;
    }
    return deepest;
}
