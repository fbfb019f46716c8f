#include "plots/plot_facts.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "plots/plot_private.h"

static const char *const reasons[] = {
    [TL_THRESHOLD] = "counts passed the threshold",
    [TL_EXPLICIT] = "gc.collect()",
    [TL_PRESSURE] = "memory was short",
};

/* ---- one fact after the other ---- */

static struct plot_fact *add(struct plot_facts *facts, const char *caption)
{
    struct plot_fact *fact = &facts->fact[facts->n++];

    *fact = (struct plot_fact){.caption = ""};
    snprintf(fact->caption, sizeof(fact->caption), "%s", caption);
    return fact;
}

__attribute__((format(printf, 3, 4))) static void
add_text(struct plot_facts *facts, const char *caption, const char *format, ...)
{
    struct plot_fact *fact = add(facts, caption);
    va_list args;

    va_start(args, format);
    vsnprintf(fact->value, sizeof(fact->value), format, args);
    va_end(args);
}

static void add_bytes(struct plot_facts *facts, const char *caption, int64_t bytes)
{
    struct plot_fact *fact = add(facts, caption);

    tl_format_bytes(fact->value, sizeof(fact->value), bytes);
}

/* With its sign. */
static void add_change(struct plot_facts *facts, const char *caption, int64_t bytes)
{
    char *value = add(facts, caption)->value;

    if (bytes > 0)
        *value++ = '+';
    tl_format_bytes(value, sizeof(facts->fact->value) - 1, bytes);
}

static void add_time(struct plot_facts *facts, const char *caption, int64_t ns)
{
    struct plot_fact *fact = add(facts, caption);

    tl_format_time(fact->value, sizeof(fact->value), ns);
}

static void add_line(struct plot_facts *facts, int64_t line)
{
    if (line)
        add_text(facts, "line", "%" PRId64, line);
    else
        add_text(facts, "line", "unknown");
}

/* The three causes, each with its colour. */
static void add_freed(struct plot_facts *facts, const int64_t freed[PLOT_CAUSES],
                      const struct plot_theme *theme)
{
    static const char *const captions[PLOT_CAUSES] = {"refcount", "collector", "resize"};

    for (int cause = 0; cause < PLOT_CAUSES; cause++) {
        add_bytes(facts, captions[cause], freed[cause]);
        facts->fact[facts->n - 1].color = &theme->causes[cause];
    }
}

static void add_count(struct plot_facts *facts, const struct tl_timeline *tl,
                      const struct tl_bucket *bucket, int generation)
{
    char caption[16];

    snprintf(caption, sizeof(caption), "gen %d", generation);
    add_text(facts, caption, "%" PRId64 " of %" PRId64, bucket->counts[generation],
             tl->thresholds[generation]);
}

/* ---- at a time ---- */

static void nearest_sample(const struct tl_rss *rss, struct plot_reading *reading)
{
    size_t low = 0, high = rss->n;

    if (!rss->n)
        return;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rss->t_ns[middle] < reading->t_ns)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == rss->n
        || (low && reading->t_ns - rss->t_ns[low - 1] < rss->t_ns[low] - reading->t_ns))
        low--;
    reading->sampled = true;
    reading->rss_ns = rss->t_ns[low];
    reading->rss_bytes = rss->bytes[low];
}

void plot_read(const struct plot_layout *layout, int64_t t_ns, struct plot_reading *reading)
{
    const struct plot *plot = layout->plot;
    const struct tl_buckets *b = &plot->tl->buckets;
    const int64_t start = plot->tl->start_bytes;
    size_t begin, end;

    *reading = (struct plot_reading){
        .t_ns = t_ns,
        .bucket = {.first = start, .min = start, .max = start, .last = start},
    };
    nearest_sample(&plot->tl->rss, reading);
    if (!b->n || b->t_ns[0] > t_ns)
        return;
    begin = tl_bucket_find(b, t_ns);
    end = plot_bucket_from(plot, layout->axis,
                           (int64_t)plot_axis_of_x(layout, plot_x_of_time(layout, t_ns) + 1));
    reading->bucket = tl_pyramid_query(&plot->pyramid, begin, end > begin ? end : begin + 1);
}

void plot_reading_facts(const struct plot *plot, const struct plot_reading *reading,
                        const struct plot_theme *theme, struct plot_facts *facts)
{
    const struct tl_bucket *b = &reading->bucket;
    const int64_t freed[PLOT_CAUSES] = {
        b->freed_refcount, b->freed_collector, tl_bucket_freed_other(b),
    };

    facts->n = 0;
    add_bytes(facts, "live", b->last);
    facts->fact[0].color = &theme->curve;
    add_bytes(facts, "lowest", b->min);
    add_bytes(facts, "highest", b->max);
    add_time(facts, "at", reading->t_ns);
    add_line(facts, b->line);
    add_bytes(facts, "waiting", b->waiting);
    facts->fact[facts->n - 1].color = &theme->waiting;
    add_bytes(facts, "allocated", b->allocated);
    add_bytes(facts, "freed", freed[0] + freed[1] + freed[2]);
    if (reading->sampled)
        add_bytes(facts, "RSS", reading->rss_bytes);
    else
        add_text(facts, "RSS", "not sampled");
    for (int g = 0; g < TL_GENERATIONS; g++)
        add_count(facts, plot->tl, b, g);
    add_freed(facts, freed, theme);
}

/* ---- in a stretch ---- */

void plot_stretch_facts(const struct plot *plot, int64_t from, int64_t to,
                        const struct plot_theme *theme, struct plot_facts *facts)
{
    int64_t begin = from < to ? from : to, end = from < to ? to : from;
    struct plot_stretch stretch;

    plot_measure(plot, begin, end, &stretch);
    facts->n = 0;
    add_bytes(facts, "start", stretch.first);
    add_bytes(facts, "end", stretch.last);
    add_change(facts, "change", stretch.last - stretch.first);
    add_bytes(facts, "allocated", stretch.allocated);
    add_time(facts, "length", end - begin);
    if (stretch.collections)
        add_text(facts, "collections", "%" PRId64, stretch.collections);
    else
        add_text(facts, "collections", "none");
    add_freed(facts, stretch.freed, theme);
    add_time(facts, "from", begin);
    add_time(facts, "to", end);
    add_bytes(facts, "highest", stretch.max);
    add_bytes(facts, "lowest", stretch.min);
    add_bytes(facts, "freed", stretch.freed[0] + stretch.freed[1] + stretch.freed[2]);
    add_bytes(facts, "collected", stretch.collected);
}

/* ---- about one thing ---- */

void plot_collection_facts(const struct plot *plot, size_t index, const struct plot_theme *theme,
                           struct plot_facts *facts)
{
    const struct tl_collection *c = &plot->tl->collections[index];

    facts->n = 0;
    add_text(facts, "generation", "%d", c->generation);
    facts->fact[0].color = &theme->generations[c->generation];
    add_text(facts, "reason", "%s", reasons[c->reason]);
    add_time(facts, "at", c->t_ns);
    add_time(facts, "took", c->duration_ns);
    add_text(facts, "objects found", "%" PRId64, c->objects);
    add_bytes(facts, "freed", c->bytes);
    if (c->merged > 1)
        add_text(facts, "stands for", "%" PRId64 " collections", c->merged);
}

void plot_span_facts(const struct plot *plot, size_t index, struct plot_facts *facts)
{
    const struct tl_span *s = &plot->tl->spans[index];

    facts->n = 0;
    add_line(facts, s->line);
    add_time(facts, "entered at", s->enter_ns);
    add_time(facts, "took", s->leave_ns - s->enter_ns);
    add_bytes(facts, "live at entry", s->enter_bytes);
    add_bytes(facts, "live at exit", s->leave_bytes);
    add_change(facts, "kept", s->leave_bytes - s->enter_bytes);
    add_bytes(facts, "peak inside", s->peak_bytes);
    add_text(facts, "depth", "%d", s->depth);
    if (s->merged > 1)
        add_text(facts, "stands for", "%" PRId64 " calls", s->merged);
}

/* ---- as text ---- */

char *plot_facts_text(const struct plot_facts *facts, char *buffer, size_t size)
{
    size_t used = 0;

    buffer[0] = '\0';
    for (size_t i = 0; i < facts->n && used < size; i++) {
        int n = snprintf(buffer + used, size - used, "%s%s %s", i ? ", " : "",
                         facts->fact[i].caption, facts->fact[i].value);
        used += n > 0 ? (size_t)n : 0;
    }
    return buffer;
}

char *plot_event_text(const struct plot *plot, const struct plot_event *event, char *buffer,
                      size_t size)
{
    const struct tl_timeline *tl = plot->tl;
    char bytes[40];

    switch (event->kind) {
    case PLOT_EVENT_ENTER:
        snprintf(buffer, size, "%s: entered", tl->spans[event->index].name);
        break;
    case PLOT_EVENT_LEAVE:
        snprintf(buffer, size, "%s: left", tl->spans[event->index].name);
        break;
    case PLOT_EVENT_COLLECTION: {
        const struct tl_collection *c = &tl->collections[event->index];
        snprintf(buffer, size, "collection of generation %d, %s, freed %s", c->generation,
                 reasons[c->reason], tl_format_bytes(bytes, sizeof(bytes), c->bytes));
        break;
    }
    case PLOT_EVENT_PEAK:
        snprintf(buffer, size, "peak, %s", tl_format_bytes(bytes, sizeof(bytes), tl->peak.bytes));
        break;
    }
    return buffer;
}
