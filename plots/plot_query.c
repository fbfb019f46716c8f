/* What the app asks of a timeline besides its picture: a stretch in numbers, the next event. */
#include "plots/plot_private.h"

void plot_measure(const struct plot *plot, int64_t from, int64_t to, struct plot_stretch *stretch)
{
    const struct tl_timeline *tl = plot->tl;
    const struct tl_buckets *b = &tl->buckets;
    int64_t begin_ns = from < to ? from : to, end_ns = from < to ? to : from;
    size_t begin = plot_bucket_from(b, begin_ns), end = plot_bucket_from(b, end_ns);
    int64_t level = begin ? b->last[begin - 1] : tl->start_bytes;

    *stretch = (struct plot_stretch){.first = level, .min = level, .max = level, .last = level};
    if (begin < end) {
        struct tl_bucket all = tl_pyramid_query(&plot->pyramid, begin, end);
        stretch->min = all.min < level ? all.min : level;
        stretch->max = all.max > level ? all.max : level;
        stretch->last = all.last;
        stretch->allocated = all.allocated;
        stretch->freed[PLOT_REFCOUNT] = all.freed_refcount;
        stretch->freed[PLOT_COLLECTOR] = all.freed_collector;
        stretch->freed[PLOT_OTHER] = tl_bucket_freed_other(&all);
    }
    for (size_t i = 0; i < tl->n_collections; i++) {
        const struct tl_collection *c = &tl->collections[i];
        if (c->t_ns < begin_ns || c->t_ns >= end_ns)
            continue;
        stretch->collections += c->merged;
        stretch->collected += c->bytes;
    }
}

struct nearest {
    int64_t from;
    bool backwards, found;
    int64_t best;
};

static void consider(struct nearest *nearest, int64_t t_ns)
{
    if (nearest->backwards ? t_ns >= nearest->from : t_ns <= nearest->from)
        return;
    if (nearest->found && (nearest->backwards ? t_ns <= nearest->best : t_ns >= nearest->best))
        return;
    nearest->best = t_ns;
    nearest->found = true;
}

bool plot_next_event(const struct plot *plot, int64_t t_ns, bool backwards, int64_t *event_ns)
{
    const struct tl_timeline *tl = plot->tl;
    struct nearest nearest = {.from = t_ns, .backwards = backwards};

    for (size_t i = 0; i < tl->n_spans; i++) {
        consider(&nearest, tl->spans[i].enter_ns);
        consider(&nearest, tl->spans[i].leave_ns);
    }
    for (size_t i = 0; i < tl->n_collections; i++)
        consider(&nearest, tl->collections[i].t_ns);
    if (tl->peak.bytes > tl->start_bytes)
        consider(&nearest, tl->peak.t_ns);
    if (nearest.found)
        *event_ns = nearest.best;
    return nearest.found;
}
