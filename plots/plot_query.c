/* What the app asks of a timeline besides its picture: a stretch in numbers, the next event. */
#include "plots/plot_private.h"

void plot_measure(const struct plot *plot, int64_t from, int64_t to, struct plot_stretch *stretch)
{
    const struct tl_timeline *tl = plot->tl;
    const struct tl_buckets *b = &tl->buckets;
    int64_t begin_ns = from < to ? from : to, end_ns = from < to ? to : from;
    size_t begin = plot_bucket_from(plot, PLOT_TIME, begin_ns);
    size_t end = plot_bucket_from(plot, PLOT_TIME, end_ns);
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
    struct plot_event best;
};

static void consider(struct nearest *nearest, enum plot_event_kind kind, size_t index,
                     int64_t t_ns)
{
    if (nearest->backwards ? t_ns >= nearest->from : t_ns <= nearest->from)
        return;
    if (nearest->found
        && (nearest->backwards ? t_ns <= nearest->best.t_ns : t_ns >= nearest->best.t_ns))
        return;
    nearest->best = (struct plot_event){kind, index, t_ns};
    nearest->found = true;
}

bool plot_next_event(const struct plot *plot, int64_t t_ns, bool backwards,
                     struct plot_event *event)
{
    const struct tl_timeline *tl = plot->tl;
    struct nearest nearest = {.from = t_ns, .backwards = backwards};

    for (size_t i = 0; i < tl->n_spans; i++) {
        consider(&nearest, PLOT_EVENT_ENTER, i, tl->spans[i].enter_ns);
        consider(&nearest, PLOT_EVENT_LEAVE, i, tl->spans[i].leave_ns);
    }
    for (size_t i = 0; i < tl->n_collections; i++)
        consider(&nearest, PLOT_EVENT_COLLECTION, i, tl->collections[i].t_ns);
    if (tl->peak.bytes > tl->start_bytes)
        consider(&nearest, PLOT_EVENT_PEAK, 0, tl->peak.t_ns);
    if (nearest.found)
        *event = nearest.best;
    return nearest.found;
}
