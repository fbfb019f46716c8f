/* The axis of bytes allocated, and the facts that stand in the card: that both say what the buckets
 * say. */
#include <cairo.h>
#include <math.h>

#include "plots/plot_facts.h"
#include "plots/plot_private.h"
#include "tests/plots/make.h"
#include "tests/tap.h"

static void make_view(struct plot_view *view, struct plot_layout *layout, const struct plot *plot,
                      enum plot_axis axis)
{
    plot_view_init(view, plot, 960, 420);
    plot_view_set_axis(view, plot, axis);
    plot_layout_get(plot, view, &plot_light, layout);
}

static void test_places(void)
{
    struct tl_timeline tl;
    struct plot_view view;
    struct plot_layout l;

    for (uint64_t seed = 1; seed < 6; seed++) {
        bool rising = true, inverse = true, begins = true;
        int64_t allocated = 0;
        double before = -1;
        make_random(&tl, seed, 300, 20, 10);
        struct plot *plot = plot_create(&tl);
        make_view(&view, &l, plot, PLOT_ALLOCATED);
        is_int(view.x1, tl.totals.allocated, "the axis ends with all that was allocated");
        for (int k = 0; k <= 500; k++) {
            int64_t t = (int64_t)((double)tl.duration_ns * k / 500);
            double x = plot_x_of_time(&l, t);
            rising &= x >= before && x >= l.curve.x && x <= l.curve.x + l.curve.width + 1e-6;
            before = x;
            int64_t back = plot_time_of_x(&l, x);
            /* Where nothing was allocated many times share a place. */
            inverse &= fabs(plot_x_of_time(&l, back) - x) < 0.02;
        }
        for (size_t i = 0; i < tl.buckets.n; i++) {
            double at = plot_axis_of_time(plot, PLOT_ALLOCATED, tl.buckets.t_ns[i]);
            begins &= i + 1 < tl.buckets.n && tl.buckets.t_ns[i] == tl.buckets.t_ns[i + 1]
                      ? true : llabs((int64_t)at - allocated) <= 1;
            allocated += tl.buckets.allocated[i];
        }
        ok(rising, "a later time never stands further left");
        ok(inverse, "places and times map both ways");
        ok(begins, "a bucket begins where those before it have allocated so much");
        plot_destroy(plot);
        tl_timeline_finish(&tl);
    }
}

/* Every extreme and every freed byte must reach a column over this axis, too. */
static void test_columns(void)
{
    struct chance chance = {77};
    struct tl_timeline tl;
    struct plot_view view;
    struct plot_layout l;
    struct plot_columns columns;

    for (int round = 0; round < 12; round++) {
        make_random(&tl, (uint64_t)round + 40, 1 + chance_below(&chance, 2500), 0, 0);
        struct plot *plot = plot_create(&tl);
        make_view(&view, &l, plot, PLOT_ALLOCATED);
        if (round) {
            view.x0 = (int64_t)chance_below(&chance, (uint64_t)tl.totals.allocated);
            view.x1 = view.x0 + 1
                      + (int64_t)chance_below(&chance, (uint64_t)(tl.totals.allocated - view.x0));
        }
        plot_layout_get(plot, &view, &plot_light, &l);
        plot_columns_init(&columns, plot, &l, 0.5);
        int64_t low = INT64_MAX, high = 0, seen_low = INT64_MAX, seen_high = 0, freed = 0, seen = 0;
        int64_t at = 0;
        for (size_t k = 0; k < columns.n; k++) {
            const struct plot_column *c = &columns.column[k];
            seen += c->freed[0] + c->freed[1] + c->freed[2];
            if (!c->any)
                continue;
            seen_low = c->min < seen_low ? c->min : seen_low;
            seen_high = c->max > seen_high ? c->max : seen_high;
        }
        for (size_t i = 0; i < tl.buckets.n; at += tl.buckets.allocated[i++]) {
            struct tl_bucket b = tl_bucket_at(&tl.buckets, i);
            if (at < view.x0 || at > view.x1)
                continue;
            low = b.min < low ? b.min : low;
            high = b.max > high ? b.max : high;
            freed += b.freed_refcount + b.freed_collector + tl_bucket_freed_other(&b);
        }
        /* What stands before the window's first bucket counts as its beginning. */
        ok(seen_low <= low && seen_high >= high, "no extreme is lost in round %d", round);
        is_int(seen, freed, "nor a freed byte");
        plot_columns_finish(&columns);
        plot_destroy(plot);
        tl_timeline_finish(&tl);
    }
}

static void test_hits(void)
{
    struct tl_timeline tl;
    struct plot_view view;
    struct plot_layout l;
    struct plot_hit hit;
    size_t right = 0;

    make_random(&tl, 9, 400, 40, 25);
    struct plot *plot = plot_create(&tl);
    make_view(&view, &l, plot, PLOT_ALLOCATED);
    for (size_t i = 0; i < tl.n_collections; i++) {
        double x = plot_x_of_time(&l, tl.collections[i].t_ns);
        plot_hit_test(plot, &view, &plot_light, fmin(x, l.curve.x + l.curve.width - 1),
                      l.collections.y + 2, &hit);
        right += hit.kind == PLOT_HIT_COLLECTION
                 && fabs(plot_x_of_time(&l, tl.collections[hit.index].t_ns) - x) < 6;
    }
    is_int((long long)right, (long long)tl.n_collections, "each collection is hit at its tick");
    plot_destroy(plot);
    tl_timeline_finish(&tl);
}

static const char *value(const struct plot_facts *facts, const char *caption)
{
    for (size_t i = 0; i < facts->n; i++)
        if (strcmp(facts->fact[i].caption, caption) == 0)
            return facts->fact[i].value;
    return NULL;
}

static void add(struct tl_timeline *tl, int64_t t_ns, int64_t first, int64_t max, int64_t last,
                int64_t line)
{
    struct tl_bucket b = {
        .t_ns = t_ns, .first = first, .min = first < last ? first : last, .max = max, .last = last,
        .allocated = max - first, .freed_refcount = max - last, .line = line,
        .counts = {line, 2, 1}, .waiting = 1024,
    };

    tl_add_bucket(tl, &b);
}

static void test_facts(void)
{
    static const int64_t ms = 1000000, mib = 1 << 20;
    struct tl_timeline tl;
    struct plot_view view;
    struct plot_layout l;
    struct plot_reading reading;
    struct plot_facts facts;
    struct plot_event event;
    char text[512];

    tl_timeline_init(&tl);
    tl.duration_ns = 100 * ms;
    tl.start_bytes = mib;
    add(&tl, 0, mib, 3 * mib, 2 * mib, 5);
    add(&tl, 50 * ms, 2 * mib, 9 * mib, 4 * mib, 7);
    tl.peak.bytes = 9 * mib;
    tl.peak.t_ns = 50 * ms;
    tl.end_bytes = 4 * mib;
    tl_add_rss(&tl, 10 * ms, 20 * mib);
    tl_add_rss(&tl, 80 * ms, 30 * mib);
    tl_add_collection(&tl, &(struct tl_collection){.t_ns = 60 * ms, .duration_ns = ms,
                                                   .generation = 2, .reason = TL_EXPLICIT,
                                                   .objects = 12, .bytes = 5 * mib, .merged = 4});
    tl_add_span(&tl, &(struct tl_span){.name = (char *)"load", .line = 3, .enter_ns = 20 * ms,
                                       .leave_ns = 70 * ms, .enter_bytes = 2 * mib,
                                       .leave_bytes = 4 * mib, .peak_bytes = 9 * mib});
    struct plot *plot = plot_create(&tl);
    make_view(&view, &l, plot, PLOT_TIME);

    plot_read(&l, 60 * ms, &reading);
    plot_reading_facts(plot, &reading, &plot_light, &facts);
    is_str(value(&facts, "live"), "4 MiB", "a reading has the live bytes");
    is_str(value(&facts, "lowest"), "2 MiB", "the lowest");
    is_str(value(&facts, "highest"), "9 MiB", "and the highest of its stretch");
    is_str(value(&facts, "line"), "7", "the line");
    is_str(value(&facts, "at"), "60 ms", "the time");
    is_str(value(&facts, "RSS"), "30 MiB", "the nearest RSS sample");
    is_str(value(&facts, "allocated"), "7 MiB", "what was allocated");
    is_str(value(&facts, "freed"), "5 MiB", "what was freed");
    is_str(value(&facts, "waiting"), "1 KiB", "what waits");
    is_str(value(&facts, "gen 0"), "7 of 700", "and the counts against their thresholds");
    plot_read(&l, 44 * ms, &reading);
    is_int(reading.rss_bytes, 20 * mib, "just before the middle the other sample is nearer");
    /* A pixel column that both buckets share tells of both. */
    view.width = 60;
    plot_layout_get(plot, &view, &plot_light, &l);
    l.curve.width = 1;
    plot_read(&l, 10 * ms, &reading);
    is_int(reading.bucket.max, 9 * mib, "a column over several buckets has their extremes");

    plot_stretch_facts(plot, 90 * ms, 40 * ms, &plot_light, &facts);
    is_str(value(&facts, "start"), "2 MiB", "a selection has its start");
    is_str(value(&facts, "end"), "4 MiB", "its end");
    is_str(value(&facts, "change"), "+2 MiB", "the difference");
    is_str(value(&facts, "length"), "50 ms", "its length");
    is_str(value(&facts, "allocated"), "7 MiB", "what was allocated");
    is_str(value(&facts, "refcount"), "5 MiB", "what was freed by which cause");
    is_str(value(&facts, "collector"), "0 B", "or not");
    is_str(value(&facts, "collections"), "4", "and the collections");

    plot_collection_facts(plot, 0, &plot_light, &facts);
    is_str(value(&facts, "reason"), "gc.collect()", "a collection has its reason");
    is_str(value(&facts, "stands for"), "4 collections", "and how many it stands for");
    plot_span_facts(plot, 0, &facts);
    is_str(value(&facts, "kept"), "+2 MiB", "a call has what it kept");
    is_str(plot_facts_text(&facts, text, sizeof(text)),
           "line 3, entered at 20 ms, took 50 ms, live at entry 2 MiB, live at exit 4 MiB, "
           "kept +2 MiB, peak inside 9 MiB, depth 0", "facts as a sentence");
    ok(strlen(plot_facts_text(&facts, text, 20)) == 19, "cut where there is no room");
    static const char *const events[] = {
        "load: entered", "peak, 9 MiB",
        "collection of generation 2, gc.collect(), freed 5 MiB", "load: left",
    };
    int64_t t = 0;
    for (int i = 0; i < 4 && plot_next_event(plot, t, false, &event); i++, t = event.t_ns)
        is_str(plot_event_text(plot, &event, text, sizeof(text)), events[i], "event %d", i);
    plot_destroy(plot);
    tl_timeline_finish(&tl);
}

/* The card must leave the curve alone: with and without one, the same pixels from its top down. */
static void test_card(void)
{
    struct tl_timeline tl;
    struct plot_view view;
    struct plot_layout l;
    static const double sizes[][2] = {{960, 420}, {480, 240}, {480, 120}, {200, 120}, {1600, 300}};

    make_random(&tl, 8, 300, 20, 5);
    struct plot *plot = plot_create(&tl);
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        int width = (int)sizes[i][0], height = (int)sizes[i][1];
        cairo_surface_t *surfaces[2];
        make_view(&view, &l, plot, PLOT_TIME);
        view.width = width;
        view.height = height;
        plot_layout_get(plot, &view, &plot_light, &l);
        for (int card = 0; card < 2; card++) {
            struct plot_overlay overlay = {.selected = true, .from = 0, .to = tl.duration_ns / 2,
                                           .card = card};
            surfaces[card] = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
            cairo_t *cr = cairo_create(surfaces[card]);
            plot_draw(cr, plot, &view, &plot_light);
            plot_overlay_draw(cr, plot, &view, &plot_light, &overlay);
            cairo_destroy(cr);
            cairo_surface_flush(surfaces[card]);
        }
        int above = 0, below = 0, stride = cairo_image_surface_get_stride(surfaces[0]);
        for (int y = 0; y < height; y++) {
            bool same = memcmp(cairo_image_surface_get_data(surfaces[0]) + y * stride,
                               cairo_image_surface_get_data(surfaces[1]) + y * stride,
                               (size_t)width * 4) == 0;
            above += !same && y < l.curve.y;
            below += !same && y > l.curve.y + 1;
        }
        ok(above > 5, "at %dx%d the card stands above the curve", width, height);
        is_int(below, 0, "and not on it");
        cairo_surface_destroy(surfaces[0]);
        cairo_surface_destroy(surfaces[1]);
    }
    plot_destroy(plot);
    tl_timeline_finish(&tl);
}

int main(void)
{
    test_places();
    test_columns();
    test_hits();
    test_facts();
    test_card();
    return done();
}
