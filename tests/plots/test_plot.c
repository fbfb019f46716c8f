/* The drawing: that it is the same every time, that no extreme is lost on the way to the pixels,
 * that what the layout says is where things are. */
#include <cairo.h>
#include <math.h>

#include "plots/plot.h"
#include "plots/plot_private.h"
#include "tests/plots/make.h"
#include "tests/tap.h"

struct picture {
    cairo_surface_t *surface;
    struct plot_view view;
    struct plot_layout layout;
    int scale;
};

static void draw(struct picture *picture, const struct plot *plot, const struct plot_view *view,
                 const struct plot_theme *theme, int scale)
{
    *picture = (struct picture){.view = *view, .scale = scale};
    picture->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)view->width * scale,
                                                  (int)view->height * scale);
    cairo_t *cr = cairo_create(picture->surface);
    cairo_scale(cr, scale, scale);
    plot_draw(cr, plot, view, theme);
    cairo_destroy(cr);
    cairo_surface_flush(picture->surface);
    plot_layout_get(plot, view, theme, &picture->layout);
}

static uint32_t pixel(const struct picture *picture, int x, int y)
{
    const unsigned char *data = cairo_image_surface_get_data(picture->surface);
    int stride = cairo_image_surface_get_stride(picture->surface);
    uint32_t value;

    memcpy(&value, data + (size_t)y * (size_t)stride + (size_t)x * 4, 4);
    return value & 0xFFFFFF;
}

static bool same_pixels(const struct picture *a, const struct picture *b)
{
    size_t size = (size_t)cairo_image_surface_get_stride(a->surface)
                  * (size_t)cairo_image_surface_get_height(a->surface);

    return memcmp(cairo_image_surface_get_data(a->surface),
                  cairo_image_surface_get_data(b->surface), size) == 0;
}

static void test_deterministic(void)
{
    struct tl_timeline tl;
    struct plot_view view;
    struct picture a, b;

    make_random(&tl, 4, 3000, 900, 300);
    for (int dark = 0; dark < 2; dark++) {
        const struct plot_theme *theme = dark ? &plot_dark : &plot_light;
        struct plot *plot = plot_create(&tl), *again = plot_create(&tl);
        plot_view_init(&view, plot, 960, 420);
        draw(&a, plot, &view, theme, 2);
        draw(&b, again, &view, theme, 2);
        ok(same_pixels(&a, &b), "the same timeline gives the same %s picture",
           dark ? "dark" : "light");
        cairo_surface_destroy(b.surface);
        view.x1 /= 2;
        draw(&b, plot, &view, theme, 2);
        ok(!same_pixels(&a, &b), "another window another one");
        cairo_surface_destroy(a.surface);
        cairo_surface_destroy(b.surface);
        plot_destroy(plot);
        plot_destroy(again);
    }
    /* A surface of twice the density, as toolkits make them, or a context scaled by two. */
    struct plot *plot = plot_create(&tl);
    plot_view_init(&view, plot, 640, 360);
    draw(&a, plot, &view, &plot_light, 2);
    b.surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1280, 720);
    cairo_surface_set_device_scale(b.surface, 2, 2);
    cairo_t *cr = cairo_create(b.surface);
    plot_draw(cr, plot, &view, &plot_light);
    cairo_destroy(cr);
    cairo_surface_flush(b.surface);
    int different = 0;
    for (int y = 0; y < 720; y++)
        for (int x = 0; x < 1280; x++)
            different += pixel(&a, x, y) != pixel(&b, x, y);
    /* But for how a few edges are rounded. */
    ok(different < 1280 * 720 / 1000, "a dense surface shows what a scaled context shows (%d)",
       different);
    cairo_surface_destroy(a.surface);
    cairo_surface_destroy(b.surface);
    plot_destroy(plot);
    tl_timeline_finish(&tl);
}

/* One bucket in 4000 that goes up and down at once must be seen at its place and height. */
static void test_spike(void)
{
    const size_t n = 4000;
    const int64_t base = 1 << 20, height = 8 << 20;

    for (size_t at = 100; at < n; at += 733) {
        struct tl_timeline tl;
        struct plot_view view;
        struct picture picture;
        tl_timeline_init(&tl);
        tl.duration_ns = (int64_t)n * 1000000;
        tl.start_bytes = tl.end_bytes = base;
        for (size_t i = 0; i < n; i++) {
            struct tl_bucket b = {.t_ns = (int64_t)i * 1000000, .first = base, .min = base,
                                  .max = base, .last = base};
            if (i == at) {
                b.max += height;
                b.allocated = b.freed_refcount = height;
                tl.peak.bytes = b.max;
                tl.peak.t_ns = b.t_ns;
            }
            tl_add_bucket(&tl, &b);
        }
        struct plot *plot = plot_create(&tl);
        plot_view_init(&view, plot, 960, 420);
        draw(&picture, plot, &view, &plot_light, 1);
        int x = (int)plot_x_of_time(&picture.layout, tl.peak.t_ns);
        int top = (int)plot_y_of_bytes(&picture.layout, base + height) + 8;
        int bottom = (int)plot_y_of_bytes(&picture.layout, base) - 4;
        bool covered = true, beside = true;
        for (int y = top; y < bottom; y++) {
            bool seen = false;
            for (int dx = -2; dx <= 4; dx++) {
                uint32_t value = pixel(&picture, x + dx, y);
                seen |= (value & 0xFF0000) < 0x800000; /* neither paper nor grid */
            }
            covered &= seen;
            beside &= (pixel(&picture, x + 12, y) & 0xFF0000) > 0xC00000;
        }
        ok(covered && beside, "a spike in bucket %zu of %zu is drawn, and nothing else", at, n);
        cairo_surface_destroy(picture.surface);
        plot_destroy(plot);
        tl_timeline_finish(&tl);
    }
}

/* What each pixel column knows must be what the buckets in it say, at any zoom. */
static void test_columns(void)
{
    struct chance chance = {5};
    struct tl_timeline tl;
    struct plot_view view;
    struct plot_layout layout;
    struct plot_columns columns;

    for (int round = 0; round < 20; round++) {
        make_random(&tl, (uint64_t)round + 1, 1 + chance_below(&chance, 3000), 0, 0);
        struct plot *plot = plot_create(&tl);
        plot_view_init(&view, plot, 800, 300);
        if (round) {
            view.x0 = (int64_t)chance_below(&chance, (uint64_t)tl.duration_ns - 1);
            view.x1 = view.x0 + 1
                      + (int64_t)chance_below(&chance, (uint64_t)(tl.duration_ns - view.x0));
        }
        plot_layout_get(plot, &view, &plot_light, &layout);
        plot_columns_init(&columns, plot, &layout, 0.5);
        int64_t low = INT64_MAX, high = 0, seen_low = INT64_MAX, seen_high = 0, freed = 0, seen = 0;
        bool joined = true;
        for (size_t k = 0; k < columns.n; k++) {
            const struct plot_column *c = &columns.column[k];
            joined &= k == 0 || c->before == columns.column[k - 1].last;
            joined &= c->min <= c->before && c->min <= c->last && c->max >= c->before
                      && c->max >= c->last;
            if (c->any) {
                seen_low = c->min < seen_low ? c->min : seen_low;
                seen_high = c->max > seen_high ? c->max : seen_high;
            }
            seen += c->freed[0] + c->freed[1] + c->freed[2];
        }
        for (size_t i = 0; i < tl.buckets.n; i++) {
            struct tl_bucket b = tl_bucket_at(&tl.buckets, i);
            if (b.t_ns < view.x0 || b.t_ns > view.x1)
                continue;
            low = b.min < low ? b.min : low;
            high = b.max > high ? b.max : high;
            freed += b.freed_refcount + b.freed_collector + tl_bucket_freed_other(&b);
        }
        ok(joined, "columns hang together in round %d", round);
        ok(low == seen_low && high == seen_high, "no extreme is lost");
        is_int(seen, freed, "nor a freed byte");
        plot_columns_finish(&columns);
        plot_destroy(plot);
        tl_timeline_finish(&tl);
    }
}

/* The lowest and the highest value of a column reach its pixels. */
static void test_extremes_drawn(void)
{
    struct tl_timeline tl;
    struct plot_view view;
    struct plot_columns columns;
    struct picture picture;
    int missed = 0, columns_seen = 0;

    make_random(&tl, 12, 2500, 0, 0);
    struct plot *plot = plot_create(&tl);
    plot_view_init(&view, plot, 700, 400);
    view.parts = PLOT_TIME_AXIS; /* transparent paper */
    draw(&picture, plot, &view, &plot_light, 1);
    plot_columns_init(&columns, plot, &picture.layout, 1);
    for (size_t k = 4; k + 4 < columns.n; k++) {
        const struct plot_column *c = &columns.column[k];
        if (!c->any)
            continue;
        int x = (int)(picture.layout.curve.x + columns.step * (double)k);
        int top = (int)plot_y_of_bytes(&picture.layout, c->max);
        int bottom = (int)plot_y_of_bytes(&picture.layout, c->min);
        bool top_seen = false, bottom_seen = false;
        for (int dx = -1; dx <= 2; dx++) {
            for (int dy = -2; dy <= 2; dy++) {
                top_seen |= pixel(&picture, x + dx, top + dy) != 0;
                bottom_seen |= pixel(&picture, x + dx, bottom + dy) != 0;
            }
        }
        columns_seen++;
        missed += !top_seen || !bottom_seen;
    }
    ok(columns_seen > 200, "%d columns", columns_seen);
    is_int(missed, 0, "each shows its lowest and its highest value");
    plot_columns_finish(&columns);
    cairo_surface_destroy(picture.surface);
    plot_destroy(plot);
    tl_timeline_finish(&tl);
}

static void test_layout(void)
{
    struct tl_timeline tl;
    struct plot_view view;
    struct plot_layout l;
    static const double sizes[][2] = {{960, 420}, {400, 200}, {120, 60}, {2500, 1400}, {80, 60}};

    make_random(&tl, 6, 800, 60, 30);
    struct plot *plot = plot_create(&tl);
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        plot_view_init(&view, plot, sizes[i][0], sizes[i][1]);
        plot_layout_get(plot, &view, &plot_light, &l);
        ok(l.curve.height >= view.height * 0.4 && l.curve.width >= view.width * 0.5,
           "at %gx%g the curve has its share", view.width, view.height);
        const struct plot_rect *lanes[] = {&l.curve, &l.collections, &l.counts, &l.spans};
        double y = 0;
        bool apart = true;
        for (size_t j = 0; j < 4; j++) {
            if (lanes[j]->height <= 0)
                continue;
            apart &= lanes[j]->y >= y && lanes[j]->y + lanes[j]->height <= view.height;
            y = lanes[j]->y + lanes[j]->height;
        }
        ok(apart, "and the lanes lie below each other inside the picture");
        bool inverse = true;
        for (int k = 0; k <= 20; k++) {
            int64_t t = l.x0 + (l.x1 - l.x0) * k / 20, bytes = l.y0 + (l.y1 - l.y0) * k / 20;
            inverse &= llabs(plot_time_of_x(&l, plot_x_of_time(&l, t)) - t) <= 1;
            inverse &= llabs(plot_bytes_of_y(&l, plot_y_of_bytes(&l, bytes)) - bytes) <= 1;
        }
        ok(inverse, "pixels and values map both ways");
    }
    plot_destroy(plot);
    tl_timeline_finish(&tl);

    /* Large and small beside each other: the scale follows the change. */
    tl_timeline_init(&tl);
    tl.duration_ns = 1000;
    tl.start_bytes = INT64_C(1) << 31;
    tl.end_bytes = tl.start_bytes + 40960;
    tl.peak.bytes = tl.start_bytes + 65536;
    plot = plot_create(&tl);
    plot_view_init(&view, plot, 960, 420);
    plot_layout_get(plot, &view, &plot_light, &l);
    ok(l.relative && l.y1 - l.y0 < 4 * 65536, "a small change on a large base fills the picture");
    view.y1 = INT64_C(1) << 32;
    plot_layout_get(plot, &view, &plot_light, &l);
    ok(!l.relative && l.y0 == 0 && l.y1 == INT64_C(1) << 32, "unless the view sets the scale");
    plot_destroy(plot);
    tl_timeline_finish(&tl);
}

static void test_hits(void)
{
    struct chance chance = {31};
    struct tl_timeline tl;
    struct plot_view view;
    struct plot_layout l;
    struct plot_hit hit;
    bool right = true;

    make_random(&tl, 7, 500, 40, 25);
    struct plot *plot = plot_create(&tl);
    plot_view_init(&view, plot, 960, 600);
    plot_layout_get(plot, &view, &plot_light, &l);
    for (int i = 0; i < 400; i++) {
        double x = l.curve.x + (double)chance_below(&chance, (uint64_t)l.curve.width);
        plot_hit_test(plot, &view, &plot_light, x, l.curve.y + l.curve.height / 2, &hit);
        size_t bucket = tl_bucket_find(&tl.buckets, hit.t_ns);
        right &= hit.kind == PLOT_HIT_BUCKET && hit.index == bucket
                 && hit.live == tl.buckets.last[bucket]
                 && hit.waiting == tl.buckets.waiting[bucket];
    }
    ok(right, "over the curve the bucket of the time is hit");
    right = true;
    for (size_t i = 0; i < tl.n_collections; i++) {
        const struct tl_collection *c = &tl.collections[i];
        plot_hit_test(plot, &view, &plot_light, plot_x_of_time(&l, c->t_ns) + 0.2,
                      l.collections.y + 2, &hit);
        right &= hit.kind == PLOT_HIT_COLLECTION && hit.index == i;
    }
    ok(right, "each collection is hit at its tick");
    int found = 0, visible = 0;
    for (size_t i = 0; i < tl.n_spans; i++) {
        double x = (plot_x_of_time(&l, tl.spans[i].enter_ns)
                    + plot_x_of_time(&l, tl.spans[i].leave_ns)) / 2;
        for (size_t row = 0; row < l.span_rows; row++) {
            plot_hit_test(plot, &view, &plot_light, x, l.spans.y + l.span_row * ((double)row + 0.4),
                          &hit);
            found += hit.kind == PLOT_HIT_SPAN && hit.index == i;
        }
        visible++;
    }
    is_int(found, visible, "each bracket is hit in its middle, in one row");
    plot_hit_test(plot, &view, &plot_light, 2, 2, &hit);
    ok(hit.kind == PLOT_HIT_NONE, "the margin is nothing");
    plot_destroy(plot);
    tl_timeline_finish(&tl);
}

static void test_queries(void)
{
    struct tl_timeline tl;
    struct plot_stretch stretch;
    int64_t t = -1;
    struct plot_event next, before;
    bool rising = true, back = true;
    int n = 0;

    make_random(&tl, 14, 700, 30, 20);
    struct plot *plot = plot_create(&tl);
    plot_measure(plot, tl.duration_ns + 1, 0, &stretch);
    ok(stretch.first == tl.start_bytes && stretch.last == tl.end_bytes
       && stretch.max == tl.peak.bytes, "the whole run goes from its start to its end");
    is_int(stretch.allocated, tl.totals.allocated, "with all its bytes");
    is_int(stretch.freed[PLOT_REFCOUNT] + stretch.freed[PLOT_COLLECTOR] + stretch.freed[PLOT_OTHER],
           tl.totals.freed.refcount + tl.totals.freed.collector + tl.totals.freed.resize,
           "those that came and those that went");
    is_int(stretch.collections, 20, "and its collections");
    plot_measure(plot, tl.buckets.t_ns[300], tl.buckets.t_ns[310], &stretch);
    ok(stretch.first == tl.buckets.last[299] && stretch.last == tl.buckets.last[309],
       "a part goes from bucket to bucket");
    is_int(stretch.first + stretch.allocated - stretch.freed[0] - stretch.freed[1]
           - stretch.freed[2], stretch.last, "and its sum is right");
    while (plot_next_event(plot, t, false, &next)) {
        rising &= next.t_ns > t;
        if (n++)
            back &= plot_next_event(plot, next.t_ns, true, &before) && before.t_ns == t;
        t = next.t_ns;
    }
    ok(rising && n > 40, "events follow each other");
    ok(back, "and the way back is the same");
    plot_destroy(plot);
    tl_timeline_finish(&tl);
}

/* Brackets in one row never overlap, nested calls lie lower, the depth profile knows the rows in
 * use. */
static void test_rows(void)
{
    struct tl_timeline tl;

    for (uint64_t seed = 1; seed < 6; seed++) {
        make_random(&tl, seed, 10, seed * 400, 0);
        struct plot *plot = plot_create(&tl);
        const struct plot_spans *spans = &plot->spans;
        bool apart = true, deep = true, seen[2000] = {false};
        size_t all = 0;
        for (size_t row = 0; row < spans->rows; row++) {
            for (size_t i = spans->row_begin[row]; i < spans->row_begin[row + 1]; i++) {
                const struct tl_span *span = &tl.spans[spans->span[i]];
                all += !seen[spans->span[i]];
                seen[spans->span[i]] = true;
                deep &= (size_t)span->depth <= row;
                if (i > spans->row_begin[row])
                    apart &= tl.spans[spans->span[i - 1]].leave_ns <= span->enter_ns;
                deep &= plot_spans_depth(spans, span->enter_ns, span->enter_ns + 1) >= row + 1;
            }
        }
        ok(apart, "brackets of a row are apart");
        ok(deep, "no call stands above its depth");
        is_int(all, tl.n_spans, "each call has a place");
        plot_destroy(plot);
        tl_timeline_finish(&tl);
    }
}

static void test_ticks(void)
{
    struct plot_ticks ticks;
    char label[40];
    static const struct {
        int64_t t1, apart;
        const char *second;
    } times[] = {
        {900, 150, "200 ns"},
        {5000, 900, "1 \u00b5s"},
        {2000000, 300000, "0.5 ms"},
        {45000000, 4000000, "5 ms"},
        {1380000000, 200000000, "0.2 s"},
        {INT64_C(90000000000), INT64_C(9000000000), "10 s"},
        {INT64_C(600000000000), INT64_C(50000000000), "1 min"},
        {INT64_C(200000000000), INT64_C(25000000000), "0:30 min"},
        {INT64_C(20000000000000), INT64_C(3000000000000), "1 h"},
        {INT64_C(12000000000000), INT64_C(1500000000000), "0:30 h"},
    };
    bool sound = true, room = true;

    for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
        plot_time_ticks(&ticks, 0, times[i].t1, times[i].apart);
        plot_time_label(label, sizeof(label), ticks.at[1], ticks.step, times[i].t1);
        is_str(label, times[i].second, "the second tick of an axis");
    }
    for (int64_t range = 1; range < TL_MAX / 2; range = range * 3 + 1) {
        plot_byte_ticks(&ticks, 0, range, 0, range / 6 + 1);
        sound &= ticks.n >= 1 && (ticks.step & (ticks.step - 1)) == 0;
        room &= ticks.n <= 8;
        plot_time_ticks(&ticks, range, 2 * range, range / 8 + 1);
        room &= ticks.n <= 10;
    }
    ok(sound, "steps of bytes are powers of two");
    ok(room, "and never too many");
}

/* ---- colours ---- */

struct lab {
    double l, a, b;
};

/* How a colour-blind eye sees a colour: the matrices of Machado, Oliveira and Fernandes (2009) for
 * severity 1, in linear RGB; then CIE L*a*b*. */
static struct lab seen_by(const struct plot_color *color, int eye)
{
    static const double eyes[4][9] = {
        {1, 0, 0, 0, 1, 0, 0, 0, 1},
        {0.152286, 1.052583, -0.204868, 0.114503, 0.786281,
         0.099216, -0.003882, -0.048116, 1.051998},
        {0.367322, 0.860646, -0.227968, 0.280085, 0.672501,
         0.047413, -0.011820, 0.042940, 0.968881},
        {1.255528, -0.076749, -0.178779, -0.078411, 0.930809,
         0.147602, 0.004733, 0.691367, 0.303900},
    };
    static const double to_xyz[9] = {0.4339, 0.3762, 0.1899, 0.2126, 0.7152, 0.0722,
                                     0.0178, 0.1098, 0.8730};
    const double in[3] = {color->r, color->g, color->b};
    double linear[3], seen[3], f[3];

    for (int i = 0; i < 3; i++)
        linear[i] = in[i] <= 0.04045 ? in[i] / 12.92 : pow((in[i] + 0.055) / 1.055, 2.4);
    for (int i = 0; i < 3; i++) {
        seen[i] = 0;
        for (int j = 0; j < 3; j++)
            seen[i] += eyes[eye][i * 3 + j] * linear[j];
        seen[i] = fmin(fmax(seen[i], 0), 1);
    }
    for (int i = 0; i < 3; i++) {
        double v = 0;
        for (int j = 0; j < 3; j++)
            v += to_xyz[i * 3 + j] * seen[j];
        f[i] = v > 0.008856 ? cbrt(v) : 7.787 * v + 16.0 / 116;
    }
    return (struct lab){116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

static double distance(const struct plot_color *a, const struct plot_color *b, int eye)
{
    struct lab x = seen_by(a, eye), y = seen_by(b, eye);

    return sqrt((x.l - y.l) * (x.l - y.l) + (x.a - y.a) * (x.a - y.a) + (x.b - y.b) * (x.b - y.b));
}

static void test_colors(void)
{
    static const char *const eyes[] = {"usual", "protanopic", "deuteranopic", "tritanopic"};

    for (int dark = 0; dark < 2; dark++) {
        const struct plot_theme *t = dark ? &plot_dark : &plot_light;
        const struct plot_color *colors[] = {&t->curve, &t->causes[0], &t->causes[1],
                                             &t->causes[2]};
        for (int eye = 0; eye < 4; eye++) {
            double least = 1000, contrast = 1000;
            for (int i = 0; i < 4; i++) {
                contrast = fmin(contrast, distance(colors[i], &t->background, eye));
                for (int j = i + 1; j < 4; j++)
                    least = fmin(least, distance(colors[i], colors[j], eye));
            }
            ok(least >= 15, "%s eyes tell the curve and the causes apart (%s, distance %.0f)",
               eyes[eye], dark ? "dark" : "light", least);
            ok(contrast >= 35, "and from the paper (%.0f)", contrast);
            double steps = fmin(distance(&t->generations[0], &t->generations[1], eye),
                                distance(&t->generations[1], &t->generations[2], eye));
            ok(steps >= 12, "and one generation from the next (%.0f)", steps);
        }
    }
}

/* The overlay draws on top of a picture and stays inside it. */
static void test_overlay(void)
{
    struct tl_timeline tl;
    struct plot_view view;
    struct picture a, b;
    struct plot_overlay overlay = {.line = 3};

    make_random(&tl, 8, 300, 20, 5);
    struct plot *plot = plot_create(&tl);
    plot_view_init(&view, plot, 640, 360);
    draw(&a, plot, &view, &plot_light, 1);
    for (int kind = 0; kind < 4; kind++) {
        overlay = (struct plot_overlay){.cross = kind == 1, .cross_t = tl.duration_ns / 3,
                                        .selected = kind == 2, .from = tl.duration_ns / 2,
                                        .to = tl.duration_ns / 4, .line = kind == 3 ? 3 : 0};
        draw(&b, plot, &view, &plot_light, 1);
        cairo_t *cr = cairo_create(b.surface);
        plot_overlay_draw(cr, plot, &view, &plot_light, &overlay);
        cairo_destroy(cr);
        cairo_surface_flush(b.surface);
        ok(same_pixels(&a, &b) == (kind == 0), "overlay %d is seen when it is wanted", kind);
        cairo_surface_destroy(b.surface);
    }
    cairo_surface_destroy(a.surface);
    plot_destroy(plot);
    tl_timeline_finish(&tl);
}

int main(void)
{
    test_deterministic();
    test_spike();
    test_columns();
    test_extremes_drawn();
    test_layout();
    test_hits();
    test_queries();
    test_rows();
    test_ticks();
    test_colors();
    test_overlay();
    return done();
}
