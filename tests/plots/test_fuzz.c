/*
 * Damaged timelines: bytes and values of sound ones changed by chance. Each must either be refused
 * with a text or be sound: then it is drawn, reduced and read again. Run under the sanitizers.
 */
#include <cairo.h>

#include "plots/plot.h"
#include "tests/plots/make.h"
#include "tests/tap.h"

static int accepted, refused, broken;
static struct chance views = {404};

/* A window, a scale and a size by chance, some of them absurd. */
static void draw_somehow(const struct plot *plot, const struct tl_timeline *tl)
{
    struct plot_view view;
    struct plot_hit hit;
    struct plot_overlay overlay = {true, 0, true, 0, 0, 3};
    struct plot_stretch stretch;
    double width = 40 + (double)chance_below(&views, 300);
    double height = 30 + (double)chance_below(&views, 200);
    uint64_t limit = chance_below(&views, 4) ? (uint64_t)tl->duration_ns + 2 : (uint64_t)TL_MAX;
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
    cairo_t *cr = cairo_create(surface);

    plot_view_init(&view, plot, width, height);
    if (chance_below(&views, 2))
        plot_view_set_axis(&view, plot, PLOT_ALLOCATED);
    overlay.card = chance_below(&views, 2);
    if (chance_below(&views, 2)) {
        view.x0 = (int64_t)chance_below(&views, limit);
        view.x1 = (int64_t)chance_below(&views, limit);
    }
    if (chance_below(&views, 3) == 0)
        view.y1 = (int64_t)chance_below(&views, chance_below(&views, 2) ? 1000 : (uint64_t)TL_MAX);
    view.parts = (unsigned)chance_below(&views, PLOT_EVERYTHING + 1);
    overlay.cross_t = (int64_t)chance_below(&views, limit);
    overlay.from = (int64_t)chance_below(&views, limit);
    overlay.to = (int64_t)chance_below(&views, limit);
    if (!plot_draw(cr, plot, &view, &plot_dark))
        broken++;
    plot_overlay_draw(cr, plot, &view, &plot_dark, &overlay);
    if (cairo_status(cr) != CAIRO_STATUS_SUCCESS)
        broken++;
    for (int x = 0; x < 300; x += 29)
        plot_hit_test(plot, &view, &plot_dark, x, x * 0.6, &hit);
    plot_measure(plot, overlay.from, overlay.to, &stretch);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
}

static void use(const char *text, size_t size)
{
    struct tl_timeline tl, again;
    struct tl_error error = {""};

    if (!tl_from_text(&tl, text, size, &error)) {
        refused++;
        if (!error.text[0] || strchr(error.text, '\n'))
            broken++;
        return;
    }
    accepted++;
    if (!tl_timeline_check(&tl, &error))
        broken++;
    struct plot *plot = plot_create(&tl);
    draw_somehow(plot, &tl);
    plot_destroy(plot);
    if (tl_reduce(&tl, 3000)) {
        char *small = tl_to_text(&tl);
        if (!small || strlen(small) > 3000 || !tl_from_text(&again, small, strlen(small), &error))
            broken++;
        else
            tl_timeline_finish(&again);
        free(small);
    }
    tl_timeline_finish(&tl);
}

static void mutate_bytes(struct chance *chance, const char *text, int rounds)
{
    static const char spice[] = "0123456789-+.eE\"\\{}[],:tfn \n\x01\x80\xff";
    size_t size = strlen(text);
    char *damaged = malloc(size + 64);

    for (int i = 0; i < rounds; i++) {
        size_t n = size, changes = 1 + chance_below(chance, 4);
        memcpy(damaged, text, size);
        while (changes--) {
            size_t at = chance_below(chance, n);
            switch (chance_below(chance, 5)) {
            case 0: /* a byte becomes another */
            case 1:
                damaged[at] = spice[chance_below(chance, sizeof(spice) - 1)];
                break;
            case 2: /* a piece is missing */
                if (n > 40) {
                    size_t gone = 1 + chance_below(chance, n - at < 20 ? n - at : 20);
                    memmove(damaged + at, damaged + at + gone, n - at - gone);
                    n -= gone;
                }
                break;
            case 3: /* a byte too many */
                memmove(damaged + at + 1, damaged + at, n - at);
                n++;
                break;
            case 4: /* the end is missing */
                n = 1 + at;
                break;
            }
        }
        use(damaged, n);
    }
    free(damaged);
}

/* Any integer anywhere becomes an extreme one. */
static void mutate_values(struct chance *chance, json_t *value, uint64_t rarely)
{
    static const json_int_t extremes[] = {
        0, 1, -1, 2, 3, 1000, INT32_MAX, (json_int_t)INT32_MAX + 1, TL_MAX, TL_MAX - 1, TL_MAX + 1,
        INT64_MAX, INT64_MIN,
    };
    const char *key;
    json_t *member;
    size_t i;

    if (json_is_object(value)) {
        json_object_foreach(value, key, member)
            mutate_values(chance, member, rarely);
    } else if (json_is_array(value)) {
        json_array_foreach(value, i, member)
            mutate_values(chance, member, rarely);
        if (!chance_below(chance, rarely) && json_array_size(value))
            json_array_remove(value, chance_below(chance, json_array_size(value)));
    } else if (json_is_integer(value) && !chance_below(chance, rarely)) {
        /* Mostly a number that may be sound. */
        size_t n = sizeof(extremes) / sizeof(extremes[0]);
        json_integer_set(value, extremes[chance_below(chance, chance_below(chance, 4) ? 6 : n)]);
    }
}

int main(void)
{
    struct chance chance = {20260301};
    struct tl_timeline tl;

    for (uint64_t seed = 1; seed <= 6; seed++) {
        make_random(&tl, seed, seed * 3, seed * 2, seed);
        char *text = tl_to_text(&tl);
        use(text, strlen(text));
        mutate_bytes(&chance, text, 700);
        for (int i = 0; i < 400; i++) {
            json_t *json = json_loads(text, 0, NULL);
            mutate_values(&chance, json, 100 + 200 * (uint64_t)(i % 3));
            char *damaged = json_dumps(json, JSON_COMPACT);
            use(damaged, strlen(damaged));
            free(damaged);
            json_decref(json);
        }
        free(text);
        tl_timeline_finish(&tl);
    }
    is_int(broken, 0, "damaged timelines are refused with a line of text, or sound");
    ok(accepted > 100, "some damage does no harm: %d read", accepted);
    ok(refused > 1000, "most does: %d refused", refused);
    return done();
}
